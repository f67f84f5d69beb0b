//! A store that any number of servers share: NATS with JetStream.
//!
//! Messages are in one stream (`streams`), with a subject for each room. The offset of a message is its sequence in the
//! stream. A server that opens a room
//!
//! 1. reads the room's subject from the beginning (`reader`, over an `ordered_consumer`),
//! 2. decides in its `replica` which messages count,
//! 3. publishes those to its members, in the order of the stream (`stream_journal`).
//!
//! Its own members' messages take the same way. So every server has the same log, whatever happens to connections and
//! acknowledgements. `pending_opens` reads a room on after its caller has given up; `rollback` notes that the
//! stream came back in an earlier state. `old_spellings` finds rooms that earlier versions stored under another spelling.
//!
//! Names are records in a second stream (`shared_names`, `name_registry`, `name_sync`). An instance of a room sends
//! heartbeats; when they stop, its names are free.
//!
//! What belongs here: assembling these for a room. What may not enter: the protocol of NATS (`connection`,
//! `ordered_consumer`, `streams`), and decisions (`replica`, `name_registry`).

mod call_error;
mod connect_failures;
mod connection;
mod message_record;
mod name_record;
mod name_registry;
mod name_sync;
mod old_spellings;
mod ordered_consumer;
mod pending_opens;
mod reader;
mod replica;
mod rollback;
mod settings;
mod shared_names;
mod stream_journal;
mod streams;
mod subject;

use std::sync::Arc;
use std::time::Duration;

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use tokio::sync::watch;
use tokio::time::timeout;

use self::connection::{NatsConnection, REQUEST_TIMEOUT};
use self::pending_opens::PendingOpens;
use self::shared_names::SharedNames;
use self::stream_journal::StreamJournal;
use self::streams::Retention;
use super::{Journal, Store, StoreError, StoredRoom};
use crate::room::names::NameAllocator;
use crate::room::{LogLimits, Room};

pub use settings::{NatsSettings, NatsSettingsError};

/// The time in which a server that stops may release its members' names. Names that are not released by then are free
/// when this server's heartbeats have stopped.
const SETTLE_TIMEOUT: Duration = Duration::from_secs(2);

/// Keeps rooms in NATS.
#[derive(Debug)]
pub struct Nats {
    connection: Arc<NatsConnection>,
    max_keys: usize,
    pending_opens: PendingOpens,
}

impl Nats {
    /// The rooms in the NATS of these settings. It may start later; until then, joins are refused. The stream keeps
    /// as many messages of each room as a log within `limits` has, and `max_keys` more. By those a server recognizes
    /// a message that is sent again.
    ///
    /// # Errors
    ///
    /// The settings are wrong.
    pub fn connect(
        settings: &NatsSettings,
        limits: LogLimits,
        max_keys: usize,
    ) -> Result<Self, NatsSettingsError> {
        let retention = Retention {
            messages: limits.messages.saturating_add(max_keys),
            age_ms: limits.age_ms,
            replicas: settings.replicas,
        };
        Ok(Self {
            connection: Arc::new(NatsConnection::start(settings, retention)?),
            max_keys,
            pending_opens: PendingOpens::default(),
        })
    }
}

/// Waits until everything in the stream has been read, at most [`REQUEST_TIMEOUT`].
async fn until_live(is_live: &watch::Receiver<bool>) -> Result<(), StoreError> {
    let mut is_live = is_live.clone();
    match timeout(REQUEST_TIMEOUT, is_live.wait_for(|is_live| *is_live)).await {
        Ok(Ok(_)) => Ok(()),
        Ok(Err(_)) | Err(_) => Err(StoreError::NotReady),
    }
}

impl Store for Nats {
    fn rooms(&self) -> Vec<StoredRoom> {
        // A room without members of this server costs it nothing.
        Vec::new()
    }

    fn open<'a>(
        &'a self,
        name: &'a str,
        room: Arc<Room>,
    ) -> BoxFuture<'a, Result<Box<dyn Journal>, StoreError>> {
        async move {
            if !self.connection.is_up() {
                return Err(StoreError::NotReady);
            }
            let open = || StreamJournal::open(&self.connection, name, room, self.max_keys);
            let opened = self.pending_opens.open(name, open).until_live().await?;
            let journal: Box<dyn Journal> = Box::new(opened);
            Ok(journal)
        }
        .boxed()
    }

    fn names<'a>(
        &'a self,
        name: &'a str,
        room: Arc<Room>,
    ) -> BoxFuture<'a, Result<Box<dyn NameAllocator>, StoreError>> {
        async move {
            let shared = SharedNames::open(&self.connection, name, room);
            until_live(&shared.is_live).await?;
            let names: Box<dyn NameAllocator> = Box::new(shared);
            Ok(names)
        }
        .boxed()
    }

    fn is_shared(&self) -> bool {
        true
    }

    fn settle(&self) -> BoxFuture<'_, ()> {
        async move {
            if self.connection.is_up() {
                let released = self.connection.releases.closed();
                let released = self.connection.unless_lost(released);
                let _ = timeout(SETTLE_TIMEOUT, released).await;
            }
        }
        .boxed()
    }

    fn forget(&self, _: &str) -> bool {
        // The stream deletes old messages by its own limits.
        true
    }
}

#[cfg(test)]
mod tests;
