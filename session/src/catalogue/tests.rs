//! Tests of reading a catalogue, and of the addresses that its forms make.

use proptest::prelude::*;
use protocol::asyncapi;
use protocol::catalogue::{ENDPOINTS, broken};
use protocol::parameter::Parameter;
use protocol::query::Query;
use url::Url;

use super::field::FieldKind;
use super::*;

const SERVER: &str = "ws://localhost:3000/";

fn served() -> Rc<[Endpoint]> {
    parse(&asyncapi::endpoints().to_string()).expect("what the server sends")
}

fn endpoint(name: &str) -> Endpoint {
    let endpoints = served();
    let found = endpoints.iter().find(|it| &*it.name == name);
    found.expect("an endpoint of that name").clone()
}

fn first_values(endpoint: &Endpoint) -> Vec<String> {
    let fields = endpoint.fields.iter();
    fields.map(|it| it.first_value().to_string()).collect()
}

fn parameter(json: Value) -> Field {
    Field::parse(&json).expect("a parameter")
}

#[test]
fn parse_of_the_servers_list_returns_every_parameter() {
    let endpoints = served();
    assert_eq!(endpoints.len(), ENDPOINTS.len());
    for (read, served) in endpoints.iter().zip(ENDPOINTS) {
        assert_eq!((&*read.name, &*read.path), (served.name, served.path));
        assert_eq!(&*read.summary, served.summary);
        let names: Vec<_> = read.fields.iter().map(|it| &*it.name).collect();
        let parameters: Vec<_> = served.parameters.iter().map(|it| it.name()).collect();
        if served == &broken::ENDPOINT {
            assert_eq!(names, [&["case"], &parameters[..]].concat());
        } else {
            assert_eq!(names, parameters);
        }
    }
}

#[test]
fn parse_of_other_text_is_none() {
    for json in [
        "",
        "<!doctype html>",
        "{}",
        "[]",
        r#"{"endpoints":{}}"#,
        "{\"endpoints\":[] x",
    ] {
        assert_eq!(parse(json), None, "{json}");
    }
    assert_eq!(parse(r#"{"endpoints":[]}"#).as_deref(), Some(&[][..]));
}

#[test]
fn parse_of_odd_members_keeps_the_rest() {
    let json = r#"{"endpoints":[
        {"name":"no path"}, 7, {"path":"no slash"},
        {"path":"/next-year","name":5,"parameters":[{"name":"a","takes":"love"},{"description":"nameless"},0]}
    ]}"#;
    let endpoints = parse(json).unwrap();
    assert_eq!(endpoints.len(), 1);
    assert_eq!(
        (&*endpoints[0].path, &*endpoints[0].name),
        ("/next-year", "")
    );
    assert_eq!(endpoints[0].fields.len(), 1);
    assert_eq!(
        endpoints[0].fields[0].kind,
        FieldKind::Text { max_bytes: None }
    );
}

#[test]
fn parse_of_an_unknown_kind_is_text() {
    for json in [
        serde_json::json!({"name": "a", "ranges": [["soon", "later"]]}),
        serde_json::json!({"name": "a", "ranges": {"from": 1}}),
        serde_json::json!({"name": "a", "choices": [1, 2]}),
        serde_json::json!({"name": "a", "colour": "any"}),
    ] {
        assert_eq!(parameter(json).kind, FieldKind::Text { max_bytes: None });
    }
}

#[test]
fn address_of_list_is_on_the_same_server() {
    for (server, list) in [
        (
            "ws://localhost:3000",
            Some("http://localhost:3000/endpoints"),
        ),
        ("wss://[::1]:3000/", Some("https://[::1]:3000/endpoints")),
        (
            "wss://ullim.example/x?y#z",
            Some("https://ullim.example/endpoints"),
        ),
        (
            "wss://ullim.example/tools/ullim/",
            Some("https://ullim.example/tools/ullim/endpoints"),
        ),
        ("file:///", None),
        ("", None),
    ] {
        assert_eq!(address_of_list(server).as_deref(), list);
    }
}

#[test]
fn address_leaves_defaults_out() {
    let flood = endpoint("flood");
    let mut values = first_values(&flood);
    assert_eq!(values, ["10000", "64", "", "text", ""]);
    let written = |values: &[String]| address(SERVER, &flood, values).unwrap();
    assert_eq!(written(&values), "ws://localhost:3000/flood");
    values[1] = String::new();
    assert_eq!(
        written(&values),
        "ws://localhost:3000/flood",
        "nothing is no integer"
    );
    values[2] = "100".to_owned();
    values[3] = "binary".to_owned();
    assert_eq!(
        written(&values),
        "ws://localhost:3000/flood?rate=100&kind=binary"
    );
}

#[test]
fn address_names_an_empty_text_that_is_not_the_default() {
    let basic = endpoint("basic-auth");
    let values = ["".to_owned(), "비밀 번호".to_owned()];
    assert_eq!(
        address("ws://localhost:3000", &basic, &values).unwrap(),
        "ws://localhost:3000/basic-auth?user=&password=%EB%B9%84%EB%B0%80+%EB%B2%88%ED%98%B8"
    );
}

