//! The thread that owns the database. It takes requests, writes them in one transaction, and publishes messages when
//! they are on the disk.
//!
//! Messages that arrive while the disk is busy are written together in the next transaction. So the number of writes
//! follows from the disk, and not from the number of members.

use std::collections::HashMap;
use std::sync::Arc;

use redb::Database;
use tokio::sync::{mpsc, oneshot};
use tracing::{error, info};

use super::WriteRequest;
use super::contained::contained;
use super::disk::{self, Changes, LoadedRoom, OpenDatabase};
use super::disk_error::DiskError;
use super::disk_room::DiskRoom;
use super::one_room_each::one_room_each;
use crate::room::store::memory::new_epoch;
use crate::room::store::{Admitted, Draft, StoreError, StoredRoom};
use crate::room::{LogEntry, LogLimits, Room, now_ms};

/// The limit of requests in one transaction. Further ones go into the next, so that the first does not wait for long.
const MAX_BATCH_REQUESTS: usize = 256;

/// The database, and the state of its rooms.
pub(super) struct Writer {
    open: OpenDatabase,
    /// `None` after a failure, until it can be opened again.
    database: Option<Database>,
    rooms: HashMap<String, DiskRoom>,
    next_number: u64,
    max_keys: usize,
}

/// The requests of one transaction, and what follows it.
#[derive(Default)]
struct Batch {
    changes: Changes,
    /// By room number, because a newer room may have the name.
    publications: HashMap<u64, RoomPublication>,
    replies: Vec<(oneshot::Sender<AppendResult>, AppendResult)>,
}

/// The messages to publish in a room once they are on the disk.
struct RoomPublication {
    name: String,
    room: Arc<Room>,
    entries: Vec<Arc<LogEntry>>,
}

type AppendResult = Result<u64, StoreError>;

impl Writer {
    /// Opens the database, reads it, and deletes rooms whose newest message is older than `limits` allow.
    ///
    /// # Errors
    ///
    /// The database cannot be opened, read or written.
    pub(super) fn open(
        open: OpenDatabase,
        limits: LogLimits,
        max_keys: usize,
    ) -> Result<Self, DiskError> {
        let mut writer = Self {
            open,
            database: None,
            rooms: HashMap::new(),
            next_number: 1,
            max_keys,
        };
        let database = writer.load()?;
        let oldest_ms = now_ms().saturating_sub(limits.age_ms);
        let mut changes = Changes::default();
        writer.rooms.retain(|name, disk_room| {
            let is_young = |entry: &Arc<LogEntry>| entry.time_ms() >= oldest_ms;
            let is_recent = disk_room.entries.last().is_some_and(is_young);
            if !is_recent {
                changes.forgotten.push((name.clone(), disk_room.number));
            }
            is_recent
        });
        if !changes.is_empty() {
            disk::write(&database, &changes)?;
        }
        writer.database = Some(database);
        Ok(writer)
    }

    /// Opens the database, and reads its rooms.
    fn load(&mut self) -> Result<Database, DiskError> {
        let database = contained(|| Ok((self.open)()?))?;
        let (rooms, has_changed) = one_room_each(disk::load(&database)?);
        if has_changed {
            disk::replace(&database, &rooms)?;
            info!("the rooms are stored with checksums, and under the names that people see");
        }
        self.rooms = self.disk_rooms(rooms);
        Ok(database)
    }

    /// The rooms in the database.
    pub(super) fn rooms(&self) -> Vec<StoredRoom> {
        let rooms = self.rooms.iter().map(|(name, disk_room)| StoredRoom {
            name: name.clone(),
            newest_ms: disk_room.entries.last().map_or(0, |entry| entry.time_ms()),
            bytes: disk_room.bytes(),
        });
        rooms.collect()
    }

    /// Serves requests until the last sender is dropped.
    pub(super) fn run(mut self, mut requests: mpsc::Receiver<WriteRequest>) {
        while let Some(first) = requests.blocking_recv() {
            if self.database.is_none()
                && let Err(error) = self.recover()
            {
                error!(%error, "cannot open the database of rooms again; refusing messages");
            }
            let mut batch = Batch::default();
            self.take(first, &mut batch);
            for _ in 1..MAX_BATCH_REQUESTS {
                let Ok(next) = requests.try_recv() else { break };
                self.take(next, &mut batch);
            }
            self.finish(batch);
        }
        self.close();
    }

    fn take(&mut self, request: WriteRequest, batch: &mut Batch) {
        match request {
            WriteRequest::Open { name, room, reply } => {
                let disk_room = self.rooms.entry(name).or_insert_with(|| {
                    self.next_number += 1;
                    DiskRoom::new(self.next_number - 1, &new_epoch(), self.max_keys)
                });
                disk_room.open(room);
                // The caller may have given up.
                let _ = reply.send(());
            }
            WriteRequest::Append { name, draft, reply } => {
                let result = self.append(&name, draft, batch);
                batch.replies.push((reply, result));
            }
            WriteRequest::Forget { name } => {
                if let Some(disk_room) = self.rooms.remove(&name)
                    && disk_room.is_on_disk
                {
                    batch.changes.forgotten.push((name, disk_room.number));
                }
            }
        }
    }

