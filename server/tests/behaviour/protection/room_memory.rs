//! The limit on what all rooms hold together.

use serde_json::json;
use tokio_tungstenite::tungstenite::Message;

use crate::common::{Client, TestServer, soon};

/// The limit: room for 100 long messages, each of which takes twice its text.
const LIMIT: usize = 100 * 2 * TEXT;

const TEXT: usize = 8_000;

const SERIES: &str = "ullim_room_memory_held_bytes ";

/// A member of a room, and its welcome.
async fn join(server: &TestServer, join: &serde_json::Value) -> (Client, serde_json::Value) {
    let (mut client, _) = server.connect_speaking("/chat", "superchat").await;
    let welcome = client.join(join, || {}).await;
    (client, welcome)
}

/// Sends messages, each of which must be acknowledged.
async fn say(client: &mut Client, room: &str, messages: usize) {
    for number in 0..messages {
        let text = format!("{room}-{number}-{}", "x".repeat(TEXT));
        let id = format!("0123456789abcdef-{room}-{number}");
        let say = json!({ "type": "say", "id": id, "text": text });
        client.send(Message::text(say.to_string())).await;
        while client.receive_json().await["type"] != "ack" {}
    }
}

async fn held(server: &TestServer) -> usize {
    let metrics = server.get("/metrics").await.body().to_owned();
    let mut values = metrics.lines().filter_map(|line| line.strip_prefix(SERIES));
    values.next().unwrap().parse().unwrap()
}

#[tokio::test]
async fn rooms_beyond_their_memory_drop_their_own_oldest_messages_and_acknowledge_all() {
    let limit = LIMIT.to_string();
    let flags = [
        "--room-memory-bytes",
        &limit,
        "--max-room-messages-per-s",
        "100000",
    ];
    let server = TestServer::start_as(&flags, |_| {}).await;
    let (mut silent, welcome) = join(&server, &json!({ "type": "join", "room": "silent" })).await;
    say(&mut silent, "silent", 10).await;
    drop(silent);
    for room in ["a", "b", "c"] {
        let (mut client, _) = join(&server, &json!({ "type": "join", "room": room })).await;
        say(&mut client, room, 60).await;
        let held = held(&server).await;
        // Beside the limit, each room may have a short conversation and its ids.
        assert!(held < LIMIT + 4 * 64 * 1024, "{held} bytes");
    }
    // The room without new messages has all of its own.
    let after = json!({ "epoch": welcome["epoch"], "offset": 0 });
    let again = json!({ "type": "join", "room": "silent", "after": after });
    let (mut silent, welcome) = join(&server, &again).await;
    assert_eq!(welcome["recovered"], true);
    for number in 0..10 {
        let message = loop {
            let message = silent.receive_json().await;
            if message["type"] == "message" {
                break message;
            }
        };
        let begin = format!("silent-{number}-");
        assert!(
            message["text"].as_str().unwrap().starts_with(&begin),
            "{message}"
        );
    }
}

#[tokio::test]
async fn stored_room_beyond_the_memory_is_counted_and_loses_nothing_until_its_next_message() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path().to_str().unwrap();
    let flags = ["--data-dir", folder, "--max-room-messages-per-s", "100000"];
    let server = TestServer::start_as(&flags, |_| {}).await;
    let (mut kim, welcome) = join(&server, &json!({ "type": "join", "room": "a" })).await;
    say(&mut kim, "a", 20).await;
    drop(kim);
    soon(server.stop()).await.unwrap();

    let less = (10 * TEXT).to_string();
    let flags = [&flags[..], &["--room-memory-bytes", &less]].concat();
    let server = TestServer::start_as(&flags, |_| {}).await;
    let stored = held(&server).await;
    assert!(stored > 20 * 2 * TEXT, "{stored} bytes");
    let after = json!({ "epoch": welcome["epoch"], "offset": 0 });
    let again = json!({ "type": "join", "room": "a", "after": after });
    let (mut kim, welcome) = join(&server, &again).await;
    assert_eq!(welcome["recovered"], true);
    assert_eq!(held(&server).await, stored, "it is counted once");
    for offset in 1..=20 {
        let message = loop {
            let message = kim.receive_json().await;
            if message["type"] == "message" {
                break message;
            }
        };
        assert_eq!(message["offset"], offset);
    }
    say(&mut kim, "b", 1).await;
    let (_kim, welcome) = join(&server, &again).await;
    assert_eq!(welcome["recovered"], false, "the oldest message is dropped");
    let now = held(&server).await;
    assert!(now <= stored + 1_000, "{now} bytes after {stored}");
}