#[test]
fn path_parameter_is_replaced_by_a_case() {
    let broken = endpoint("broken");
    assert_eq!(
        address(SERVER, &broken, &first_values(&broken)).unwrap(),
        "ws://localhost:3000/broken/bad-status-line"
    );
    let refused = address(SERVER, &broken, &["..".to_owned()]);
    assert_eq!(refused, Err((0, Refusal::NotAChoice)));
}

#[test]
fn invalid_value_is_an_error_with_its_reason() {
    let delay = &endpoint("echo").fields[0];
    for value in [
        "60001",
        "-1",
        "+1",
        "1e3",
        " 1",
        "99999999999999999999",
        "soon",
    ] {
        assert_eq!(delay.check(value), Err(Refusal::NotInRange), "{value}");
    }
    let reason = &endpoint("close").fields[1];
    assert_eq!(
        reason.check(&"가".repeat(42)),
        Err(Refusal::TooLong {
            bytes: 126,
            max_bytes: 123
        })
    );
    assert_eq!(reason.check(&"가".repeat(41)), Ok(()));
    let kind = &endpoint("flood").fields[3];
    assert_eq!(kind.check("Text"), Err(Refusal::NotAChoice));
}

/// Mistyped numbers, valid choices, and anything at all.
fn typed() -> impl Strategy<Value = String> {
    prop_oneof![
        "[0-9]{0,6}",
        prop_oneof![Just("text"), Just("true"), Just("1000"), Just("")].prop_map(str::to_owned),
        "\\PC{0,50}",
        any::<String>(),
    ]
}

proptest! {
    #[test]
    fn check_of_any_value_agrees_with_the_server(
        index in 0..ENDPOINTS.len(),
        values in prop::collection::vec(typed(), 4),
    ) {
        let (form, served) = (&served()[index], &ENDPOINTS[index]);
        // Only the server can check a symbol or a name, and cases are not in the query.
        prop_assume!(!["ticker", "chat", "broken"].contains(&served.name));
        match address(SERVER, form, &values) {
            Ok(address) => {
                let url = Url::parse(&address).unwrap();
                let query = url.query().unwrap_or_default();
                prop_assert_eq!(Parameter::check_all(served.parameters, &Query::new(query)), Ok(()));
            }
            Err((field, _)) => {
                let mut query = form_urlencoded::Serializer::new(String::new());
                query.append_pair(served.parameters[field].name(), &values[field]);
                prop_assert!(Parameter::check_all(served.parameters, &Query::new(&query.finish())).is_err());
            }
        }
    }

    #[test]
    fn address_of_any_text_contains_it(
        segment in any::<String>(),
        text in any::<String>(),
        name in "\\PC{1,8}",
    ) {
        let endpoint = Endpoint {
            name: "next-year".into(),
            path: "/next/{year}".into(),
            summary: "".into(),
            description: "".into(),
            example: "".into(),
            fields: [
                Field::path_parameter("year", [].into()),
                parameter(serde_json::json!({ "name": name, "default": "as ever" })),
            ]
            .into(),
        };
        let values = [segment.clone(), text.clone()];
        if matches!(&*segment, "" | "." | "..") {
            prop_assert_eq!(address(SERVER, &endpoint, &values), Err((0, Refusal::NotASegment)));
            return Ok(());
        }
        let url = Url::parse(&address(SERVER, &endpoint, &values).unwrap()).unwrap();
        prop_assert_eq!(url.host_str(), Some("localhost"));
        let last = url.path_segments().unwrap().next_back().unwrap();
        // In a path `+` is a plus; `form_urlencoded` would read a space.
        let last = last.replace('+', "%2B");
        let (decoded, _) = form_urlencoded::parse(last.as_bytes()).next().unwrap();
        prop_assert_eq!(decoded, segment);
        let pairs: Vec<_> = url.query_pairs().into_owned().collect();
        prop_assert_eq!(pairs, if text == "as ever" { vec![] } else { vec![(name, text)] });
    }

    #[test]
    fn parse_of_any_json_returns(json in "\\PC*") {
        let _ = parse(&json);
    }
}

#[test]
fn values_at_an_address_of_the_form_are_those_of_the_form() {
    let close = endpoint("close");
    let mut values = first_values(&close);
    values[0] = "1005".to_owned();
    values[1] = "한 글자 & 더".to_owned();
    let made = address("ws://a/", &close, &values).unwrap();
    let target = made.strip_prefix("ws://a").unwrap();
    assert!(close.is_at(target) && !endpoint("echo").is_at(target));
    assert_eq!(close.values_at(target), values);
    assert_eq!(close.values_at("/close"), first_values(&close));

    let broken = endpoint("broken");
    assert!(broken.is_at("/broken/bad-accept") && !broken.is_at("/broken"));
    let values = broken.values_at("/broken/bad-accept?inflated_bytes=5");
    assert_eq!(values, ["bad-accept", "5"]);
}
