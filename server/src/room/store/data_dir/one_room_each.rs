//! Makes one room of those that people see as the same, in a file of a version that compared names byte by byte.
//!
//! What may not enter: the database.

use std::collections::BTreeMap;
use std::sync::Arc;

use protocol::superchat::ServerMessage;

use super::disk::{Contents, LoadedRoom};
use crate::room::store::IdempotencyKey;
use crate::room::store::memory::new_epoch;
use crate::room::{LogEntry, identity};

/// The rooms of a file under the names that identify them, and whether that changes the file.
pub(super) fn one_room_each(contents: Contents) -> (Vec<LoadedRoom>, bool) {
    let Contents {
        rooms, unsealed, ..
    } = contents;
    let is_current = unsealed.is_empty()
        && rooms
            .iter()
            .all(|room| identity::room(&room.name) == room.name);
    if is_current {
        return (rooms, false);
    }
    let numbers = rooms.iter().chain(&unsealed).map(|room| room.number);
    let mut next_number = numbers.max().unwrap_or(0) + 1;
    let mut by_name = BTreeMap::<String, Vec<LoadedRoom>>::new();
    let mut numbered = Vec::new();
    // A file that an earlier version has had in between has two rooms of one number.
    for mut room in rooms.into_iter().chain(unsealed) {
        if numbered.contains(&room.number) {
            room.number = next_number;
            next_number += 1;
        }
        numbered.push(room.number);
        by_name
            .entry(identity::room(&room.name))
            .or_default()
            .push(room);
    }
    let joined = by_name.into_iter().filter_map(|(name, mut spellings)| {
        let only = spellings.pop()?;
        if spellings.is_empty() {
            return Some(LoadedRoom { name, ..only });
        }
        spellings.push(only);
        next_number += 1;
        Some(join(name, next_number - 1, spellings))
    });
    (joined.collect(), true)
}

/// One room with the messages of all, in the order of their times. Their offsets change, so its log has an epoch of its
/// own, and members that come back receive its newest page.
fn join(name: String, number: u64, rooms: Vec<LoadedRoom>) -> LoadedRoom {
    let mut messages: Vec<(u64, IdempotencyKey, Option<Arc<LogEntry>>)> = Vec::new();
    for room in rooms {
        let mut keys = room.keys.into_iter().peekable();
        // The keys that have outlived their messages are older than every message.
        let first = room
            .entries
            .first()
            .map_or(u64::MAX, |entry| entry.offset());
        while let Some((_, key)) = keys.next_if(|(offset, _)| *offset < first) {
            messages.push((0, key, None));
        }
        for entry in room.entries {
            let key = keys.next_if(|(offset, _)| *offset == entry.offset());
            let key = key.map_or_else(|| fastrand::u128(..), |(_, key)| key);
            messages.push((entry.time_ms(), key, Some(entry)));
        }
    }
    // Stable, so the messages of one room keep their order.
    messages.sort_by_key(|(time_ms, _, _)| *time_ms);
    let mut joined = LoadedRoom {
        name,
        number,
        epoch: new_epoch(),
        entries: Vec::new(),
        keys: Vec::new(),
    };
    for (offset, (_, key, entry)) in (1..).zip(messages) {
        joined.keys.push((offset, key));
        joined
            .entries
            .extend(entry.and_then(|entry| at(&entry, offset)));
    }
    joined
}

/// The entry with another offset.
fn at(entry: &LogEntry, offset: u64) -> Option<Arc<LogEntry>> {
    match serde_json::from_str(entry.json()) {
        Ok(ServerMessage::Message(mut message)) => {
            message.offset = offset;
            Some(Arc::new(LogEntry::new(message)))
        }
        _ => None,
    }
}
