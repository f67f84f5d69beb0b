//! Every parameter's lowest, highest and wrong values, at the handshake.

use protocol::catalogue::{COMPRESSION, ENDPOINTS};
use protocol::parameter::Parameter;
use tokio_tungstenite::tungstenite::Error;

use crate::common::TestServer;

/// Valid and invalid values of a parameter, as they stand in a query.
fn values(parameter: &Parameter) -> (Vec<String>, Vec<String>) {
    let range = |min: u64, max: u64| {
        let below = min.checked_sub(1).map(|below| below.to_string());
        let above = u128::from(max) + 1;
        let wrong = [
            above.to_string(),
            "x".to_owned(),
            String::new(),
            "-1".to_owned(),
        ];
        (
            vec![min.to_string(), max.to_string()],
            wrong.into_iter().chain(below).collect(),
        )
    };
    let texts = |right: &[&str], wrong: &[&str]| {
        let owned = |texts: &[&str]| texts.iter().map(|&text| text.to_owned()).collect();
        (owned(right), owned(wrong))
    };
    match parameter {
        Parameter::Integer(it) => range(it.min, it.max),
        Parameter::OptionalInteger(it) => range(it.min, it.max),
        Parameter::Choice(it) => texts(it.of, &["", "x"]),
        Parameter::CloseCode(_) => texts(
            &["1000", "1014", "3000", "4999"],
            &["999", "1004", "1015", "5000", ""],
        ),
        // `behaviour/compression.rs` has its other wrong values.
        Parameter::Text(it) if *it == COMPRESSION => (
            ["", "off", "on", "server_max_window_bits=9"]
                .map(str::to_owned)
                .to_vec(),
            vec!["a".repeat(it.max_bytes + 1)],
        ),
        Parameter::Text(it) => (
            vec![String::new(), "a".repeat(it.max_bytes)],
            vec!["a".repeat(it.max_bytes + 1)],
        ),
        Parameter::Name(it) => (
            vec!["a".to_owned(), "a".repeat(it.max_bytes())],
            vec![
                String::new(),
                "%20".to_owned(),
                "a".repeat(it.max_bytes() + 1),
            ],
        ),
        Parameter::Symbols(_) => texts(&["A", "A,B.-9"], &["", "A,A", "%20"]),
    }
}

#[tokio::test]
async fn allowed_parameter_values_are_accepted() {
    let server = TestServer::start().await;
    // Each fault has parameters of its own; `endpoints/faults.rs` has them.
    for endpoint in ENDPOINTS.iter().filter(|it| it.name != "faults") {
        for parameter in endpoint.parameters {
            for value in values(parameter).0 {
                let path = format!("{}?{}={value}", endpoint.path, parameter.name());
                match server.try_connect_to(&path).await {
                    Ok(_) => {}
                    Err(Error::Http(response)) => assert_ne!(response.status(), 400, "{path}"),
                    Err(error) => panic!("{path}: {error}"),
                }
            }
        }
    }
}

#[tokio::test]
async fn missing_parameter_has_its_default() {
    let server = TestServer::start().await;
    for endpoint in ENDPOINTS {
        let path = endpoint.path.replace("{case}", "masked-frame");
        let expected = match endpoint.name {
            "refuse" => Some(403),
            "basic-auth" | "bearer" => Some(401),
            _ => None,
        };
        let status = match server.try_connect_to(&path).await {
            Ok(_) => None,
            Err(Error::Http(response)) => Some(response.status().as_u16()),
            Err(error) => panic!("{path}: {error}"),
        };
        assert_eq!(status, expected, "{path}");
    }
}

#[tokio::test]
async fn invalid_parameter_is_a_problem_with_its_name_value_and_range() {
    let server = TestServer::start().await;
    for endpoint in ENDPOINTS {
        for parameter in endpoint.parameters {
            for value in values(parameter).1 {
                let path = format!("{}?{}={value}", endpoint.path, parameter.name());
                let refusal = server.refusal_at(&path).await;
                assert_eq!(refusal.status(), 400, "{path}");
                assert_eq!(
                    refusal.header("content-type"),
                    Some("application/problem+json")
                );
                let problem = refusal.json();
                assert_eq!(problem["parameter"], parameter.name(), "{path}");
                if matches!(parameter, Parameter::Text(it) if it.is_secret) {
                    assert!(!refusal.body().contains(&value), "{path}");
                } else {
                    assert_eq!(problem["value"], value.replace("%20", " "), "{path}");
                }
                assert_eq!(problem["takes"], parameter.takes(), "{path}");
                assert_eq!(problem["status"], 400, "{path}");
            }
        }
    }
}

#[tokio::test]
async fn unknown_and_repeated_parameters_are_refused() {
    let server = TestServer::start().await;
    for path in [
        "/echo?delay=1",
        "/?x=1",
        "/silent?a=b",
        "/echo?delay_ms=1&delay_ms=2",
    ] {
        assert_eq!(server.refusal_at(path).await.status(), 400, "{path}");
    }
}
