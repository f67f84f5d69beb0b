//! A store that any number of servers share: a NATS with JetStream.
//!
//! What is said is kept in one stream (`streams`), a subject for each room; the offset of a message is its
//! sequence in the stream. A server that has a room open reads the room's subject (`tail`) from its
//! beginning, publishes it as it comes (`reader`), its own members' words like everybody's, and judges by
//! what it has read which message is which (`known`). So whatever becomes of a connection or of an
//! acknowledgement, every server comes to the same log. One for which nobody waits any more is read on for a while
//! (`unclaimed`); and that the stream came back as it was earlier is remembered (`doubts`).
//!
//! Who has which name is kept in another stream, and each server that has the room open lets the others hear
//! that it is still there (`names`, `keeper`): a name of one that is not heard any more is free.
//!
//! What belongs here: putting these together for a room. What may not enter: how NATS is spoken (`link`,
//! `tail`, `streams`), and judgement (`known`, `roll`).

mod doubts;
mod journal;
mod keeper;
mod known;
mod link;
mod names;
mod reader;
mod record;
mod roll;
mod said;
mod streams;
mod subject;
mod tail;
mod unclaimed;

use std::sync::Arc;
use std::time::Duration;

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use tokio::sync::watch;
use tokio::time::timeout;

use self::journal::Streamed;
use self::link::{Link, PATIENCE};
use self::streams::Keeping;
use self::unclaimed::Unclaimed;
use super::{Journal, KeptRoom, Store, StoreError};
use crate::room::names::Names;
use crate::room::{Bounds, Room};

pub use link::{NatsError, NatsSettings};

/// How long a server that ends may take to give back the names of its members.
const LEAVING: Duration = Duration::from_secs(2);

/// Keeps rooms in a NATS.
#[derive(Debug)]
pub struct Nats {
    link: Arc<Link>,
    max_keys: usize,
    unclaimed: Unclaimed,
}

impl Nats {
    /// The rooms in the NATS that `settings` name. It need not be there yet: until it is, nobody can join. Each
    /// room has at least the messages that a log within `bounds` has, and the newest `max_keys` before
    /// those, by which a message is known that comes again.
    ///
    /// # Errors
    ///
    /// What is wrong with the settings.
    pub fn connect(
        settings: &NatsSettings,
        bounds: Bounds,
        max_keys: usize,
    ) -> Result<Self, NatsError> {
        let keeping = Keeping {
            messages: bounds.messages.saturating_add(max_keys),
            age_ms: bounds.age_ms,
            replicas: settings.replicas,
        };
        Ok(Self {
            link: Arc::new(Link::start(settings, keeping)?),
            max_keys,
            unclaimed: Unclaimed::default(),
        })
    }
}

/// Completes when all that there was has been read, if that is soon.
async fn until_live(is_live: &watch::Receiver<bool>) -> Result<(), StoreError> {
    let mut is_live = is_live.clone();
    match timeout(PATIENCE, is_live.wait_for(|is_live| *is_live)).await {
        Ok(Ok(_)) => Ok(()),
        Ok(Err(_)) | Err(_) => Err(StoreError::Unavailable),
    }
}

impl Store for Nats {
    fn rooms(&self) -> Vec<KeptRoom> {
        // A room is open where there is somebody in it; the others cost this server nothing.
        Vec::new()
    }

    fn open<'a>(
        &'a self,
        name: &'a str,
        room: Arc<Room>,
    ) -> BoxFuture<'a, Result<Box<dyn Journal>, StoreError>> {
        async move {
            if !self.link.is_up() {
                return Err(StoreError::Unavailable);
            }
            let open = || Streamed::open(&self.link, name, room, self.max_keys);
            let opened = self.unclaimed.ask(name, open).until_live().await?;
            let journal: Box<dyn Journal> = Box::new(opened);
            Ok(journal)
        }
        .boxed()
    }

    fn names<'a>(
        &'a self,
        name: &'a str,
        room: Arc<Room>,
    ) -> BoxFuture<'a, Result<Box<dyn Names>, StoreError>> {
        async move {
            let shared = names::Shared::open(&self.link, name, room);
            until_live(&shared.is_live).await?;
            let names: Box<dyn Names> = Box::new(shared);
            Ok(names)
        }
        .boxed()
    }

    fn is_shared(&self) -> bool {
        true
    }

    fn settle(&self) -> BoxFuture<'_, ()> {
        async move {
            if self.link.is_up() {
                // What is not given back by then is free when others have not heard of it for a while.
                let left = self.link.unless_lost(self.link.leaving.closed());
                let _ = timeout(LEAVING, left).await;
            }
        }
        .boxed()
    }

    fn forget(&self, _: &str) -> bool {
        // What is too old goes by the stream's own limits.
        true
    }
}

#[cfg(test)]
mod tests;
