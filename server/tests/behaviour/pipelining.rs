//! A client may send before it has received the 101.

use super::common::{Client, HANDSHAKE, TestServer, frame, upgrade};
use tokio::io::AsyncWriteExt;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::Role;

/// Sends all of `bytes` at once and reads the answer to the handshake in them.
async fn open_with(server: &TestServer, bytes: &[u8]) -> Client {
    let mut stream = server.dial().await;
    let head = upgrade(&mut stream, bytes).await;
    assert!(head.starts_with("http/1.1 101 "), "{head}");
    Client(WebSocketStream::from_raw_socket(stream, Role::Client, None).await)
}

#[tokio::test]
async fn frames_right_behind_the_handshake_are_answered() {
    let server = TestServer::start().await;
    // Less than one read, more than hyper's first buffer, more than the largest head.
    for length in [5, 9_000, 100_000] {
        let text = "x".repeat(length);
        let bytes = [
            HANDSHAKE.as_bytes(),
            &frame(0x81, text.as_bytes()),
            &frame(0x81, b"last"),
        ]
        .concat();
        let mut client = open_with(&server, &bytes).await;
        assert_eq!(client.receive().await, Message::text("[서버 접속 완료]"));
        assert_eq!(
            client.receive().await,
            Message::text(format!("서버로부터 응답: {text}"))
        );
        assert_eq!(
            client.receive().await,
            Message::text("서버로부터 응답: last")
        );
    }
}

#[tokio::test]
async fn handshake_in_single_bytes_is_accepted() {
    let server = TestServer::start().await;
    let mut stream = server.dial().await;
    let (last, first) = HANDSHAKE.as_bytes().split_last().unwrap();
    for byte in first {
        stream.write_all(&[*byte]).await.unwrap();
        tokio::task::yield_now().await;
    }
    assert!(
        upgrade(&mut stream, [*last])
            .await
            .starts_with("http/1.1 101 ")
    );
}

#[tokio::test]
async fn connection_kept_alive_can_be_upgraded() {
    let server = TestServer::start().await;
    let mut stream = server.dial().await;
    let health = upgrade(
        &mut stream,
        "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n",
    )
    .await;
    assert!(health.starts_with("http/1.1 200 "), "{health}");
    let mut body = [0; 3];
    tokio::io::AsyncReadExt::read_exact(&mut stream, &mut body)
        .await
        .unwrap();
    assert!(
        upgrade(&mut stream, HANDSHAKE)
            .await
            .starts_with("http/1.1 101 ")
    );
    let mut client = Client(WebSocketStream::from_raw_socket(stream, Role::Client, None).await);
    assert_eq!(client.receive().await, Message::text("[서버 접속 완료]"));
}
