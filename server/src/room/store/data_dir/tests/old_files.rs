//! Files of versions without checksums, which compared names byte by byte.

use protocol::superchat::Message;

use super::*;
use crate::room::LogEntry;
use crate::room::store::data_dir::disk::{Contents, LoadedRoom};

/// "회의" as macOS gives it.
const DECOMPOSED: &str = "\u{1112}\u{116c}\u{110b}\u{1174}";

fn loaded(name: &str, number: u64, messages: &[(u64, u64, &str)]) -> LoadedRoom {
    let now_ms = crate::room::now_ms() - 1000;
    let entry = |(offset, after_ms, text): &(u64, u64, &str)| {
        Arc::new(LogEntry::new(Message {
            offset: *offset,
            name: "kim".to_owned(),
            text: (*text).to_owned(),
            time_ms: now_ms + after_ms,
            id: None,
        }))
    };
    LoadedRoom {
        name: name.to_owned(),
        number,
        epoch: format!("epoch {number}"),
        entries: messages.iter().map(entry).collect(),
        keys: messages.iter().map(|it| (it.0, it.0.into())).collect(),
    }
}

/// Writes rooms as earlier versions did.
fn write_unsealed(folder: &Path, rooms: &[LoadedRoom]) {
    let database = redb::Database::create(folder.join(FILE)).unwrap();
    unsealed::write(&database, rooms);
}

/// The rooms of a file as they are after it was opened.
fn opened(folder: &Path) -> Vec<LoadedRoom> {
    drop(between_spawns(|| DataDir::open(folder, LOG, 9)).unwrap());
    let database = redb::Database::create(folder.join(FILE)).unwrap();
    let Contents {
        rooms, unsealed, ..
    } = disk::load(&database).unwrap();
    assert!(unsealed.is_empty(), "everything has a checksum");
    rooms
}

fn texts(room: &LoadedRoom) -> Vec<String> {
    let texts = room.entries.iter().map(|entry| entry.plain().to_string());
    texts.collect()
}

#[test]
fn room_without_checksums_keeps_its_epoch_and_offsets() {
    let folder = tempfile::tempdir().unwrap();
    let before = loaded(DECOMPOSED, 3, &[(4, 0, "a"), (5, 1, "b")]);
    write_unsealed(folder.path(), std::slice::from_ref(&before));
    let [room] = &opened(folder.path())[..] else {
        panic!("it was one room");
    };
    assert_eq!((&*room.name, &*room.epoch), ("회의", "epoch 3"));
    assert_eq!(texts(room), ["kim: a", "kim: b"]);
    assert_eq!((room.entries[0].offset(), &room.keys), (4, &before.keys));
}

#[test]
fn rooms_that_are_seen_as_one_are_joined_in_the_order_of_time() {
    let folder = tempfile::tempdir().unwrap();
    let composed = loaded("회의", 1, &[(1, 0, "a"), (2, 20, "c")]);
    let decomposed = loaded(DECOMPOSED, 2, &[(7, 10, "b"), (8, 30, "d")]);
    let other = loaded("lobby", 3, &[(1, 0, "x")]);
    write_unsealed(folder.path(), &[composed, decomposed, other]);
    let rooms = opened(folder.path());
    let [lobby, joined] = &rooms[..] else {
        panic!("{rooms:?}");
    };
    assert_eq!((&*lobby.name, &*lobby.epoch), ("lobby", "epoch 3"));
    assert_eq!(&*joined.name, "회의");
    assert_eq!(texts(joined), ["kim: a", "kim: b", "kim: c", "kim: d"]);
    assert_eq!(joined.keys, [(1, 1), (2, 7), (3, 2), (4, 8)]);
    // A server of an earlier version begins rooms beside these, with the numbers that they have.
    write_unsealed(folder.path(), &[loaded("lobby", 3, &[(1, 40, "y")])]);
    let again = opened(folder.path());
    assert_eq!(again.len(), 2);
    assert_eq!(texts(&again[0]), ["kim: x", "kim: y"]);
    assert_eq!(texts(&again[1]), texts(joined));
}
