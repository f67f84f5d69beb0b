//! `--check-data`: what the binary says of a folder, and the code with which it ends.

use std::fs;
use std::path::Path;
use std::process::Output;

use redb::{Database, ReadableDatabase, TableDefinition};
use serde_json::json;
use testkit::ServerProcess;
use tokio_tungstenite::tungstenite::Message;

use super::binary;
use super::common::{Client, soon};
use super::nats::join_room;

/// The file in the folder.
const FILE: &str = "rooms-1.redb";

/// By room number and offset: the message, with a checksum.
const ENTRIES: TableDefinition<'_, (u64, u64), &[u8]> = TableDefinition::new("entries-2");

/// The messages of each room, of which each is a transaction.
const MESSAGES: usize = 5;

async fn server(folder: &Path) -> ServerProcess {
    let folder = folder.to_str().unwrap();
    binary::start(&["--bind", "127.0.0.1:0", "--data-dir", folder]).await
}

async fn check(folder: &Path) -> (Option<i32>, String) {
    let mut command = binary::command();
    command.arg("--data-dir").arg(folder).arg("--check-data");
    let Output { status, stdout, .. } = soon(command.output()).await.unwrap();
    (status.code(), String::from_utf8(stdout).unwrap())
}

/// Sends a message, and returns when it is acknowledged.
async fn say(client: &mut Client, text: &str) {
    let say = json!({ "type": "say", "id": format!("0123456789abcdef-{text}"), "text": text });
    client.send(Message::text(say.to_string())).await;
    while client.receive_json().await["type"] != "ack" {}
}

/// Fills the rooms "red" and "blue", kills the server (SIGKILL), and returns the folder.
async fn killed() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let mut server = server(folder.path()).await;
    for room in ["red", "blue"] {
        let mut client = join_room(&server, room).await;
        for number in 0..MESSAGES {
            say(&mut client, &format!("{room}-{number}")).await;
        }
    }
    server.kill().await.unwrap();
    folder
}

#[tokio::test]
async fn check_of_a_killed_servers_folder_says_that_all_rooms_are_whole_and_changes_nothing() {
    let folder = killed().await;
    let file = folder.path().join(FILE);
    let before = fs::read(&file).unwrap();
    let (code, report) = check(folder.path()).await;
    assert_eq!(code, Some(0), "{report}");
    for line in [
        r#"room "red": whole, 5 messages can be read"#,
        r#"room "blue": whole, 5 messages can be read"#,
        "rooms-1.redb: whole, 2 rooms",
    ] {
        assert!(report.contains(line), "{report}");
    }
    assert!(fs::read(&file).unwrap() == before, "it is as it was");
}

#[tokio::test]
async fn check_of_a_damaged_message_names_its_room_and_ends_with_1() {
    let folder = killed().await;
    let database = Database::create(folder.path().join(FILE)).unwrap();
    let first = {
        let entries = database.begin_read().unwrap();
        let entries = entries.open_table(ENTRIES).unwrap();
        entries.get((1, 1)).unwrap().unwrap().value().to_vec()
    };
    let transaction = database.begin_write().unwrap();
    let mut entries = transaction.open_table(ENTRIES).unwrap();
    // A message in the place of another, as a disk writes it that takes one block for another.
    entries.insert((1, 3), first.as_slice()).unwrap();
    drop(entries);
    transaction.commit().unwrap();
    drop(database);
    let (code, report) = check(folder.path()).await;
    assert_eq!(code, Some(1), "{report}");
    for line in [
        r#"the message 3 of the room "red" is damaged"#,
        r#"room "red": damaged, 4 messages can be read"#,
        r#"room "blue": whole, 5 messages can be read"#,
        "rooms-1.redb: damaged, 2 rooms can be read",
    ] {
        assert!(report.contains(line), "{report}");
    }
}

#[tokio::test]
async fn check_of_a_damaged_page_says_that_none_can_be_read_and_ends_with_1() {
    let folder = killed().await;
    // Closed, so that the newest transaction is not taken for one that a kill has cut off.
    drop(Database::create(folder.path().join(FILE)).unwrap());
    damage_message(folder.path(), "red-1");
    let (code, report) = check(folder.path()).await;
    assert_eq!(code, Some(1), "{report}");
    assert!(
        report.contains("rooms-1.redb: damaged, none of it can be read"),
        "{report}"
    );
}

#[tokio::test]
async fn damaged_newest_message_of_a_killed_server_looks_cut_off_and_all_before_it_are_whole() {
    let folder = killed().await;
    damage_message(folder.path(), "blue-4");
    let (code, report) = check(folder.path()).await;
    assert_eq!(code, Some(0), "{report}");
    for line in [
        r#"room "red": whole, 5 messages can be read"#,
        r#"room "blue": whole, 4 messages can be read"#,
    ] {
        assert!(report.contains(line), "{report}");
    }
}

/// Changes a byte of a message wherever it is in the file.
fn damage_message(folder: &Path, text: &str) {
    let file = folder.join(FILE);
    let mut bytes = fs::read(&file).unwrap();
    let text = format!(r#""text":"{text}""#);
    let found: Vec<_> = bytes
        .windows(text.len())
        .enumerate()
        .filter_map(|(at, window)| (window == text.as_bytes()).then_some(at))
        .collect();
    assert!(!found.is_empty());
    for at in found {
        bytes[at + text.len() - 2] ^= 1;
    }
    fs::write(&file, bytes).unwrap();
}
