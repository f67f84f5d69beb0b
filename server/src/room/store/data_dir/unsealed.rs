//! The tables of earlier versions, which have no checksums. Rooms in them are written into the tables with checksums
//! when a server first opens the file.
//!
//! A server of an earlier version that opens the file afterwards does not see those rooms, and begins others. They are
//! joined with the former when this version opens the file again.

use std::sync::Arc;

use redb::{ReadTransaction, ReadableTable, TableDefinition, TableError, WriteTransaction};

use super::disk::{Contents, LoadedRoom, all_of};
use super::disk_error::{Damage, DiskError};
use crate::room::LogEntry;
use crate::room::store::IdempotencyKey;

/// By room name: the number of the room and the epoch of its log.
const ROOMS: TableDefinition<'_, &str, (u64, &str)> = TableDefinition::new("rooms");

/// By room number and offset: the message as JSON.
const ENTRIES: TableDefinition<'_, (u64, u64), &[u8]> = TableDefinition::new("entries");

/// By room number and offset: the idempotency key of a message.
const KEYS: TableDefinition<'_, (u64, u64), IdempotencyKey> = TableDefinition::new("keys");

/// Reads every room without checksums.
pub(super) fn read(
    transaction: &ReadTransaction,
    contents: &mut Contents,
) -> Result<(), DiskError> {
    let rooms = match transaction.open_table(ROOMS) {
        Ok(rooms) => rooms,
        Err(TableError::TableDoesNotExist(_)) => return Ok(()),
        Err(error) => return Err(error.into()),
    };
    let entries = transaction.open_table(ENTRIES)?;
    let keys = transaction.open_table(KEYS)?;
    for row in rooms.iter()? {
        let (name, value) = row?;
        let (number, epoch) = value.value();
        let mut room = LoadedRoom {
            name: name.value().to_owned(),
            number,
            epoch: epoch.to_owned(),
            entries: Vec::new(),
            keys: Vec::new(),
        };
        for row in entries.range(all_of(number))? {
            let (place, json) = row?;
            let (_, offset) = place.value();
            let entry = LogEntry::from_json(json.value());
            match entry.filter(|entry| entry.offset() == offset) {
                Some(entry) => room.entries.push(Arc::new(entry)),
                None => contents.damage.push(Damage::Message {
                    room: room.name.clone(),
                    offset,
                }),
            }
        }
        for row in keys.range(all_of(number))? {
            let (place, key) = row?;
            room.keys.push((place.value().1, key.value()));
        }
        contents.unsealed.push(room);
    }
    Ok(())
}

/// Deletes the tables.
pub(super) fn delete(transaction: &WriteTransaction) -> Result<(), DiskError> {
    transaction.delete_table(ROOMS)?;
    transaction.delete_table(ENTRIES)?;
    transaction.delete_table(KEYS)?;
    Ok(())
}

/// Writes rooms as earlier versions did.
#[cfg(test)]
pub(super) fn write(database: &redb::Database, rooms: &[LoadedRoom]) {
    let transaction = database.begin_write().unwrap();
    {
        let mut of_rooms = transaction.open_table(ROOMS).unwrap();
        let mut entries = transaction.open_table(ENTRIES).unwrap();
        let mut keys = transaction.open_table(KEYS).unwrap();
        for room in rooms {
            let value = (room.number, room.epoch.as_str());
            of_rooms.insert(room.name.as_str(), value).unwrap();
            for entry in &room.entries {
                let place = (room.number, entry.offset());
                entries.insert(place, entry.json().as_bytes()).unwrap();
            }
            for (offset, key) in &room.keys {
                keys.insert((room.number, *offset), key).unwrap();
            }
        }
    }
    transaction.commit().unwrap();
}
