//! The thread that has the database: takes what it is asked for, writes it together, and publishes it when
//! it is on the disk.
//!
//! While the disk is busy with some messages others come, and are written with the next: so it takes no
//! more writes than the disk can do, however many speak.

use std::collections::HashMap;
use std::sync::Arc;

use redb::Database;
use tokio::sync::{mpsc, oneshot};
use tracing::{error, info};

use super::Request;
use super::disk::{self, Changes, DiskError, LoadedRoom, Open};
use crate::room::store::memory::new_epoch;
use crate::room::store::{Admitted, Draft, KeptRoom, Sequence, StoreError};
use crate::room::{Bounds, Entry, Room, now_ms};

/// How many requests are done together at most, so that the first of them does not wait for long.
const MAX_TOGETHER: usize = 256;

/// The database, and what is known of its rooms.
pub(super) struct Writer {
    open: Open,
    /// There is none after a failure, until it can be opened again.
    database: Option<Database>,
    rooms: HashMap<String, Kept>,
    next_number: u64,
    max_keys: usize,
}

/// A room.
struct Kept {
    number: u64,
    is_on_disk: bool,
    sequence: Sequence,
    /// The offset of the newest message that is published.
    published: u64,
    /// The offset through which the room has let go of messages.
    evicted: u64,
    /// The offsets through which messages and keys are gone from the disk.
    gone: (u64, u64),
    /// The room, once it is open.
    room: Option<Arc<Room>>,
    /// What has been read of it, until it is open.
    entries: Vec<Arc<Entry>>,
}

/// What is done together.
#[derive(Default)]
struct Batch {
    changes: Changes,
    /// By the number of the room: another may have got its name meanwhile.
    publications: HashMap<u64, Publication>,
    replies: Vec<(oneshot::Sender<Reply>, Reply)>,
}

/// What is published in a room once it is on the disk.
struct Publication {
    name: String,
    room: Arc<Room>,
    entries: Vec<Arc<Entry>>,
}

type Reply = Result<u64, StoreError>;

impl Writer {
    /// Opens the database and reads it. Rooms in which everything is older than `bounds` are let go of.
    pub(super) fn open(open: Open, bounds: Bounds, max_keys: usize) -> Result<Self, DiskError> {
        let mut writer = Self {
            open,
            database: None,
            rooms: HashMap::new(),
            next_number: 1,
            max_keys,
        };
        let database = (writer.open)()?;
        writer.rooms = writer.kept(disk::load(&database)?);
        let oldest_ms = now_ms().saturating_sub(bounds.age_ms);
        let mut changes = Changes::default();
        writer.rooms.retain(|name, kept| {
            let is_young = |entry: &Arc<Entry>| entry.time_ms() >= oldest_ms;
            let is_kept = kept.entries.last().is_some_and(is_young);
            if !is_kept {
                changes.forgotten.push((name.clone(), kept.number));
            }
            is_kept
        });
        if !changes.is_empty() {
            disk::write(&database, &changes)?;
        }
        writer.database = Some(database);
        Ok(writer)
    }

    /// The rooms that are kept.
    pub(super) fn rooms(&self) -> Vec<KeptRoom> {
        let rooms = self.rooms.iter().map(|(name, kept)| KeptRoom {
            name: name.clone(),
            newest_ms: kept.entries.last().map_or(0, |entry| entry.time_ms()),
        });
        rooms.collect()
    }

    /// Does what it is asked for, until nobody can ask any more.
    pub(super) fn run(mut self, mut requests: mpsc::Receiver<Request>) {
        while let Some(first) = requests.blocking_recv() {
            if self.database.is_none()
                && let Err(error) = self.recover()
            {
                error!(%error, "the rooms cannot be opened again");
            }
            let mut batch = Batch::default();
            self.take(first, &mut batch);
            for _ in 1..MAX_TOGETHER {
                let Ok(next) = requests.try_recv() else { break };
                self.take(next, &mut batch);
            }
            self.finish(batch);
        }
    }

    fn take(&mut self, request: Request, batch: &mut Batch) {
        match request {
            Request::Open { name, room, reply } => {
                let kept = self.rooms.entry(name).or_insert_with(|| {
                    self.next_number += 1;
                    Kept::new(self.next_number - 1, &new_epoch(), self.max_keys)
                });
                kept.open(room);
                // Whoever wanted it open may have gone.
                let _ = reply.send(());
            }
            Request::Append { name, draft, reply } => match self.append(&name, draft, batch) {
                Ok(offset) => batch.replies.push((reply, Ok(offset))),
                Err(refused) => batch.replies.push((reply, Err(refused))),
            },
            Request::Forget { name } => {
                if let Some(kept) = self.rooms.remove(&name)
                    && kept.is_on_disk
                {
                    batch.changes.forgotten.push((name, kept.number));
                }
            }
        }
    }

