//! A silent client is pinged, and closed when it does not answer.

use std::time::Duration;

use crate::common::{Client, TestServer, frame};
use tokio_tungstenite::tungstenite::Message;

async fn server(ping_interval_ms: u64, pong_timeout_ms: u64) -> TestServer {
    TestServer::start_with(|config| {
        config.limits.ping_interval = Duration::from_millis(ping_interval_ms);
        config.limits.pong_timeout = Duration::from_millis(pong_timeout_ms);
    })
    .await
}

/// Reads frames by hand, so that no pong is sent: a ping, then a close frame with a code.
async fn frames_without_answer(client: Client) -> Vec<u8> {
    use tokio::io::AsyncReadExt;
    let mut stream = client.0.into_inner();
    let mut bytes = Vec::new();
    crate::common::soon(stream.read_to_end(&mut bytes))
        .await
        .unwrap();
    bytes
}

#[tokio::test]
async fn client_without_a_pong_is_closed_with_1008() {
    let server = server(50, 100).await;
    let client = server.connect_to("/silent").await;
    let bytes = frames_without_answer(client).await;
    let ping = [&[0x89, 9], b"heartbeat".as_slice()].concat();
    let close = bytes.strip_prefix(ping.as_slice()).expect("one ping");
    assert_eq!(close[0], 0x88);
    assert_eq!(close[2..4], 1008_u16.to_be_bytes());
    assert!(
        close[4..].starts_with(b"no sign of life within 100 ms"),
        "{close:?}"
    );
}

#[tokio::test]
async fn client_that_answers_pings_stays() {
    let server = server(20, 5_000).await;
    let mut client = server.connect_to("/echo").await;
    for _ in 0..5 {
        // tungstenite answers while the client reads.
        assert_eq!(client.receive().await, Message::Ping("heartbeat".into()));
    }
    assert_eq!(client.ask("still here").await, Message::text("still here"));
}

#[tokio::test]
async fn client_in_the_middle_of_a_message_needs_no_pong() {
    let server = server(50, 200).await;
    let mut client = server.connect_to("/echo").await;
    let message = frame(0x81, &[b'x'; 60]);
    for byte in &message {
        client.send_raw(&[*byte]).await;
        // The peer is slow on purpose: the whole takes several pong timeouts.
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    loop {
        match client.receive().await {
            Message::Ping(_) => {}
            other => break assert_eq!(other, Message::text("x".repeat(60))),
        }
    }
}

#[tokio::test]
async fn pings_of_the_ping_endpoint_are_told_from_heartbeats() {
    let server = server(30, 5_000).await;
    let mut client = server.connect_to("/ping?interval_ms=500").await;
    let (mut heartbeats, mut told) = (0, Vec::new());
    while told.len() < 2 {
        match client.receive().await {
            Message::Ping(payload) if payload == "heartbeat" => heartbeats += 1,
            Message::Text(text) => told.push(text),
            _ => {}
        }
    }
    assert!(heartbeats > 0);
    for (sequence, pong) in told.iter().enumerate() {
        let pong: serde_json::Value = serde_json::from_str(pong).unwrap();
        assert_eq!(pong["sequence"], sequence);
    }
}

#[tokio::test]
async fn vanished_client_is_dropped() {
    let mut server = server(50, 100).await;
    let client = server.greeted().await;
    // Nothing is read and nothing sent, and the connection is not closed either.
    assert_eq!(server.printed_line().await, "클라이언트 접속 해제");
    drop(client);
}
