//! Through which offset the stream was another one once, in the same epoch: it came back as it was earlier.
//!
//! That outlives the rooms in which it was noticed, as those are closed when their members have to join again; and
//! as all rooms are in one stream, it is so of all of them.

use std::sync::{Mutex, MutexGuard, PoisonError};

use protocol::superchat::Position;

/// What a server knows of that.
#[derive(Debug, Default)]
pub(super) struct Doubts(Mutex<Option<Position>>);

impl Doubts {
    /// Offsets through that of this position have been given twice.
    pub(super) fn add(&self, through: Position) {
        let mut newest = self.newest();
        let is_known = |it: &Position| it.epoch == through.epoch && it.offset >= through.offset;
        if !newest.as_ref().is_some_and(is_known) {
            *newest = Some(through);
        }
    }

    /// Through which position they have been.
    pub(super) fn through(&self) -> Option<Position> {
        self.newest().clone()
    }

    /// It is whole between any two statements, also when a thread panicked among them.
    fn newest(&self) -> MutexGuard<'_, Option<Position>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
