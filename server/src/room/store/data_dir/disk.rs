//! The database: its tables, and how they are read and written. Files of earlier versions have these tables, so their
//! names and types do not change.
//!
//! What may not enter: the order of messages, and members.

use std::sync::Arc;

use redb::{
    Database, DatabaseError, ReadableDatabase, ReadableTable, ReadableTableMetadata,
    TableDefinition, TableError,
};

use super::contained::contained;
use super::disk_error::{Damage, DiskError};
use super::sealed::{RowKey, seal, unseal};
use super::unsealed;
use crate::room::LogEntry;
use crate::room::store::IdempotencyKey;

/// By room name: the number of the room and the epoch of its log, sealed. A number belongs to one room for ever.
const ROOMS: TableDefinition<'_, &str, &[u8]> = TableDefinition::new("rooms-2");

/// By room number and offset: the message as JSON, as it goes over the wire, sealed.
const ENTRIES: TableDefinition<'_, (u64, u64), &[u8]> = TableDefinition::new("entries-2");

/// By room number and offset: the idempotency key of a message, sealed. Keys outlive their messages.
const KEYS: TableDefinition<'_, (u64, u64), &[u8]> = TableDefinition::new("keys-2");

/// Opens the database. It is called again after each failure.
pub(super) type OpenDatabase = Box<dyn Fn() -> Result<Database, DatabaseError> + Send>;

/// What the database has of a room.
#[derive(Clone, Debug)]
pub(super) struct LoadedRoom {
    pub(super) name: String,
    pub(super) number: u64,
    pub(super) epoch: String,
    /// In the order of their offsets.
    pub(super) entries: Vec<Arc<LogEntry>>,
    /// In the order of their offsets; the newest is that of the newest message.
    pub(super) keys: Vec<(u64, IdempotencyKey)>,
}

/// What one transaction writes.
#[derive(Debug, Default)]
pub(super) struct Changes {
    /// New rooms: name, number and epoch.
    pub(super) rooms: Vec<(String, u64, String)>,
    /// New messages: the number of their room, the message, its key.
    pub(super) entries: Vec<(u64, Arc<LogEntry>, IdempotencyKey)>,
    /// Deletions: the number of a room, and the offsets through which its messages and its keys are deleted.
    pub(super) evicted: Vec<(u64, u64, u64)>,
    /// Deleted rooms: name and number.
    pub(super) forgotten: Vec<(String, u64)>,
}

impl Changes {
    pub(super) fn is_empty(&self) -> bool {
        self.rooms.is_empty() && self.entries.is_empty() && self.forgotten.is_empty()
    }
}

/// What a file has.
#[derive(Debug, Default)]
pub(super) struct Contents {
    /// The rooms, with what of them is whole.
    pub(super) rooms: Vec<LoadedRoom>,
    /// Rooms that an earlier version wrote, without checksums.
    pub(super) unsealed: Vec<LoadedRoom>,
    pub(super) damage: Vec<Damage>,
}

/// Reads every room.
///
/// # Errors
///
/// The file cannot be read, or contains something else.
pub(super) fn load(database: &Database) -> Result<Contents, DiskError> {
    let contents = inspect(database)?;
    match contents.damage.into_iter().next() {
        Some(damage) => Err(damage.into()),
        None => Ok(Contents {
            damage: Vec::new(),
            ..contents
        }),
    }
}

