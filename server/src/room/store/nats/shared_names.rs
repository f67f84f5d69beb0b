//! The names in a room that several servers share.
//!
//! What belongs here: claiming a name, and writing its record. `name_registry` decides who holds a name; `name_sync`
//! reconciles records and members later.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use async_nats::jetstream::context::PublishErrorKind;
use async_nats::jetstream::message::PublishMessage;
use async_nats::jetstream::stream::LastRawMessageErrorKind;
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use tokio::sync::{mpsc, watch};
use tokio::time::{Instant, timeout};

use super::call_error::NatsCallError;
use super::connection::{NatsConnection, REQUEST_TIMEOUT};
use super::name_record::{self, NameRecord, Signal};
use super::name_registry::{NameChoice, NameRegistry, RecordWrite};
use super::name_sync::NameSync;
use super::{streams, subject};
use crate::room::Room;
use crate::room::names::{NameAllocator, NameClaim, ReleaseName};
use crate::room::store::StoreError;
use crate::room::store::memory::new_epoch;

/// The limit of signals that wait to be sent. Further ones are dropped: typing signals are out of date within seconds.
const MAX_WAITING_SIGNALS: usize = 64;

/// How often a record is written again over one that turned out to be free.
const MAX_WRITE_ATTEMPTS: usize = 2;

/// The names in a room, until this is dropped.
#[derive(Debug)]
pub(super) struct SharedNames {
    names: Arc<RoomNames>,
    signals: mpsc::Sender<Signal>,
    /// Whether all name records have been read.
    pub(super) is_live: watch::Receiver<bool>,
}

/// The registry of a room, and the connection to its stream.
#[derive(Debug)]
pub(super) struct RoomNames {
    pub(super) connection: Arc<NatsConnection>,
    pub(super) room_name: String,
    registry: Mutex<NameRegistry>,
    /// Changes when a name is claimed or released.
    changes: watch::Sender<()>,
}

impl SharedNames {
    /// Starts to read the name records of the room.
    pub(super) fn open(connection: &Arc<NatsConnection>, name: &str, room: Arc<Room>) -> Self {
        let names = Arc::new(RoomNames {
            connection: Arc::clone(connection),
            room_name: name.to_owned(),
            registry: Mutex::new(NameRegistry::new(&new_epoch())),
            changes: watch::Sender::new(()),
        });
        let (signals, to_send) = mpsc::channel(MAX_WAITING_SIGNALS);
        let (live, is_live) = watch::channel(false);
        let sync = NameSync {
            names: Arc::clone(&names),
            room,
            is_live: live,
        };
        let release = connection.releases.subscribe();
        // The task ends when `signals` is dropped and the names are released.
        tokio::spawn(async move {
            sync.run(to_send).await;
            drop(release);
        });
        Self {
            names,
            signals,
            is_live,
        }
    }
}

impl NameAllocator for SharedNames {
    fn claim<'a>(
        &'a self,
        wanted: &'a str,
        key: Option<&'a str>,
    ) -> BoxFuture<'a, Result<NameClaim, StoreError>> {
        let key = key.map(name_record::hash);
        async move {
            let claim = self.names.claim(wanted, key.as_deref());
            match timeout(REQUEST_TIMEOUT, self.names.connection.unless_lost(claim)).await {
                Ok(Some(claimed)) => claimed,
                Ok(None) | Err(_) => Err(StoreError::NoAnswer),
            }
        }
        .boxed()
    }

    fn set_typing(&self, name: &str, is_typing: bool) {
        let signal = Signal::Typing {
            instance_id: self.names.registry().instance_id().to_owned(),
            name: name.to_owned(),
            is_typing,
        };
        // See `MAX_WAITING_SIGNALS`.
        let _ = self.signals.try_send(signal);
    }
}

impl ReleaseName for RoomNames {
    fn release(&self, name: &Arc<str>) {
        self.registry().release(name);
        self.changes.send_replace(());
    }
}

