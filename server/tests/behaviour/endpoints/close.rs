//! `/close` closes with any code and reason, at once, after a time or after some messages.

use std::time::{Duration, Instant};

use tokio_tungstenite::tungstenite::Message;

use tokio::io::AsyncReadExt;

use crate::common::{HANDSHAKE, TestServer, soon, upgrade};

#[tokio::test]
async fn close_frame_has_the_requested_code_and_reason() {
    let server = TestServer::start().await;
    let longest = "a".repeat(123);
    // Not 1014, which the client of these tests does not know: tungstenite 0.30.
    for code in [1000, 1001, 1003, 1007, 1011, 1012, 1013, 3000, 4999] {
        let mut client = server
            .connect_to(&format!("/close?code={code}&reason={longest}"))
            .await;
        let Message::Close(Some(frame)) = client.receive().await else {
            panic!("no close frame with {code}");
        };
        assert_eq!(
            (u16::from(frame.code), frame.reason.as_str()),
            (code, longest.as_str())
        );
    }
}

#[tokio::test]
async fn close_frame_with_1014_has_that_code() {
    let server = TestServer::start().await;
    let mut stream = server.dial().await;
    let handshake = HANDSHAKE.replacen("GET / ", "GET /close?code=1014&reason=gone ", 1);
    upgrade(&mut stream, handshake).await;
    let mut frame = [0; 8];
    soon(stream.read_exact(&mut frame)).await.unwrap();
    assert_eq!(&frame, b"\x88\x06\x03\xf6gone");
}

#[tokio::test]
async fn reason_may_be_of_any_language() {
    let server = TestServer::start().await;
    let mut client = server.connect_to("/close?reason=%EC%95%88%EB%85%95").await;
    let Message::Close(Some(frame)) = client.receive().await else {
        panic!("no close frame");
    };
    assert_eq!(
        (u16::from(frame.code), frame.reason.as_str()),
        (1000, "안녕")
    );
}

#[tokio::test]
async fn code_1005_sends_an_empty_close_frame() {
    let server = TestServer::start().await;
    let mut client = server.connect_to("/close?code=1005").await;
    assert_eq!(client.receive().await, Message::Close(None));
}

#[tokio::test]
async fn code_1006_sends_no_close_frame() {
    let server = TestServer::start().await;
    let mut client = server.connect_to("/close?code=1006").await;
    client.expect_no_close_frame().await;
}

#[tokio::test]
async fn close_after_a_message_count_echoes_until_then() {
    let server = TestServer::start().await;
    let mut client = server.connect_to("/close?code=4000&after_messages=2").await;
    assert_eq!(client.ask("one").await, Message::text("one"));
    assert_eq!(client.ask("two").await, Message::text("two"));
    assert_eq!(u16::from(client.close_code().await), 4000);
}

#[tokio::test]
async fn close_after_a_time_is_not_early() {
    let server = TestServer::start().await;
    let start = Instant::now();
    let mut client = server
        .connect_to("/close?code=4001&after_ms=200&after_messages=9")
        .await;
    assert_eq!(client.ask("one").await, Message::text("one"));
    assert_eq!(u16::from(client.close_code().await), 4001);
    assert!(start.elapsed() >= Duration::from_millis(200));
}

#[tokio::test]
async fn reason_without_a_close_frame_is_refused() {
    let server = TestServer::start().await;
    let refusal = server.refusal_at("/close?code=1005&reason=bye").await;
    assert_eq!(
        (refusal.status(), refusal.json()["parameter"].as_str()),
        (400, Some("reason"))
    );
}
