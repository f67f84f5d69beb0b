//! The database: its tables, and how they are read and written. Files of earlier versions have these tables, so their
//! names and types do not change.
//!
//! What may not enter: the order of messages, and members.

use std::io;
use std::sync::Arc;

use redb::{
    CommitError, Database, DatabaseError, ReadableDatabase, ReadableTable, StorageError,
    TableDefinition, TableError, TransactionError,
};
use thiserror::Error;

use crate::room::LogEntry;
use crate::room::store::IdempotencyKey;

/// By room name: the number of the room and the epoch of its log. A number belongs to one room for ever.
const ROOMS: TableDefinition<'_, &str, (u64, &str)> = TableDefinition::new("rooms");

/// By room number and offset: the message as JSON, as it goes over the wire.
const ENTRIES: TableDefinition<'_, (u64, u64), &[u8]> = TableDefinition::new("entries");

/// By room number and offset: the idempotency key of a message. Keys outlive their messages.
const KEYS: TableDefinition<'_, (u64, u64), IdempotencyKey> = TableDefinition::new("keys");

/// Opens the database. It is called again after each failure.
pub(super) type OpenDatabase = Box<dyn Fn() -> Result<Database, DatabaseError> + Send>;

/// Why the database cannot be opened, read or written.
#[derive(Debug, Error)]
pub(super) enum DiskError {
    #[error(transparent)]
    Open(#[from] DatabaseError),
    #[error(transparent)]
    Begin(#[from] TransactionError),
    #[error(transparent)]
    Table(#[from] TableError),
    #[error(transparent)]
    Rows(#[from] StorageError),
    #[error(transparent)]
    Commit(#[from] CommitError),
    /// The file contains something that no version of Ullim wrote. A person has to move it away.
    #[error("the message {offset} of the room {room:?} cannot be read")]
    Damaged {
        /// The name of the room.
        room: String,
        /// The offset of the message.
        offset: u64,
    },
    /// The system starts no more threads.
    #[error("cannot start a thread: {0}")]
    Thread(io::Error),
}

/// What the database has of a room.
#[derive(Debug)]
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

/// Reads every room.
///
/// # Errors
///
/// The file cannot be read, or contains something else.
pub(super) fn load(database: &Database) -> Result<Vec<LoadedRoom>, DiskError> {
    let transaction = database.begin_read()?;
    let rooms = match transaction.open_table(ROOMS) {
        Ok(rooms) => rooms,
        Err(TableError::TableDoesNotExist(_)) => return Ok(Vec::new()),
        Err(error) => return Err(error.into()),
    };
    let entries = transaction.open_table(ENTRIES)?;
    let keys = transaction.open_table(KEYS)?;
    let mut loaded = Vec::new();
    for room in rooms.iter()? {
        let (name, value) = room?;
        let (number, epoch) = value.value();
        let mut loaded_room = LoadedRoom {
            name: name.value().to_owned(),
            number,
            epoch: epoch.to_owned(),
            entries: Vec::new(),
            keys: Vec::new(),
        };
        for row in entries.range(all_of(number))? {
            let (place, json) = row?;
            let (_, offset) = place.value();
            let entry = LogEntry::from_json(json.value()).filter(|entry| entry.offset() == offset);
            loaded_room
                .entries
                .push(Arc::new(entry.ok_or_else(|| DiskError::Damaged {
                    room: loaded_room.name.clone(),
                    offset,
                })?));
        }
        for row in keys.range(all_of(number))? {
            let (place, key) = row?;
            loaded_room.keys.push((place.value().1, key.value()));
        }
        loaded.push(loaded_room);
    }
    Ok(loaded)
}

/// Writes changes in one transaction. When this returns, all of them are on the disk.
///
/// # Errors
///
/// The disk failed. The changes may be on the disk or not; the database has to be opened again.
pub(super) fn write(database: &Database, changes: &Changes) -> Result<(), DiskError> {
    let transaction = database.begin_write()?;
    {
        let mut rooms = transaction.open_table(ROOMS)?;
        let mut entries = transaction.open_table(ENTRIES)?;
        let mut keys = transaction.open_table(KEYS)?;
        for (name, number, epoch) in &changes.rooms {
            rooms.insert(name.as_str(), (*number, epoch.as_str()))?;
        }
        for (number, entry, key) in &changes.entries {
            let place = (*number, entry.offset());
            entries.insert(place, entry.json().as_bytes())?;
            keys.insert(place, key)?;
        }
        for (number, of_entries, of_keys) in &changes.evicted {
            entries.retain_in((*number, 0)..=(*number, *of_entries), |_, _| false)?;
            keys.retain_in((*number, 0)..=(*number, *of_keys), |_, _| false)?;
        }
        for (name, number) in &changes.forgotten {
            let is_there = rooms.get(name.as_str())?.map(|room| room.value().0);
            // A newer room may have its name.
            if is_there == Some(*number) {
                rooms.remove(name.as_str())?;
            }
            entries.retain_in(all_of(*number), |_, _| false)?;
            keys.retain_in(all_of(*number), |_, _| false)?;
        }
    }
    transaction.commit()?;
    Ok(())
}

fn all_of(number: u64) -> std::ops::RangeInclusive<(u64, u64)> {
    (number, 0)..=(number, u64::MAX)
}
