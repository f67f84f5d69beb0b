//! What the thread knows of a room in the database.

use std::sync::Arc;

use super::disk::LoadedRoom;
use crate::room::store::Sequencer;
use crate::room::{LogEntry, Room};

/// A room in the database.
pub(super) struct DiskRoom {
    pub(super) number: u64,
    /// Whether the database has it, or the current batch adds it.
    pub(super) is_on_disk: bool,
    pub(super) sequencer: Sequencer,
    /// The offset of the newest published message.
    pub(super) published: u64,
    /// The offset through which the room's log has evicted messages.
    pub(super) evicted: u64,
    /// The offsets through which messages and keys are deleted from the disk.
    pub(super) trimmed: (u64, u64),
    /// The open room; `None` until it is opened.
    pub(super) room: Option<Arc<Room>>,
    /// Its messages from the disk, until it is opened.
    pub(super) entries: Vec<Arc<LogEntry>>,
}

impl DiskRoom {
    /// A room that the database does not have.
    pub(super) fn new(number: u64, epoch: &str, max_keys: usize) -> Self {
        Self {
            number,
            is_on_disk: false,
            sequencer: Sequencer::new(epoch, max_keys, 0),
            published: 0,
            evicted: 0,
            trimmed: (0, 0),
            room: None,
            entries: Vec::new(),
        }
    }

    /// A room as the database has it.
    pub(super) fn loaded(loaded: LoadedRoom, max_keys: usize) -> Self {
        let before_first = |offset: Option<u64>| offset.map(|offset| offset.saturating_sub(1));
        let forgotten = before_first(loaded.keys.first().map(|(offset, _)| *offset));
        let mut sequencer = Sequencer::new(&loaded.epoch, max_keys, forgotten.unwrap_or(0));
        let newest_ms = loaded.entries.last().map_or(0, |entry| entry.time_ms());
        for (offset, key) in loaded.keys {
            sequencer.remember(offset, newest_ms, key);
        }
        let evicted = before_first(loaded.entries.first().map(|entry| entry.offset()));
        Self {
            is_on_disk: true,
            published: sequencer.newest(),
            evicted: evicted.unwrap_or(sequencer.newest()),
            sequencer,
            entries: loaded.entries,
            ..Self::new(loaded.number, &loaded.epoch, max_keys)
        }
    }

    /// The memory of its messages and keys until it is opened, in bytes.
    pub(super) fn bytes(&self) -> usize {
        let entries: usize = self.entries.iter().map(|entry| entry.bytes()).sum();
        entries + self.sequencer.bytes()
    }

    /// Replaces the state from before a failure, and publishes the messages that are on the disk since.
    pub(super) fn replace(&mut self, old: Self) {
        if let Some(room) = &old.room {
            let entries = std::mem::take(&mut self.entries).into_iter();
            self.evicted = room.publish(entries.filter(|entry| entry.offset() > old.published));
        }
        if let Some(room) = &old.room {
            self.sequencer.count_in(room.memory());
        }
        self.room = old.room;
    }

    /// Begins the log of the room with its messages.
    pub(super) fn open(&mut self, room: Arc<Room>) {
        let entries = std::mem::take(&mut self.entries);
        room.reset(self.sequencer.epoch(), self.evicted, entries);
        self.sequencer.count_in(room.memory());
        self.room = Some(room);
    }
}
