//! The server greets a new client with the line of the lesson.

use super::common::TestServer;
use tokio_tungstenite::tungstenite::Message;

#[tokio::test]
async fn first_message_is_the_greeting_of_the_lesson() {
    let server = TestServer::start().await;
    let mut client = server.connect().await;
    assert_eq!(client.receive().await, Message::text("[서버 접속 완료]"));
}

#[tokio::test]
async fn lesson_selects_no_offered_subprotocol() {
    let server = TestServer::start().await;
    let mut stream = server.dial().await;
    let request = super::common::HANDSHAKE.replacen(
        "\r\n\r\n",
        "\r\nSec-WebSocket-Protocol: chat, superchat\r\n\r\n",
        1,
    );
    let head = super::common::upgrade(&mut stream, request).await;
    assert!(!head.contains("sec-websocket-protocol"), "{head}");
}

#[tokio::test]
async fn handshake_of_rfc_6455_gets_its_response() {
    let server = TestServer::start().await;
    let mut stream = server.dial().await;
    let head = super::common::upgrade(&mut stream, super::common::HANDSHAKE).await;
    let mut lines = head.lines();
    assert_eq!(lines.next(), Some("http/1.1 101 switching protocols"));
    // Section 1.3 gives this value for this key, here in lower case as the whole head.
    let accept = "sec-websocket-accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=".to_lowercase();
    for expected in ["upgrade: websocket", "connection: upgrade", &accept] {
        assert!(head.lines().any(|line| line == expected), "{head}");
    }
}