    fn append(&mut self, name: &str, draft: Draft, batch: &mut Batch) -> AppendResult {
        if self.database.is_none() {
            return Err(StoreError::NotReady);
        }
        // A room that was forgotten in the meantime is opened again by the next join.
        let disk_room = self.rooms.get_mut(name).ok_or(StoreError::NotReady)?;
        let room = disk_room.room.clone().ok_or(StoreError::NotReady)?;
        match disk_room.sequencer.admit(draft, now_ms())? {
            Admitted::Duplicate(offset) => Ok(offset),
            Admitted::New(entry, key) => {
                if !disk_room.is_on_disk {
                    let epoch = disk_room.sequencer.epoch().to_owned();
                    let of_room = (name.to_owned(), disk_room.number, epoch);
                    batch.changes.rooms.push(of_room);
                    disk_room.is_on_disk = true;
                }
                let offset = entry.offset();
                let of_entry = (disk_room.number, Arc::clone(&entry), key);
                batch.changes.entries.push(of_entry);
                let of_room = batch.publications.entry(disk_room.number);
                let publication = of_room.or_insert_with(|| RoomPublication {
                    name: name.to_owned(),
                    room,
                    entries: Vec::new(),
                });
                publication.entries.push(entry);
                Ok(offset)
            }
        }
    }

    /// Writes a batch, then publishes its messages and replies.
    fn finish(&mut self, mut batch: Batch) {
        if let Err(error) = self.write(&mut batch) {
            error!(%error, "cannot write to the database of rooms; refusing messages");
            // The batch may be on the disk or not. `recover` reads what is there.
            self.close();
            let failed = StoreError::failed(error);
            for (reply, _) in batch.replies {
                let _ = reply.send(Err(failed.clone()));
            }
            return;
        }
        for (number, publication) in batch.publications {
            let evicted = publication.room.publish(publication.entries);
            if let Some(disk_room) = self.room_numbered(&publication.name, number) {
                (disk_room.published, disk_room.evicted) = (disk_room.sequencer.newest(), evicted);
            }
        }
        for (reply, answer) in batch.replies {
            // The caller may have given up.
            let _ = reply.send(answer);
        }
    }

    /// Gives the database up. It may be half-changed, so closing it may fail too.
    fn close(&mut self) {
        let database = self.database.take();
        if let Err(error) = contained(|| {
            drop(database);
            Ok(())
        }) {
            error!(%error, "cannot close the database of rooms");
        }
    }

    fn write(&mut self, batch: &mut Batch) -> Result<(), DiskError> {
        if batch.changes.is_empty() {
            return Ok(());
        }
        for (number, publication) in &batch.publications {
            if let Some(disk_room) = self.room_numbered(&publication.name, *number) {
                // What the log has evicted since the last transaction.
                let trimmed = (disk_room.evicted, disk_room.sequencer.forgotten_through());
                if disk_room.trimmed != trimmed {
                    disk_room.trimmed = trimmed;
                    batch
                        .changes
                        .evicted
                        .push((disk_room.number, trimmed.0, trimmed.1));
                }
            }
        }
        match &self.database {
            Some(database) => disk::write(database, &batch.changes),
            None => Ok(()),
        }
    }

    /// The room of that name, unless it is a newer one with another number.
    fn room_numbered(&mut self, name: &str, number: u64) -> Option<&mut DiskRoom> {
        let disk_room = self.rooms.get_mut(name);
        disk_room.filter(|disk_room| disk_room.number == number)
    }

    /// Opens the database again after a failure, and continues from its contents. A message whose sender was refused
    /// may be there, and is published.
    fn recover(&mut self) -> Result<(), DiskError> {
        let before = std::mem::take(&mut self.rooms);
        let database = match self.load() {
            Ok(database) => database,
            Err(error) => {
                self.rooms = before;
                return Err(error);
            }
        };
        let mut rooms = std::mem::take(&mut self.rooms);
        for (name, old) in before {
            match rooms.get_mut(&name) {
                Some(disk_room) if disk_room.number == old.number => disk_room.replace(old),
                // The database has nothing of this room.
                Some(_) | None => {
                    let epoch = old.sequencer.epoch();
                    let mut disk_room = DiskRoom::new(old.number, epoch, self.max_keys);
                    if let Some(room) = &old.room {
                        disk_room.sequencer.count_in(room.memory());
                    }
                    disk_room.room = old.room;
                    rooms.insert(name, disk_room);
                }
            }
        }
        info!("the database of rooms is open again");
        self.rooms = rooms;
        self.database = Some(database);
        Ok(())
    }

    fn disk_rooms(&mut self, rooms: Vec<LoadedRoom>) -> HashMap<String, DiskRoom> {
        let numbers = rooms.iter().map(|room| room.number + 1);
        self.next_number = numbers.fold(self.next_number, u64::max);
        rooms
            .into_iter()
            .map(|room| (room.name.clone(), DiskRoom::loaded(room, self.max_keys)))
            .collect()
    }
}
