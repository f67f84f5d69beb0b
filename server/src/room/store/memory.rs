//! A store that keeps rooms until the server ends.

use std::sync::{Arc, Mutex, PoisonError};

use futures_util::FutureExt;
use futures_util::future::{BoxFuture, ready};

use super::{Admitted, Draft, Journal, Receipt, Sequencer, Store, StoreError, StoredRoom};
use crate::room::{Room, now_ms};

/// Keeps rooms in memory.
#[derive(Clone, Copy, Debug)]
pub struct Memory {
    max_keys: usize,
}

impl Memory {
    /// A store that remembers the keys of the newest `max_keys` messages of each room.
    #[must_use]
    pub fn new(max_keys: usize) -> Self {
        Self { max_keys }
    }
}

impl Store for Memory {
    fn rooms(&self) -> Vec<StoredRoom> {
        Vec::new()
    }

    fn open<'a>(
        &'a self,
        _: &'a str,
        room: Arc<Room>,
    ) -> BoxFuture<'a, Result<Box<dyn Journal>, StoreError>> {
        let mut sequencer = Sequencer::new(&new_epoch(), self.max_keys, 0);
        sequencer.count_in(room.memory());
        room.reset(sequencer.epoch(), 0, []);
        let sequencer = Mutex::new(sequencer);
        let journal: Box<dyn Journal> = Box::new(MemoryJournal { sequencer, room });
        ready(Ok(journal)).boxed()
    }

    fn forget(&self, _: &str) -> bool {
        true
    }
}

/// The journal of a room in memory. It publishes a message at once.
#[derive(Debug)]
struct MemoryJournal {
    /// Locked until the message is published, so that offsets and publications have one order.
    sequencer: Mutex<Sequencer>,
    room: Arc<Room>,
}

impl Journal for MemoryJournal {
    fn append(&self, draft: Draft) -> BoxFuture<'_, Result<Receipt, StoreError>> {
        let mut sequencer = self
            .sequencer
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let offset = sequencer
            .admit(draft, now_ms())
            .map(|admitted| match admitted {
                Admitted::Duplicate(offset) => offset,
                Admitted::New(entry, _) => {
                    let offset = entry.offset();
                    self.room.publish([entry]);
                    offset
                }
            })
            .map_err(StoreError::from);
        ready(Ok(ready(offset).boxed())).boxed()
    }
}

/// A random epoch: 16 hexadecimal digits.
pub(super) fn new_epoch() -> String {
    format!("{:016x}", fastrand::u64(..))
}
