//! The answers of the lesson to messages.

use super::common::{TestServer, frame};
use tokio_tungstenite::tungstenite::{Bytes, Message};

#[tokio::test]
async fn text_message_is_answered_with_the_prefix_of_the_lesson() {
    let server = TestServer::start().await;
    let mut client = server.greeted().await;
    for message in [
        "안녕하세요",
        "🦀👩‍👩‍👧‍👦",
        "",
        "첫째\n둘째\r\n셋째\r",
        "<b>굵게</b> &lt;",
        "\0\u{7f}\u{feff}",
    ] {
        let answer = client.ask(message).await;
        assert_eq!(answer, Message::text(format!("서버로부터 응답: {message}")));
    }
}

#[tokio::test]
async fn binary_message_is_answered_as_utf8_like_node() {
    let server = TestServer::start().await;
    let mut client = server.greeted().await;
    // What Node's `${Buffer.from([…])}` gives: one U+FFFD for each maximal part of a character.
    for (bytes, text) in [
        (&b"ascii"[..], "ascii"),
        ("한글".as_bytes(), "한글"),
        (b"a\xffb", "a\u{fffd}b"),
        (b"\xea\xb0", "\u{fffd}"),
        (b"\xed\xa0\x80", "\u{fffd}\u{fffd}\u{fffd}"),
        (b"\xf0\x9f\xa6A", "\u{fffd}A"),
        (b"", ""),
    ] {
        client
            .send(Message::Binary(Bytes::from_static(bytes)))
            .await;
        assert_eq!(
            client.receive().await,
            Message::text(format!("서버로부터 응답: {text}"))
        );
    }
}

#[tokio::test]
async fn fragmented_message_is_answered_once_and_a_ping_within_at_once() {
    let server = TestServer::start().await;
    let mut client = server.greeted().await;
    // The fragments split a character, as RFC 6455 section 5.6 allows.
    let [first, last] = [&"é".as_bytes()[..1], &"é".as_bytes()[1..]];
    client
        .send_raw(&[frame(0x01, first), frame(0x89, b"ping"), frame(0x80, last)].concat())
        .await;
    assert_eq!(
        client.receive().await,
        Message::Pong(Bytes::from_static(b"ping"))
    );
    assert_eq!(client.receive().await, Message::text("서버로부터 응답: é"));
}

#[tokio::test]
async fn largest_message_is_answered_although_the_answer_is_three_times_as_large() {
    let limit = 1024 * 1024;
    let server = TestServer::start_with(|config| config.limits.max_message_bytes = limit).await;
    let mut client = server.greeted().await;
    client.send(Message::binary(vec![0xff; limit])).await;
    let answer = client.receive().await.into_text().unwrap();
    assert_eq!(
        answer.as_str(),
        format!("서버로부터 응답: {}", "\u{fffd}".repeat(limit))
    );
}
