//! Rooms that are being read, or have been, for a caller that no longer waits. Reading goes on for a while, so that a
//! room that takes longer to read than one caller waits is open for a later one.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::runtime::Handle;
use tokio::time::{Instant, sleep};

use super::stream_journal::StreamJournal;
use super::until_live;
use crate::room::store::StoreError;

/// The time for which an abandoned room is read on. Clients retry well within it.
const ABANDONED_OPEN_TTL: Duration = Duration::from_secs(30);

/// The limit of abandoned rooms. Beyond it, a room is closed when its caller leaves, and the next caller starts over.
/// It bounds the memory of rooms without members.
const MAX_ABANDONED: usize = 64;

/// The abandoned rooms, by name.
#[derive(Clone, Debug, Default)]
pub(super) struct PendingOpens(Arc<Mutex<Abandoned>>);

type Abandoned = HashMap<String, (StreamJournal, Instant)>;

impl PendingOpens {
    /// The abandoned room of that name, or else one that `open` starts to read.
    pub(super) fn open(&self, name: &str, open: impl FnOnce() -> StreamJournal) -> PendingOpen {
        let journal = self.abandoned().remove(name).map(|(journal, _)| journal);
        PendingOpen {
            pending_opens: self.clone(),
            name: name.to_owned(),
            journal: Some(journal.unwrap_or_else(open)),
        }
    }

    /// Reads a room on for [`ABANDONED_OPEN_TTL`].
    fn abandon(&self, name: String, journal: StreamJournal) {
        // Without a runtime its reader has ended.
        let Ok(runtime) = Handle::try_current() else {
            return;
        };
        let since = Instant::now();
        let mut abandoned = self.abandoned();
        if abandoned.len() >= MAX_ABANDONED || journal.has_ended() {
            return;
        }
        abandoned.insert(name.clone(), (journal, since));
        let pending_opens = self.clone();
        runtime.spawn(async move {
            sleep(ABANDONED_OPEN_TTL).await;
            let mut abandoned = pending_opens.abandoned();
            // The room may have been taken and abandoned again.
            if abandoned.get(&name).is_some_and(|(_, it)| *it == since) {
                abandoned.remove(&name);
            }
        });
    }

    /// No statement leaves the map half-written, so a poisoned lock is safe to use.
    fn abandoned(&self) -> MutexGuard<'_, Abandoned> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A room that a caller waits for. Dropping it abandons the room.
#[derive(Debug)]
pub(super) struct PendingOpen {
    pending_opens: PendingOpens,
    name: String,
    /// `None` once the caller has it.
    journal: Option<StreamJournal>,
}

impl PendingOpen {
    /// The room, once it has been read to its end.
    ///
    /// # Errors
    ///
    /// Reading takes longer than one caller waits. Try again: reading goes on.
    pub(super) async fn until_live(mut self) -> Result<StreamJournal, StoreError> {
        if let Some(journal) = &self.journal {
            until_live(&journal.is_live).await?;
        }
        self.journal.take().ok_or(StoreError::NotReady)
    }
}

impl Drop for PendingOpen {
    fn drop(&mut self) {
        if let Some(journal) = self.journal.take() {
            self.pending_opens
                .abandon(std::mem::take(&mut self.name), journal);
        }
    }
}
