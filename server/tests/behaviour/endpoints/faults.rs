//! `/faults` spoils frames as the query says, and each client notices.

use std::time::Duration;

use tokio::time::Instant;
use tokio_tungstenite::tungstenite::Message;

use crate::common::{Client, HANDSHAKE, TestServer, upgrade};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

async fn send_all(client: &mut Client, texts: &[&str]) {
    for text in texts {
        client.send(Message::text(*text)).await;
    }
}

#[tokio::test]
async fn dropped_message_is_missing_and_the_others_come() {
    let server = TestServer::start().await;
    let mut client = server.connect_to("/faults?fault=drop&frame=2").await;
    send_all(&mut client, &["one", "two", "three"]).await;
    assert_eq!(client.receive().await, Message::text("one"));
    assert_eq!(client.receive().await, Message::text("three"));
}

#[tokio::test]
async fn message_dropped_on_its_way_to_the_server_is_not_answered() {
    let server = TestServer::start().await;
    let path = "/faults?fault=drop&frame=1&direction=to-server";
    let mut client = server.connect_to(path).await;
    send_all(&mut client, &["one", "two"]).await;
    assert_eq!(client.receive().await, Message::text("two"));
}

#[tokio::test]
async fn repeated_message_comes_twice() {
    let server = TestServer::start().await;
    let mut client = server.connect_to("/faults?fault=repeat").await;
    send_all(&mut client, &["one", "two"]).await;
    for expected in ["one", "one", "two"] {
        assert_eq!(client.receive().await, Message::text(expected));
    }
}

#[tokio::test]
async fn connection_cut_within_a_frame_ends_without_a_close_frame() {
    let server = TestServer::start().await;
    let path = "/faults?fault=cut&frame=2&offset_bytes=3";
    let mut client = server.connect_to(path).await;
    send_all(&mut client, &["one", "two"]).await;
    assert_eq!(client.receive().await, Message::text("one"));
    client.expect_no_close_frame().await;
}

#[tokio::test]
async fn pongs_that_are_withheld_never_come_and_messages_do() {
    let server = TestServer::start().await;
    let mut client = server.connect_to("/faults?fault=withhold&of=pong").await;
    client.send(Message::Ping("are you there".into())).await;
    assert_eq!(client.ask("yes").await, Message::text("yes"));
    client.send(Message::Ping("still".into())).await;
    assert_eq!(client.ask("still").await, Message::text("still"));
}

#[tokio::test]
async fn stalled_answer_comes_after_its_time() {
    let server = TestServer::start().await;
    let path = "/faults?fault=stall&frame=2&duration_ms=300";
    let mut client = server.connect_to(path).await;
    assert_eq!(client.ask("one").await, Message::text("one"));
    let start = Instant::now();
    assert_eq!(client.ask("two").await, Message::text("two"));
    assert!(start.elapsed() >= Duration::from_millis(300));
}

#[tokio::test]
async fn half_open_connection_is_ended_by_the_limits_of_the_server() {
    let flags = ["--ping-interval-ms", "100", "--pong-timeout-ms", "1000"];
    let server = TestServer::start_as(&flags, |_| {}).await;
    let mut client = server.connect_to("/faults?fault=half-open&frame=2").await;
    assert_eq!(client.ask("one").await, Message::text("one"));
    client.send(Message::text("two")).await;
    while let Some(Ok(message)) =
        crate::common::soon(futures_util::StreamExt::next(&mut client.0)).await
    {
        assert!(message.is_ping(), "{message:?} came through");
    }
}

/// The bytes behind the handshake, when 20 characters were sent.
async fn bytes_of_echo(server: &TestServer, query: &str) -> Vec<u8> {
    let mut stream = server.dial().await;
    let target = format!("GET /faults?{query} ");
    upgrade(&mut stream, HANDSHAKE.replacen("GET / ", &target, 1)).await;
    let message = crate::common::frame(0x82, b"twenty characters ..");
    stream.write_all(&message).await.unwrap();
    let mut answer = vec![0; 22];
    crate::common::soon(stream.read_exact(&mut answer))
        .await
        .unwrap();
    answer
}

#[tokio::test]
async fn corrupted_message_is_the_same_for_the_same_seed() {
    let server = TestServer::start().await;
    let whole = bytes_of_echo(&server, "fault=drop&frame=9").await;
    let mut seen = Vec::new();
    for seed in 0..8 {
        let query = format!("fault=corrupt&seed={seed}");
        let first = bytes_of_echo(&server, &query).await;
        assert_eq!(first, bytes_of_echo(&server, &query).await);
        let changed: u32 = first
            .iter()
            .zip(&whole)
            .map(|(a, b)| (a ^ b).count_ones())
            .sum();
        assert_eq!(changed, 1, "{first:?}");
        seen.push(first);
    }
    seen.dedup();
    assert!(seen.len() > 1, "each seed chose the same");
}

#[tokio::test]
async fn ticker_behind_a_fault_pushes_and_loses_the_frame() {
    let server = TestServer::start().await;
    let mut client = server
        .connect_to("/faults?behind=ticker&fault=drop&frame=1")
        .await;
    // The first message would be the snapshot.
    assert_eq!(client.receive_json().await["type"], "quotes");
}