/// Reads every room, and goes on behind what is damaged.
///
/// # Errors
///
/// The file cannot be read.
pub(super) fn inspect(database: &Database) -> Result<Contents, DiskError> {
    contained(|| {
        let mut contents = Contents::default();
        let transaction = database.begin_read()?;
        unsealed::read(&transaction, &mut contents)?;
        let rooms = match transaction.open_table(ROOMS) {
            Ok(rooms) => rooms,
            Err(TableError::TableDoesNotExist(_)) => return Ok(contents),
            Err(error) => return Err(error.into()),
        };
        let entries = transaction.open_table(ENTRIES)?;
        let keys = transaction.open_table(KEYS)?;
        let mut rows = 0;
        for row in rooms.iter()? {
            let (name, stored) = row?;
            let name = name.value();
            let room = unseal(RowKey::Room(name), stored.value()).and_then(|it| room(name, it));
            let Some(mut room) = room else {
                contents.damage.push(Damage::Room(name.to_owned()));
                continue;
            };
            let mut messages = Run::default();
            for row in entries.range(all_of(room.number))? {
                let (place, stored) = row?;
                let (number, offset) = place.value();
                rows += 1;
                contents
                    .damage
                    .extend(messages.missing_before(offset).map(|offset| {
                        let room = name.to_owned();
                        Damage::MissingMessage { room, offset }
                    }));
                let json = unseal(RowKey::Entry(number, offset), stored.value());
                let entry = json.and_then(LogEntry::from_json);
                match entry.filter(|entry| entry.offset() == offset) {
                    Some(entry) => room.entries.push(Arc::new(entry)),
                    None => contents.damage.push(Damage::Message {
                        room: name.to_owned(),
                        offset,
                    }),
                }
            }
            let mut of_keys = Run::default();
            for row in keys.range(all_of(room.number))? {
                let (place, stored) = row?;
                let (number, offset) = place.value();
                rows += 1;
                let key = unseal(RowKey::Key(number, offset), stored.value());
                let key = key.and_then(|key| key.try_into().ok());
                let missing = of_keys.missing_before(offset);
                let damaged = missing.or(key.is_none().then_some(offset));
                contents.damage.extend(damaged.map(|offset| Damage::Key {
                    room: name.to_owned(),
                    offset,
                }));
                room.keys
                    .extend(key.map(|key| (offset, IdempotencyKey::from_le_bytes(key))));
            }
            // The newest message and the newest key were written together.
            if let (Some(newest), Some(newest_key)) = (messages.last, of_keys.last) {
                if newest < newest_key {
                    contents.damage.push(Damage::MissingMessage {
                        room: name.to_owned(),
                        offset: newest_key,
                    });
                } else if newest > newest_key {
                    contents.damage.push(Damage::Key {
                        room: name.to_owned(),
                        offset: newest,
                    });
                }
            }
            contents.rooms.push(room);
        }
        let stray = (entries.len()? + keys.len()?).saturating_sub(rows);
        if stray > 0 {
            contents.damage.push(Damage::Stray(stray));
        }
        Ok(contents)
    })
}

/// Offsets without a gap.
#[derive(Default)]
struct Run {
    last: Option<u64>,
}

impl Run {
    /// The first offset that is missing before the next one.
    fn missing_before(&mut self, offset: u64) -> Option<u64> {
        let expected = self.last.replace(offset).map(|last| last.saturating_add(1));
        expected.filter(|expected| *expected != offset)
    }
}

/// Verifies the checksums of all pages. It changes the database, so it takes one whose changes are given up.
///
/// # Errors
///
/// They are not right, or the file cannot be read.
pub(super) fn verify_pages(database: &mut Database) -> Result<(), DiskError> {
    let is_whole = contained(|| Ok(database.check_integrity()?))?;
    is_whole.then_some(()).ok_or(DiskError::Pages)
}

