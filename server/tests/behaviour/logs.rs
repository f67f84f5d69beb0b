//! Input from clients makes no log line of its own, and is logged in traces only.

use crate::binary::{self, Greet};
use crate::common::{HANDSHAKE, soon, upgrade};
use protocol::catalogue::ENDPOINTS;
use protocol::parameter::Parameter;
use rustix::process::Signal;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::Message;

/// The log of a server after messages and requests with control characters.
async fn log_at(filter: &str) -> String {
    let mut server = binary::start(&["--bind", "127.0.0.1:0", "--log", filter]).await;
    let mut client = server.greeted().await;
    client.ask("secret \u{1b}[31m\nforged line").await;
    client.send(Message::binary("x".repeat(1_000))).await;
    client.receive().await;
    client.leave().await;
    for path in [
        "/echo?delay_ms=a%0aforged%20line%1b[31m",
        "/broken/a%0aforged%20line%1b[31m",
    ] {
        let mut stream = TcpStream::connect(server.authority()).await.unwrap();
        let request = HANDSHAKE.replacen("GET / ", &format!("GET {path} "), 1);
        upgrade(&mut stream, request).await;
    }
    server.signal(Signal::TERM).unwrap();
    server.ended().await.unwrap();
    server.rest_of_log().await.unwrap().join("\n")
}

/// For every parameter that is a secret: in a query that is refused for it, misspelt, among the subprotocols, and in
/// the handshake's credentials.
#[tokio::test]
async fn secret_of_a_refused_handshake_is_not_logged_and_not_answered() {
    const SECRET: &str = "s3cret";
    let mut server = binary::start(&["--bind", "127.0.0.1:0", "--log", "server=debug"]).await;
    let mut requests = Vec::new();
    for endpoint in ENDPOINTS {
        for parameter in endpoint.parameters {
            let name = parameter.name();
            if matches!(parameter, Parameter::Text(it) if it.is_secret) {
                let long = SECRET.repeat(100);
                for query in [
                    format!("{name}={SECRET}&{name}={SECRET}"),
                    format!("{name}={long}"),
                    format!("{name}s={SECRET}"),
                    format!("{name}={SECRET}&nothing={SECRET}"),
                ] {
                    let target = format!("GET {}?{query} ", endpoint.path);
                    requests.push((HANDSHAKE.replacen("GET / ", &target, 1), "400"));
                }
            }
        }
    }
    let query_for_others = format!("GET /echo?token={SECRET} ");
    requests.push((HANDSHAKE.replacen("GET / ", &query_for_others, 1), "400"));
    for list in ["chat, s3cret, s3cret", "bearer.s3cret=="] {
        let line = format!("\r\nSec-WebSocket-Protocol: {list}\r\n\r\n");
        requests.push((HANDSHAKE.replacen("\r\n\r\n", &line, 1), "400"));
    }
    let line = format!("\r\nAuthorization: Bearer {SECRET}\r\n\r\n");
    let request = HANDSHAKE.replacen("GET / ", "GET /bearer ", 1);
    requests.push((request.replacen("\r\n\r\n", &line, 1), "401"));

    for (request, status) in &requests {
        let mut stream = TcpStream::connect(server.authority()).await.unwrap();
        let request = request.replacen("Connection: ", "Connection: close, ", 1);
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut answer = String::new();
        soon(stream.read_to_string(&mut answer)).await.unwrap();
        assert_eq!(
            &answer["HTTP/1.1 ".len()..][..3],
            *status,
            "{request}{answer}"
        );
        assert!(!answer.contains(SECRET), "{request}{answer}");
    }
    assert_eq!(requests.len(), 3 * 4 + 4);
    server.signal(Signal::TERM).unwrap();
    server.ended().await.unwrap();
    let log = server.rest_of_log().await.unwrap().join("\n");
    assert_eq!(log.matches("refused: ").count(), requests.len(), "{log}");
    assert!(!log.contains(SECRET), "{log}");
}

#[tokio::test]
async fn control_characters_from_the_wire_are_escaped() {
    let log = log_at("trace").await;
    assert!(!log.contains('\u{1b}'), "{log}");
    for line in log.lines() {
        assert!(!line.starts_with("forged line"), "{log}");
    }
    assert!(log.contains(r"a\nforged line\u{1b}[31m"), "{log}");
}

#[tokio::test]
async fn payloads_are_logged_in_traces_only_and_shortened() {
    let sizes = log_at("server=debug").await;
    assert!(
        !sizes.contains("secret") && !sizes.contains("xxx"),
        "{sizes}"
    );
    assert!(
        sizes.contains(r#"received opcode="binary" bytes=1000"#),
        "{sizes}"
    );
    assert!(sizes.contains("endpoint=\"lesson\""), "{sizes}");
    let traces = log_at("server=trace").await;
    assert!(traces.contains("secret"), "{traces}");
    assert!(
        traces.contains(&"x".repeat(64)) && !traces.contains(&"x".repeat(65)),
        "{traces}"
    );
    let ordinary = log_at("info").await;
    assert!(!ordinary.contains("received"), "{ordinary}");
}