impl RoomNames {
    /// No statement leaves the registry half-written, so a poisoned lock is safe to use.
    pub(super) fn registry(&self) -> MutexGuard<'_, NameRegistry> {
        self.registry.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A receiver that changes when a name is claimed or released.
    pub(super) fn changes(&self) -> watch::Receiver<()> {
        self.changes.subscribe()
    }

    async fn claim(
        self: &Arc<Self>,
        wanted: &str,
        key: Option<&str>,
    ) -> Result<NameClaim, StoreError> {
        loop {
            let mut changes = self.changes();
            let choice = {
                let mut registry = self.registry();
                if !registry.is_live || !self.connection.is_up() {
                    return Err(StoreError::NotReady);
                }
                registry.choose(wanted, key, Instant::now())
            };
            // The claim exists before the next await, because this future may be dropped there.
            let claim = |name: Arc<str>| NameClaim::new(name, Arc::<Self>::clone(self));
            match choice {
                NameChoice::Existing(name) => return Ok(claim(name)),
                NameChoice::Wait => {
                    // The sender is in `self`, so this is no error.
                    let _ = changes.changed().await;
                }
                NameChoice::Write(write) => {
                    let claim = claim(write.record.name.as_str().into());
                    let is_written = self.write(write).await.map_err(StoreError::failed)?;
                    if is_written {
                        self.registry().confirm(claim.name(), Instant::now());
                        self.changes.send_replace(());
                        return Ok(claim);
                    }
                }
            }
        }
    }

    /// Writes a record, unless the stream has a newer one, which the registry then learns. Returns whether it was
    /// written.
    ///
    /// # Errors
    ///
    /// NATS refused a request. The record may be written or not.
    pub(super) async fn write(&self, write: RecordWrite) -> Result<bool, NatsCallError> {
        let mut over = write.over;
        let subject = subject::name(&self.room_name, &write.record.name);
        let payload = name_record::to_json(&write.record);
        for _ in 0..MAX_WRITE_ATTEMPTS {
            let message = PublishMessage::build()
                .payload(payload.clone().into())
                .expected_last_subject_sequence(over);
            let jetstream = &self.connection.jetstream;
            let sent = jetstream.send_publish(subject.clone(), message).await;
            let sent = sent.map_err(NatsCallError::during("take a name record"))?;
            match sent.await {
                Ok(ack) => {
                    self.registry()
                        .learn(ack.sequence, write.record, Instant::now());
                    return Ok(true);
                }
                Err(error) if error.kind() == PublishErrorKind::WrongLastSequence => {}
                Err(error) => return Err(NatsCallError::during("store a name record")(error)),
            }
            match self.learn_last(&subject, &write.record.name).await? {
                // The name is free, by a record without holders or by one that was deleted for its age.
                Some(vacant) => over = vacant,
                None => return Ok(false),
            }
        }
        Ok(false)
    }

    /// Reads the newest record of a name. Returns its sequence where the name is free, and 0 where there is no record.
    async fn learn_last(&self, subject: &str, name: &str) -> Result<Option<u64>, NatsCallError> {
        let connection = &self.connection;
        let stream = streams::names(&connection.jetstream, connection.retention).await?;
        let last = match stream.get_last_raw_message_by_subject(subject).await {
            Ok(last) => last,
            Err(error) if error.kind() == LastRawMessageErrorKind::NoMessageFound => {
                self.registry().learn_absence(name);
                return Ok(Some(0));
            }
            Err(error) => return Err(NatsCallError::during("read a name record")(error)),
        };
        let Some(record) = name_record::from_json::<NameRecord>(&last.payload) else {
            return Ok(Some(last.sequence));
        };
        let is_vacant = record.holders.is_empty();
        self.registry().learn(last.sequence, record, Instant::now());
        Ok(is_vacant.then_some(last.sequence))
    }
}
