//! A handshake that breaks a rule is refused with a status and a sentence about that rule.

use super::common::{HANDSHAKE, TestServer};

/// A handshake with `changes`, on a connection that is then closed.
fn changed(changes: &[(&str, &str)]) -> String {
    changes
        .iter()
        .fold(HANDSHAKE.to_owned(), |handshake, (from, to)| {
            assert!(handshake.contains(from), "{from}");
            handshake.replacen(from, to, 1)
        })
}

/// Asserts the status, the header lines and a body that contains `word`, and that the server goes on.
async fn assert_refused(
    server: &TestServer,
    request: &str,
    status: u16,
    lines: &[&str],
    word: &str,
) {
    let mut stream = server.dial().await;
    let head = super::common::upgrade(&mut stream, request).await;
    assert!(
        head.starts_with(&format!("http/1.1 {status} "))
            || head.starts_with(&format!("http/1.0 {status} ")),
        "{request}{head}"
    );
    for line in lines {
        assert!(head.lines().any(|has| has == *line), "{line}: {head}");
    }
    assert!(
        head.contains("content-type: text/plain; charset=utf-8"),
        "{head}"
    );
    let length = head
        .lines()
        .find_map(|line| line.strip_prefix("content-length: "))
        .unwrap();
    let mut body = vec![0; length.parse().unwrap()];
    super::common::soon(tokio::io::AsyncReadExt::read_exact(&mut stream, &mut body))
        .await
        .unwrap();
    let body = String::from_utf8(body).unwrap();
    assert!(body.contains(word), "{body}");
    drop(stream);
    server.greeted().await;
}

#[tokio::test]
async fn method_other_than_get_is_405() {
    let server = TestServer::start().await;
    for method in ["POST", "PUT", "DELETE", "OPTIONS", "PATCH", "NONSENSE"] {
        let request = changed(&[("GET", method)]);
        assert_refused(&server, &request, 405, &["allow: get"], "GET").await;
    }
}

#[tokio::test]
async fn handshake_over_http_1_0_is_426() {
    let server = TestServer::start().await;
    let request = changed(&[("HTTP/1.1", "HTTP/1.0")]);
    assert_refused(&server, &request, 426, &["upgrade: websocket"], "HTTP/1.1").await;
}

#[tokio::test]
async fn missing_or_odd_upgrade_is_426() {
    let server = TestServer::start().await;
    let line = "Upgrade: websocket\r\n";
    for odd in [
        "",
        "Upgrade:\r\n",
        "Upgrade: web socket\r\n",
        "Upgrade: websocket/13\r\n",
        "Upgrade: h2c, websockets\r\n",
    ] {
        let request = changed(&[(line, odd)]);
        let lines = ["upgrade: websocket", "connection: upgrade, close"];
        assert_refused(&server, &request, 426, &lines, "Upgrade: websocket").await;
    }
}

#[tokio::test]
async fn missing_or_odd_connection_is_400() {
    let server = TestServer::start().await;
    for odd in [
        "",
        "Connection:\r\n",
        "Connection: keep-alive\r\n",
        "Connection: keep-alive Upgrade\r\n",
    ] {
        let request = changed(&[("Connection: Upgrade\r\n", odd)]);
        assert_refused(&server, &request, 400, &[], "Connection: Upgrade").await;
    }
}

#[tokio::test]
async fn version_other_than_13_is_426_with_the_supported_version() {
    let server = TestServer::start().await;
    let line = "Sec-WebSocket-Version: 13\r\n";
    let twice = line.repeat(2);
    for odd in [
        "",
        "Sec-WebSocket-Version: 8\r\n",
        "Sec-WebSocket-Version: 013\r\n",
        "Sec-WebSocket-Version: 13, 8\r\n",
        &twice,
    ] {
        let request = changed(&[(line, odd)]);
        let lines = ["sec-websocket-version: 13", "upgrade: websocket"];
        assert_refused(&server, &request, 426, &lines, "Sec-WebSocket-Version: 13").await;
    }
}

#[tokio::test]
async fn missing_repeated_or_malformed_key_is_400() {
    let server = TestServer::start().await;
    let line = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
    let twice = line.repeat(2);
    for odd in [
        "",
        "Sec-WebSocket-Key:\r\n",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25j\r\n",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZUE=\r\n",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ\r\n",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25-ZQ==\r\n",
        "Sec-WebSocket-Key: \u{feff}dGhlIHNhbXBsZSBub25jZQ==\r\n",
        &twice,
    ] {
        let request = changed(&[(line, odd)]);
        assert_refused(&server, &request, 400, &[], "Sec-WebSocket-Key").await;
    }
}

#[tokio::test]
async fn missing_or_repeated_host_is_400() {
    let server = TestServer::start().await;
    for odd in ["", "Host: a\r\nHost: b\r\n"] {
        let request = changed(&[("Host: localhost\r\n", odd)]);
        assert_refused(&server, &request, 400, &[], "Host").await;
    }
}

#[tokio::test]
async fn handshake_with_a_body_is_400_and_the_body_is_not_read_as_frames() {
    let server = TestServer::start().await;
    for (header, body) in [
        ("Content-Length: 5", "hello"),
        ("Transfer-Encoding: chunked", "0\r\n\r\n"),
    ] {
        let request = changed(&[("\r\n\r\n", &format!("\r\n{header}\r\n\r\n{body}"))]);
        assert_refused(&server, &request, 400, &[], "body").await;
    }
}

#[tokio::test]
async fn handshake_at_an_unknown_path_is_404() {
    let server = TestServer::start().await;
    let request = changed(&[("GET /", "GET /nowhere")]);
    assert_refused(&server, &request, 404, &[], "nothing here").await;
}