    fn append(&mut self, name: &str, draft: Draft, batch: &mut Batch) -> Reply {
        if self.database.is_none() {
            return Err(StoreError::Unavailable);
        }
        // One that has been let go of in the meantime is opened again by who comes next.
        let kept = self.rooms.get_mut(name).ok_or(StoreError::Unavailable)?;
        let room = kept.room.clone().ok_or(StoreError::Unavailable)?;
        match kept.sequence.admit(draft, now_ms())? {
            Admitted::Known(offset) => Ok(offset),
            Admitted::New(entry, key) => {
                if !kept.is_on_disk {
                    let epoch = kept.sequence.epoch().to_owned();
                    let of_room = (name.to_owned(), kept.number, epoch);
                    batch.changes.rooms.push(of_room);
                    kept.is_on_disk = true;
                }
                let offset = entry.offset();
                let of_entry = (kept.number, Arc::clone(&entry), key);
                batch.changes.entries.push(of_entry);
                let of_room = batch.publications.entry(kept.number);
                let publication = of_room.or_insert_with(|| Publication {
                    name: name.to_owned(),
                    room,
                    entries: Vec::new(),
                });
                publication.entries.push(entry);
                Ok(offset)
            }
        }
    }

    /// Writes, and then tells.
    fn finish(&mut self, mut batch: Batch) {
        if let Err(error) = self.write(&mut batch) {
            error!(%error, "what was said cannot be kept");
            // The database takes nothing more. What has been admitted may or may not be in it.
            self.database = None;
            for (reply, _) in batch.replies {
                let _ = reply.send(Err(StoreError::Unavailable));
            }
            return;
        }
        for (number, publication) in batch.publications {
            let evicted = publication.room.publish(publication.entries);
            if let Some(kept) = self.kept_as(&publication.name, number) {
                (kept.published, kept.evicted) = (kept.sequence.newest(), evicted);
            }
        }
        for (reply, answer) in batch.replies {
            // Whoever said it may have gone.
            let _ = reply.send(answer);
        }
    }

    fn write(&mut self, batch: &mut Batch) -> Result<(), DiskError> {
        if batch.changes.is_empty() {
            return Ok(());
        }
        for (number, publication) in &batch.publications {
            if let Some(kept) = self.kept_as(&publication.name, *number) {
                // What the room has let go of since it was last written to.
                let gone = (kept.evicted, kept.sequence.forgotten());
                if kept.gone != gone {
                    kept.gone = gone;
                    batch.changes.evicted.push((kept.number, gone.0, gone.1));
                }
            }
        }
        match &self.database {
            Some(database) => disk::write(database, &batch.changes),
            None => Ok(()),
        }
    }

    /// The room of that name, where it still is the one with this number.
    fn kept_as(&mut self, name: &str, number: u64) -> Option<&mut Kept> {
        let kept = self.rooms.get_mut(name);
        kept.filter(|kept| kept.number == number)
    }

    /// Opens the database again after a failure, and goes on from what is in it: a message of which
    /// nobody knew whether it was kept may be there, and is then published.
    fn recover(&mut self) -> Result<(), DiskError> {
        let database = (self.open)()?;
        let mut rooms = self.kept(disk::load(&database)?);
        for (name, old) in std::mem::take(&mut self.rooms) {
            match rooms.get_mut(&name) {
                Some(kept) if kept.number == old.number => kept.take_over(old),
                // Of a room that is not there nothing has been kept.
                Some(_) | None => {
                    let epoch = old.sequence.epoch();
                    let mut kept = Kept::new(old.number, epoch, self.max_keys);
                    kept.room = old.room;
                    rooms.insert(name, kept);
                }
            }
        }
        info!("what is said can be kept again");
        self.rooms = rooms;
        self.database = Some(database);
        Ok(())
    }

    fn kept(&mut self, rooms: Vec<LoadedRoom>) -> HashMap<String, Kept> {
        let numbers = rooms.iter().map(|room| room.number + 1);
        self.next_number = numbers.fold(self.next_number, u64::max);
        rooms
            .into_iter()
            .map(|room| (room.name.clone(), Kept::loaded(room, self.max_keys)))
            .collect()
    }
}

impl Kept {
    fn new(number: u64, epoch: &str, max_keys: usize) -> Self {
        Self {
            number,
            is_on_disk: false,
            sequence: Sequence::new(epoch, max_keys, 0),
            published: 0,
            evicted: 0,
            gone: (0, 0),
            room: None,
            entries: Vec::new(),
        }
    }

    fn loaded(loaded: LoadedRoom, max_keys: usize) -> Self {
        let before_first = |offset: Option<u64>| offset.map(|offset| offset.saturating_sub(1));
        let forgotten = before_first(loaded.keys.first().map(|(offset, _)| *offset));
        let mut sequence = Sequence::new(&loaded.epoch, max_keys, forgotten.unwrap_or(0));
        let newest_ms = loaded.entries.last().map_or(0, |entry| entry.time_ms());
        for (offset, key) in loaded.keys {
            sequence.remember(offset, newest_ms, key);
        }
        let evicted = before_first(loaded.entries.first().map(|entry| entry.offset()));
        Self {
            is_on_disk: true,
            published: sequence.newest(),
            evicted: evicted.unwrap_or(sequence.newest()),
            sequence,
            entries: loaded.entries,
            ..Self::new(loaded.number, &loaded.epoch, max_keys)
        }
    }

    /// Takes the place of what was known before a failure, and publishes what has been kept since.
    fn take_over(&mut self, old: Self) {
        if let Some(room) = &old.room {
            let entries = std::mem::take(&mut self.entries).into_iter();
            self.evicted = room.publish(entries.filter(|entry| entry.offset() > old.published));
        }
        self.room = old.room;
    }

    fn open(&mut self, room: Arc<Room>) {
        let entries = std::mem::take(&mut self.entries);
        room.begin(self.sequence.epoch(), self.evicted, entries);
        self.room = Some(room);
    }
}
