//! Input from clients makes no log line of its own, and is logged in traces only.

use crate::binary::{self, Greet};
use crate::common::{HANDSHAKE, upgrade};
use rustix::process::Signal;
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
