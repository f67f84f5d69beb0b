//! A file that a disk has damaged: everything is as it was, or the sentence is there.

use std::fs;
use std::path::Path;

use super::*;
use crate::room::store::Store;

/// The messages of each of the rooms "r" and "s".
const MESSAGES: usize = 30;

/// The damaged files that a test tries. More take longer and find nothing else.
const TRIES: usize = 100;

const LONG: LogLimits = LogLimits {
    messages: 100,
    bytes: usize::MAX,
    age_ms: 600_000,
};

fn limits() -> RoomLimits {
    RoomLimits {
        max_rooms: 9,
        max_members: 1,
        messages_per_s: 1,
        log: LONG,
    }
}

async fn open(folder: &Path) -> Result<DataDir, DataDirError> {
    let folder = folder.to_owned();
    let opened =
        tokio::task::spawn_blocking(move || between_spawns(|| DataDir::open(&folder, LONG, 200)));
    opened.await.unwrap()
}

fn report(folder: &Path) -> Result<DataReport, DataDirError> {
    between_spawns(|| super::report(folder))
}

/// A folder with two rooms, and the same as the file would be after `kill -9`.
async fn written() -> (Vec<u8>, Vec<u8>) {
    let folder = tempfile::tempdir().unwrap();
    let rooms = Rooms::new(limits(), open(folder.path()).await.unwrap());
    for room in ["r", "s"] {
        let (kim, _) = rooms.join(room, KIM).await.unwrap();
        for number in 0..MESSAGES {
            let text = format!("{room}{number} {}", "x".repeat(300));
            kim.say(text, None, None).await.unwrap().await.unwrap();
        }
    }
    let file = folder.path().join(FILE);
    let killed = fs::read(&file).unwrap();
    drop(rooms);
    (fs::read(&file).unwrap(), killed)
}

/// The texts of both rooms as a member receives them; or the sentence why the folder cannot be used.
async fn texts(folder: &Path) -> Result<Vec<String>, String> {
    let store = open(folder).await.map_err(|error| {
        assert!(matches!(error, DataDirError::Damaged { .. }), "{error}");
        error.to_string()
    })?;
    let rooms = store.rooms();
    assert!(rooms.len() <= 2, "{rooms:?}");
    let rooms = Rooms::new(limits(), store);
    let mut texts = Vec::new();
    for room in ["r", "s"] {
        let (mut kim, _) = rooms.join(room, KIM).await.unwrap();
        // It may be written to.
        let receipt = kim.say("end".to_owned(), None, None).await.unwrap();
        receipt.await.unwrap();
        while texts.last().is_none_or(|text| text != "end") {
            for frame in soon(kim.next()).await.unwrap() {
                let message: serde_json::Value = serde_json::from_str(&frame).unwrap();
                texts.extend(message["text"].as_str().map(str::to_owned));
            }
        }
        texts.pop();
    }
    Ok(texts)
}

fn expected() -> Vec<String> {
    let of_room =
        |room| (0..MESSAGES).map(move |number| format!("{room}{number} {}", "x".repeat(300)));
    of_room("r").chain(of_room("s")).collect()
}

/// Asserts that the texts are those that were written. Where the server was killed, a damaged newest transaction looks
/// like one that the kill has cut off. Only that one may be missing: the last message.
fn assert_whole(texts: &[String], is_killed: bool, at: &str) {
    let mut expected = expected();
    if is_killed && texts.len() < expected.len() {
        expected.pop();
    }
    assert!(texts == expected, "{at}: {} texts", texts.len());
}

#[tokio::test]
async fn file_with_a_damaged_byte_is_whole_or_named_with_the_way_out() {
    let (closed, killed) = written().await;
    let mut refused = 0;
    for number in 0..TRIES {
        let whole = if number % 2 == 0 { &closed } else { &killed };
        let mut bytes = whole.clone();
        // Half of them in the header, where a byte counts most.
        let range = if number % 4 < 2 {
            0..512
        } else {
            0..bytes.len()
        };
        let at = fastrand::usize(range);
        bytes[at] ^= 1 << fastrand::u8(0..8);
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join(FILE);
        fs::write(&file, &bytes).unwrap();
        match texts(folder.path()).await {
            Ok(texts) => assert_whole(&texts, number % 2 == 1, &format!("byte {at}")),
            Err(sentence) => {
                refused += 1;
                assert!(sentence.contains("Move it away"), "{sentence}");
                assert_eq!(fs::read(&file).unwrap(), bytes, "it is as it was");
                assert!(!report(folder.path()).unwrap().is_whole(), "byte {at}");
            }
        }
    }
    assert!(refused > TRIES / 20, "{refused}");
}

#[tokio::test]
async fn file_that_lost_its_end_or_a_page_is_whole_or_named() {
    let (closed, killed) = written().await;
    for (whole, is_killed) in [(closed, false), (killed, true)] {
        let pages = whole.len() / 4096;
        for page in (0..pages).step_by(pages.div_ceil(20)) {
            let cut = whole[..page * 4096 + 100].to_vec();
            let mut zeroed = whole.clone();
            zeroed[page * 4096..][..4096].fill(0);
            for bytes in [cut, zeroed] {
                let folder = tempfile::tempdir().unwrap();
                fs::write(folder.path().join(FILE), &bytes).unwrap();
                if let Ok(texts) = texts(folder.path()).await {
                    assert_whole(&texts, is_killed, &format!("page {page}"));
                }
            }
        }
    }
}

#[tokio::test]
async fn message_that_redb_takes_for_whole_is_found_by_its_checksum() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join(FILE);
    let (closed, _) = written().await;
    fs::write(&file, closed).unwrap();
    let database = redb::Database::create(&file).unwrap();
    let room = disk::load(&database).unwrap().rooms.remove(0);
    disk::tests::change_entry(&database, room.number, 5, |stored| {
        let letter = stored.iter().rposition(|byte| *byte == b'x').unwrap();
        stored[letter] = b'y';
    });
    drop(database);
    let refused = texts(folder.path()).await.unwrap_err();
    let named = r#"the message 5 of the room "r" is damaged"#;
    assert!(refused.contains(named), "{refused}");
    let report = report(folder.path()).unwrap().to_string();
    for line in [
        named,
        r#"room "r": damaged, 29 messages can be read"#,
        r#"room "s": whole, 30 messages can be read"#,
    ] {
        assert!(report.contains(line), "{report}");
    }
}

#[tokio::test]
async fn report_on_a_folder_in_use_is_refused_and_on_an_empty_one_is_whole() {
    let folder = tempfile::tempdir().unwrap();
    assert!(report(folder.path()).unwrap().is_whole());
    let store = open(folder.path()).await.unwrap();
    for refused in [
        report(folder.path()).unwrap_err(),
        open(folder.path()).await.unwrap_err(),
    ] {
        assert!(matches!(refused, DataDirError::File { .. }), "{refused}");
    }
    drop(store);
    assert!(report(folder.path()).unwrap().is_whole());
}
