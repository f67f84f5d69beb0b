//! A store that keeps rooms for as long as the server runs.

use std::sync::{Arc, Mutex, PoisonError};

use futures_util::FutureExt;
use futures_util::future::{BoxFuture, ready};

use super::{Admitted, Draft, Journal, KeptRoom, Receipt, Sequence, Store, StoreError};
use crate::room::{Room, now_ms};

/// Keeps nothing beyond what the rooms themselves have.
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
    fn rooms(&self) -> Vec<KeptRoom> {
        Vec::new()
    }

    fn open<'a>(
        &'a self,
        _: &'a str,
        room: Arc<Room>,
    ) -> BoxFuture<'a, Result<Box<dyn Journal>, StoreError>> {
        let sequence = Sequence::new(&new_epoch(), self.max_keys, 0);
        room.begin(sequence.epoch(), 0, []);
        let sequence = Mutex::new(sequence);
        let journal: Box<dyn Journal> = Box::new(Published { sequence, room });
        ready(Ok(journal)).boxed()
    }

    fn forget(&self, _: &str) -> bool {
        true
    }
}

/// A room in which what is said is published at once.
#[derive(Debug)]
struct Published {
    /// Locked until the message is published, so that the order of both is one.
    sequence: Mutex<Sequence>,
    room: Arc<Room>,
}

impl Journal for Published {
    fn append(&self, draft: Draft) -> BoxFuture<'_, Result<Receipt, StoreError>> {
        let mut sequence = self.sequence.lock().unwrap_or_else(PoisonError::into_inner);
        let offset = sequence
            .admit(draft, now_ms())
            .map(|admitted| match admitted {
                Admitted::Known(offset) => offset,
                Admitted::New(entry, _) => {
                    let offset = entry.offset();
                    self.room.publish([entry]);
                    offset
                }
            });
        ready(Ok(ready(offset).boxed())).boxed()
    }
}

/// The name of a log that there has not been.
pub(super) fn new_epoch() -> String {
    format!("{:016x}", fastrand::u64(..))
}