/// Writes changes in one transaction. When this returns, all of them are on the disk.
///
/// # Errors
///
/// The disk failed. The changes may be on the disk or not; the database has to be opened again.
pub(super) fn write(database: &Database, changes: &Changes) -> Result<(), DiskError> {
    contained(|| {
        let transaction = database.begin_write()?;
        {
            let mut rooms = transaction.open_table(ROOMS)?;
            let mut entries = transaction.open_table(ENTRIES)?;
            let mut keys = transaction.open_table(KEYS)?;
            for (name, number, epoch) in &changes.rooms {
                rooms.insert(name.as_str(), &*sealed_room(name, *number, epoch))?;
            }
            for (number, entry, key) in &changes.entries {
                let place = (*number, entry.offset());
                entries.insert(place, &*sealed_entry(*number, entry))?;
                keys.insert(place, &*sealed_key(place, *key))?;
            }
            for (number, of_entries, of_keys) in &changes.evicted {
                entries.retain_in((*number, 0)..=(*number, *of_entries), |_, _| false)?;
                keys.retain_in((*number, 0)..=(*number, *of_keys), |_, _| false)?;
            }
            for (name, number) in &changes.forgotten {
                let there = rooms.get(name.as_str())?;
                let there =
                    there.and_then(|it| room(name, unseal(RowKey::Room(name), it.value())?));
                // A newer room may have its name.
                if there.is_some_and(|room| room.number == *number) {
                    rooms.remove(name.as_str())?;
                }
                entries.retain_in(all_of(*number), |_, _| false)?;
                keys.retain_in(all_of(*number), |_, _| false)?;
            }
        }
        transaction.commit()?;
        Ok(())
    })
}

/// Replaces everything in the database by these rooms, in one transaction.
///
/// # Errors
///
/// As [`write()`].
pub(super) fn replace(database: &Database, loaded: &[LoadedRoom]) -> Result<(), DiskError> {
    contained(|| {
        let transaction = database.begin_write()?;
        unsealed::delete(&transaction)?;
        transaction.delete_table(ROOMS)?;
        transaction.delete_table(ENTRIES)?;
        transaction.delete_table(KEYS)?;
        {
            let mut rooms = transaction.open_table(ROOMS)?;
            let mut entries = transaction.open_table(ENTRIES)?;
            let mut keys = transaction.open_table(KEYS)?;
            for room in loaded {
                let (name, number) = (room.name.as_str(), room.number);
                rooms.insert(name, &*sealed_room(name, number, &room.epoch))?;
                for entry in &room.entries {
                    entries.insert((number, entry.offset()), &*sealed_entry(number, entry))?;
                }
                for (offset, key) in &room.keys {
                    let place = (number, *offset);
                    keys.insert(place, &*sealed_key(place, *key))?;
                }
            }
        }
        transaction.commit()?;
        Ok(())
    })
}

fn sealed_room(name: &str, number: u64, epoch: &str) -> Vec<u8> {
    let value = [&number.to_le_bytes()[..], epoch.as_bytes()].concat();
    seal(RowKey::Room(name), &value)
}

fn sealed_entry(number: u64, entry: &LogEntry) -> Vec<u8> {
    seal(
        RowKey::Entry(number, entry.offset()),
        entry.json().as_bytes(),
    )
}

fn sealed_key((number, offset): (u64, u64), key: IdempotencyKey) -> Vec<u8> {
    seal(RowKey::Key(number, offset), &key.to_le_bytes())
}

/// The room of this name without its messages.
fn room(name: &str, value: &[u8]) -> Option<LoadedRoom> {
    let (number, epoch) = value.split_first_chunk()?;
    Some(LoadedRoom {
        name: name.to_owned(),
        number: u64::from_le_bytes(*number),
        epoch: String::from_utf8(epoch.to_vec()).ok()?,
        entries: Vec::new(),
        keys: Vec::new(),
    })
}

/// All places of a room.
pub(super) fn all_of(number: u64) -> std::ops::RangeInclusive<(u64, u64)> {
    (number, 0)..=(number, u64::MAX)
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// Changes what is stored of a message, so that redb takes it for whole.
    pub(in super::super) fn change_entry(
        database: &Database,
        number: u64,
        offset: u64,
        change: impl FnOnce(&mut Vec<u8>),
    ) {
        let transaction = database.begin_write().unwrap();
        let mut entries = transaction.open_table(ENTRIES).unwrap();
        let stored = entries.get((number, offset)).unwrap().unwrap();
        let mut changed = stored.value().to_vec();
        drop(stored);
        change(&mut changed);
        entries.insert((number, offset), &*changed).unwrap();
        drop(entries);
        transaction.commit().unwrap();
    }
}
