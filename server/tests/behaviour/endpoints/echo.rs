//! `/echo` returns any message unchanged, in its kind and in order.

use std::time::{Duration, Instant};

use tokio_tungstenite::tungstenite::Message;

use crate::common::{TestServer, frame, soon, upgrade};

/// The limit in the default configuration.
const MAX_MESSAGE_BYTES: usize = 16 * 1024 * 1024;

#[tokio::test]
async fn message_of_any_size_comes_back_in_its_kind() {
    let server = TestServer::start().await;
    let mut client = server.connect_to("/echo").await;
    for bytes in [0, 1, 125, 126, 127, 65_535, 65_536, 1_000_000] {
        let text = Message::text("가".repeat(bytes / 3) + &"a".repeat(bytes % 3));
        client.send(text.clone()).await;
        assert!(client.receive().await == text, "text of {bytes} bytes");
        let binary = Message::binary((0..bytes).map(|index| index as u8).collect::<Vec<_>>());
        client.send(binary.clone()).await;
        assert!(client.receive().await == binary, "{bytes} bytes");
    }
}

#[tokio::test]
async fn message_of_exactly_the_limit_comes_back() {
    let server = TestServer::start().await;
    let mut client = server.connect_to("/echo").await;
    let message = Message::binary(vec![7; MAX_MESSAGE_BYTES]);
    client.send(message.clone()).await;
    assert!(client.receive().await == message);
}

#[tokio::test]
async fn fragments_have_the_requested_size() {
    let server = TestServer::start().await;
    let mut stream = server.dial().await;
    let handshake = crate::common::HANDSHAKE.replacen("GET /", "GET /echo?fragment_bytes=4", 1);
    upgrade(&mut stream, handshake).await;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    stream
        .write_all(&frame(0x81, "가나다라".as_bytes()))
        .await
        .unwrap();
    let mut frames = Vec::new();
    for _ in 0..3 {
        let mut head = [0; 2];
        soon(stream.read_exact(&mut head)).await.unwrap();
        frames.push(head);
        let mut payload = vec![0; usize::from(head[1])];
        soon(stream.read_exact(&mut payload)).await.unwrap();
    }
    assert_eq!(frames, [[0x01, 4], [0x00, 4], [0x80, 4]]);
}

#[tokio::test]
async fn fragmented_answer_is_the_same_message() {
    let server = TestServer::start().await;
    let mut client = server.connect_to("/echo?fragment_bytes=1").await;
    for message in [
        Message::text("안녕"),
        Message::binary(vec![1, 2, 3]),
        Message::text(""),
    ] {
        client.send(message.clone()).await;
        assert_eq!(client.receive().await, message);
    }
}

#[tokio::test]
async fn delayed_answers_are_not_early_and_keep_their_order() {
    let server = TestServer::start().await;
    let mut client = server.connect_to("/echo?delay_ms=200&jitter_ms=50").await;
    let start = Instant::now();
    for number in 0..20 {
        client.send(Message::text(number.to_string())).await;
    }
    for number in 0..20 {
        assert_eq!(client.receive().await, Message::text(number.to_string()));
    }
    assert!(start.elapsed() >= Duration::from_millis(200));
    // The delays run at the same time: one after the other they would be 4 seconds.
    assert!(start.elapsed() < Duration::from_secs(4));
}

#[tokio::test]
async fn messages_beyond_the_waiting_limit_are_all_echoed() {
    let server = TestServer::start().await;
    let mut client = server.connect_to("/echo?delay_ms=50").await;
    for number in 0..3_000 {
        client.send(Message::text(number.to_string())).await;
    }
    for number in 0..3_000 {
        assert_eq!(client.receive().await, Message::text(number.to_string()));
    }
}
