//! The rollback of a stream: NATS came back in an earlier state and assigns offsets a second time, in the same epoch.
//!
//! The note outlives the rooms that noticed it, because those close when their members have to join again. It holds
//! for every room, because all rooms are in one stream.

use std::sync::{Mutex, MutexGuard, PoisonError};

use protocol::superchat::StreamPosition;

/// The newest position that may have been assigned twice.
#[derive(Debug, Default)]
pub(super) struct Rollback(Mutex<Option<StreamPosition>>);

impl Rollback {
    /// Notes that offsets through this position were assigned twice.
    pub(super) fn note(&self, through: StreamPosition) {
        let mut newest = self.newest();
        let is_known =
            |it: &StreamPosition| it.epoch == through.epoch && it.offset >= through.offset;
        if !newest.as_ref().is_some_and(is_known) {
            *newest = Some(through);
        }
    }

    /// The newest position that was assigned twice; `None` before any rollback.
    pub(super) fn through(&self) -> Option<StreamPosition> {
        self.newest().clone()
    }

    /// No statement leaves the value half-written, so a poisoned lock is safe to use.
    fn newest(&self) -> MutexGuard<'_, Option<StreamPosition>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
