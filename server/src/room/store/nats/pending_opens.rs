//! Rooms that are being read, or have been, for somebody who has not waited for it. They are read on for a while: to
//! begin anew whenever somebody asks would be never to be done with a room that takes longer than one waits.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::runtime::Handle;
use tokio::time::{Instant, sleep};

use super::journal::Streamed;
use super::until_live;
use crate::room::store::StoreError;

/// How long a room is read for which nobody asks.
const LIFETIME: Duration = Duration::from_secs(30);

/// How many such rooms there may be.
const MAX_ROOMS: usize = 64;

/// Rooms that somebody has asked for, by their names.
#[derive(Clone, Debug, Default)]
pub(super) struct Unclaimed(Arc<Mutex<Rooms>>);

type Rooms = HashMap<String, (Streamed, Instant)>;

impl Unclaimed {
    /// The room of that name, or else one that is opened, until whoever asks for it has it or does not wait any longer.
    pub(super) fn ask(&self, name: &str, open: impl FnOnce() -> Streamed) -> Asked {
        let streamed = self.rooms().remove(name).map(|(streamed, _)| streamed);
        Asked {
            unclaimed: self.clone(),
            name: name.to_owned(),
            streamed: Some(streamed.unwrap_or_else(open)),
        }
    }

    /// Reads a room on for a while.
    fn keep(&self, name: String, streamed: Streamed) {
        // Without a runtime it is read no more.
        let Ok(runtime) = Handle::try_current() else {
            return;
        };
        let since = Instant::now();
        let mut rooms = self.rooms();
        if rooms.len() >= MAX_ROOMS || streamed.has_ended() {
            return;
        }
        rooms.insert(name.clone(), (streamed, since));
        let unclaimed = self.clone();
        runtime.spawn(async move {
            sleep(LIFETIME).await;
            let mut rooms = unclaimed.rooms();
            if rooms.get(&name).is_some_and(|(_, it)| *it == since) {
                rooms.remove(&name);
            }
        });
    }

    /// The map is whole between any two statements, also when a thread panicked among them.
    fn rooms(&self) -> MutexGuard<'_, Rooms> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A room that somebody waits for.
#[derive(Debug)]
pub(super) struct Asked {
    unclaimed: Unclaimed,
    name: String,
    /// Until it is claimed.
    streamed: Option<Streamed>,
}

impl Asked {
    /// The room, when all that there was has been read, if that is soon.
    pub(super) async fn until_live(mut self) -> Result<Streamed, StoreError> {
        if let Some(streamed) = &self.streamed {
            until_live(&streamed.is_live).await?;
        }
        self.streamed.take().ok_or(StoreError::Unavailable)
    }
}

impl Drop for Asked {
    fn drop(&mut self) {
        if let Some(streamed) = self.streamed.take() {
            self.unclaimed
                .keep(std::mem::take(&mut self.name), streamed);
        }
    }
}
