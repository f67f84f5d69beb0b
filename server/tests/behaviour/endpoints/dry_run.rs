//! `/handshake`: how the server would answer a handshake.

use std::fmt::Write;

use serde_json::{Value, json};

use crate::common::{HANDSHAKE, TestServer};

/// The dry run of a handshake with `to`.
async fn dry_run(server: &TestServer, to: &str) -> Value {
    let answer = server.get(&query(to)).await;
    assert_eq!(answer.status(), 200, "{}", answer.body());
    answer.json()
}

fn query(to: &str) -> String {
    let mut query = String::from("/handshake?to=");
    for byte in to.bytes() {
        let _ = write!(query, "%{byte:02X}");
    }
    query
}

#[tokio::test]
async fn refusal_of_a_dry_run_is_that_of_the_handshake() {
    let server = TestServer::start().await;
    for to in [
        "/flood?count=-1",
        "/echo?foo=1",
        "/echo?delay_ms=1&delay_ms=2",
        "/refuse?status=503&retry_after=7",
        "/refuse?status=401",
        "/basic-auth?user=kim&password=secret",
        "/bearer?token=secret",
        "/broken/no-such-case",
        "/nowhere",
        "/chat?room=%00",
    ] {
        let refusal = server.refusal_at(to).await;
        let tried = dry_run(&server, to).await;
        assert_eq!(tried["to"], to);
        assert_eq!(tried["status"], refusal.status(), "{to}");
        for pair in tried["headers"].as_array().unwrap() {
            let (name, value) = (pair[0].as_str().unwrap(), pair[1].as_str().unwrap());
            assert_eq!(refusal.header(name), Some(value), "{to}: {name}");
        }
        match serde_json::from_str::<Value>(refusal.body()) {
            Ok(problem) => assert_eq!(tried["problem"], problem, "{to}"),
            Err(_) => assert_eq!(tried["text"], refusal.body().trim_end(), "{to}"),
        }
    }
}

#[tokio::test]
async fn acceptance_of_a_dry_run_opens_nothing() {
    let server = TestServer::start_with(|config| config.has_metrics = true).await;
    let chat = "/chat?room=lobby&name=kim";
    let path = format!("{}&subprotocols=other,%20superchat", query(chat));
    let tried = server.get(&path).await.json();
    assert_eq!(
        (&tried["status"], &tried["reason"]),
        (&json!(101), &json!("Switching Protocols"))
    );
    let headers = tried["headers"].as_array().unwrap();
    assert!(
        headers.contains(&json!(["sec-websocket-protocol", "superchat"])),
        "{headers:?}"
    );
    // Nor does a refusal count.
    dry_run(&server, "/refuse?status=503").await;
    let metrics = server.get("/metrics").await;
    let counted: Vec<_> = metrics
        .body()
        .lines()
        .filter(|line| {
            ["refusals", "accepts", "connections"]
                .iter()
                .any(|it| line.starts_with(&format!("ullim_{it}")))
        })
        .filter(|line| !line.ends_with(" 0"))
        .collect();
    assert!(counted.is_empty(), "{counted:?}");
    // A handshake itself does.
    server.refusal_at("/refuse?status=503").await;
    let metrics = server.get("/metrics").await;
    assert!(
        metrics
            .body()
            .contains("ullim_refusals_total{reason=\"as-asked\"} 1"),
        "{}",
        metrics.body()
    );
}

#[tokio::test]
async fn dry_run_has_the_credentials_and_the_origin_of_its_request() {
    let server = TestServer::start().await;
    for (to, header, status) in [
        (
            "/basic-auth?user=kim&password=secret",
            "Authorization: Basic a2ltOnNlY3JldA==",
            101,
        ),
        ("/chat", "Origin: http://localhost:5173", 101),
        ("/chat", "Origin: https://other.example", 403),
        ("/echo", "Origin: https://other.example", 101),
    ] {
        let path = query(to);
        let head = format!(
            "GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{header}\r\n\r\n"
        );
        let answer = server.answer_to(head).await;
        let (_, body) = answer.split_once("\r\n\r\n").unwrap();
        let tried: Value = serde_json::from_str(body).unwrap();
        assert_eq!(tried["status"], status, "{to} {header}: {tried}");
    }
}

#[tokio::test]
async fn path_that_cannot_be_tried_is_refused_with_what_is_expected() {
    let server = TestServer::start().await;
    for path in ["/handshake", "/handshake?to=echo", "/handshake?to=/&to=/"] {
        let answer = server.get(path).await;
        assert_eq!(answer.status(), 400, "{path}");
        assert!(
            answer.body().starts_with("`to` takes the path"),
            "{}",
            answer.body()
        );
    }
    // It tries the routes beside it, and not itself.
    assert_eq!(dry_run(&server, "/handshake?to=/").await["status"], 404);
    let handshake = HANDSHAKE.replacen("GET / ", "POST /handshake?to=/ ", 1);
    assert!(
        server
            .answer_to(handshake)
            .await
            .starts_with("HTTP/1.1 405")
    );
}
