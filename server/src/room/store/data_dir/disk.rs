//! The database: what is kept of rooms, and how it is read and written.
//!
//! What may not enter: who says what, and in which order.

use std::io;
use std::sync::Arc;

use redb::{
    CommitError, Database, DatabaseError, ReadableDatabase, ReadableTable, StorageError,
    TableDefinition, TableError, TransactionError,
};
use thiserror::Error;

use crate::room::Entry;
use crate::room::store::Key;

/// By its name, a room's number and the epoch of its log. The number is never that of another room.
const ROOMS: TableDefinition<'_, &str, (u64, &str)> = TableDefinition::new("rooms");

/// By the room's number and the offset, the message as it goes over the wire.
const ENTRIES: TableDefinition<'_, (u64, u64), &[u8]> = TableDefinition::new("entries");

/// By the room's number and the offset, the key of a message, of which there are more than of messages.
const KEYS: TableDefinition<'_, (u64, u64), Key> = TableDefinition::new("keys");

/// What opens the database; done again after a failure.
pub(super) type Open = Box<dyn Fn() -> Result<Database, DatabaseError> + Send>;

/// What went wrong with the database.
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
    /// There is something else in it than what was written.
    #[error("the message {offset} of the room {room:?} cannot be read")]
    Damaged {
        /// The name of the room.
        room: String,
        /// The offset of the message.
        offset: u64,
    },
    /// There can be no more threads.
    #[error("cannot start a thread: {0}")]
    Thread(io::Error),
}

/// What is kept of a room.
#[derive(Debug)]
pub(super) struct LoadedRoom {
    pub(super) name: String,
    pub(super) number: u64,
    pub(super) epoch: String,
    /// In the order of their offsets.
    pub(super) entries: Vec<Arc<Entry>>,
    /// In the order of their offsets; the newest is that of the newest message.
    pub(super) keys: Vec<(u64, Key)>,
}

/// What is to be written together.
#[derive(Debug, Default)]
pub(super) struct Changes {
    /// Names, numbers and epochs of rooms that were not there.
    pub(super) rooms: Vec<(String, u64, String)>,
    /// Messages with the number of their room.
    pub(super) entries: Vec<(u64, Arc<Entry>, Key)>,
    /// By a room's number the offsets through which messages and keys are not needed any longer.
    pub(super) evicted: Vec<(u64, u64, u64)>,
    /// Names and numbers of rooms that are not needed any longer.
    pub(super) forgotten: Vec<(String, u64)>,
}

impl Changes {
    pub(super) fn is_empty(&self) -> bool {
        self.rooms.is_empty() && self.entries.is_empty() && self.forgotten.is_empty()
    }
}

/// Reads everything.
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
        let mut kept = LoadedRoom {
            name: name.value().to_owned(),
            number,
            epoch: epoch.to_owned(),
            entries: Vec::new(),
            keys: Vec::new(),
        };
        for row in entries.range(all_of(number))? {
            let (place, json) = row?;
            let (_, offset) = place.value();
            let entry = Entry::from_json(json.value()).filter(|entry| entry.offset() == offset);
            kept.entries
                .push(Arc::new(entry.ok_or_else(|| DiskError::Damaged {
                    room: kept.name.clone(),
                    offset,
                })?));
        }
        for row in keys.range(all_of(number))? {
            let (place, key) = row?;
            kept.keys.push((place.value().1, key.value()));
        }
        loaded.push(kept);
    }
    Ok(loaded)
}

/// Writes changes together: when this returns they are on the disk, all of them.
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
            // Another may have got its name since.
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
