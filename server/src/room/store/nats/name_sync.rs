//! Synchronizes the names of a room while it is open: reads the records, exchanges signals with other servers, and
//! writes what [`NameRegistry::reconcile`](super::name_registry::NameRegistry::reconcile) asks for.

use std::sync::Arc;
use std::time::Duration;

use async_nats::Subscriber;
use futures_util::StreamExt;
use futures_util::future::join_all;
use tokio::sync::{mpsc, watch};
use tokio::time::{Instant, MissedTickBehavior, interval, sleep_until, timeout};
use tracing::warn;

use super::call_error::NatsCallError;
use super::connection::REQUEST_TIMEOUT;
use super::name_record::{self, Signal};
use super::name_registry::{HEARTBEAT_INTERVAL, RecordWrite};
use super::ordered_consumer::{Delivery, OrderedConsumer};
use super::shared_names::RoomNames;
use super::{streams, subject};
use crate::room::Room;
use crate::room::store::error::chain;

/// The time for which changes are collected before the room is told and the records are reconciled. It saves work
/// when many members come at once.
const COALESCE_INTERVAL: Duration = Duration::from_millis(20);

/// The limit of records that are written before signals are read again. Further ones are written afterwards.
const MAX_WRITES: usize = 64;

/// Synchronizes the names of a room.
#[derive(Debug)]
pub(super) struct NameSync {
    pub(super) names: Arc<RoomNames>,
    pub(super) room: Arc<Room>,
    /// Whether all records have been read.
    pub(super) is_live: watch::Sender<bool>,
}

/// The room is closed.
struct Closed;

impl NameSync {
    /// Synchronizes until the room is closed, then releases its names.
    pub(super) async fn run(self, mut signals: mpsc::Receiver<Signal>) {
        let connection = Arc::clone(&self.names.connection);
        loop {
            let ended = connection.unless_lost(self.sync(&mut signals)).await;
            match ended {
                Some(Ok(Closed)) => break,
                Some(Err(error)) => {
                    warn!(
                        error = chain(&error),
                        "cannot read the names of a room; trying again"
                    );
                }
                None => {}
            }
            self.names.registry().is_live = false;
            connection.wait_to_retry().await;
            if signals.is_closed() {
                break;
            }
        }
        // Where this fails, other servers free the names when this instance's heartbeats stop.
        let _ = timeout(REQUEST_TIMEOUT, self.release_all()).await;
    }

    /// Releases every name of a closed room.
    async fn release_all(&self) -> Result<(), NatsCallError> {
        while self.reconcile().await? {}
        Ok(())
    }

    /// Synchronizes until the room is closed, or until an error.
    async fn sync(&self, signals: &mut mpsc::Receiver<Signal>) -> Result<Closed, NatsCallError> {
        let names = &self.names;
        let connection = &names.connection;
        let signal_subject = subject::signals(&names.room_name);
        let received = connection.client.subscribe(signal_subject).await;
        let mut received = received.map_err(NatsCallError::during("subscribe to signals"))?;
        let stream = streams::names(&connection.jetstream, connection.retention).await?;
        let record_subject = subject::names(&names.room_name);
        let mut consumer = OrderedConsumer::create(connection, &stream, record_subject, 0).await?;
        names.registry().reset(Instant::now());
        if consumer.pending == 0 {
            self.go_live();
        }
        let mut heartbeats = interval(HEARTBEAT_INTERVAL);
        heartbeats.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut changes = names.changes();
        let mut due: Option<Instant> = None;
        loop {
            let is_due = async {
                match due {
                    Some(due) => sleep_until(due).await,
                    None => std::future::pending().await,
                }
            };
            let mut has_changed = false;
            tokio::select! {
                delivery = consumer.next() => has_changed = self.learn(delivery?),
                signal = next_signal(&mut received) => self.receive_signal(&signal?),
                signal = signals.recv() => match signal {
                    Some(signal) => self.send(&signal).await?,
                    None => return Ok(Closed),
                },
                _ = changes.changed() => has_changed = true,
                _ = heartbeats.tick() => {
                    let instance_id = names.registry().instance_id().to_owned();
                    self.send(&Signal::Heartbeat { instance_id }).await?;
                    names.registry().forget_expired(Instant::now());
                    has_changed = true;
                }
                () = is_due => {
                    due = None;
                    self.show_remote_members();
                    has_changed = self.reconcile().await?;
                }
            }
            if has_changed && due.is_none() {
                due = Some(Instant::now() + COALESCE_INTERVAL);
            }
        }
    }

    /// Learns a record of the stream. Returns whether anything may have changed.
    fn learn(&self, delivery: Delivery) -> bool {
        let Delivery::Message {
            sequence,
            payload,
            pending,
            ..
        } = delivery
        else {
            self.go_live();
            return false;
        };
        if let Some(record) = name_record::from_json(&payload) {
            self.names
                .registry()
                .learn(sequence, record, Instant::now());
        }
        if pending == 0 {
            self.go_live();
        }
        true
    }

    fn receive_signal(&self, payload: &[u8]) {
        match name_record::from_json(payload) {
            Some(Signal::Heartbeat { instance_id }) => {
                let mut registry = self.names.registry();
                registry.note_heartbeat(&instance_id, Instant::now());
            }
            Some(Signal::Typing {
                instance_id,
                name,
                is_typing,
            }) => {
                let is_own = instance_id == self.names.registry().instance_id();
                if !is_own {
                    self.room.set_typing(&name, is_typing);
                }
            }
            None => {}
        }
    }

    /// Notes that all records have been read.
    fn go_live(&self) {
        let was_live = std::mem::replace(&mut self.names.registry().is_live, true);
        if !was_live {
            self.show_remote_members();
            self.is_live.send_replace(true);
        }
    }

    /// Tells the room who is in it through other servers.
    fn show_remote_members(&self) {
        let remote_names = {
            let registry = self.names.registry();
            registry
                .is_live
                .then(|| registry.remote_names(Instant::now()))
        };
        if let Some(remote_names) = remote_names {
            self.room.set_remote_members(&remote_names);
        }
    }

    /// Reconciles members and records. Returns whether there were records to write.
    async fn reconcile(&self) -> Result<bool, NatsCallError> {
        let reconciliation = self.names.registry().reconcile(Instant::now());
        for name in &reconciliation.revoked {
            self.room.revoke(name);
        }
        let has_writes = !reconciliation.writes.is_empty();
        // All at once: no heartbeat is sent in the meantime, and other servers soon take this instance for dead.
        let writes = reconciliation.writes.into_iter().take(MAX_WRITES);
        let written = join_all(writes.map(|write| self.write(write))).await;
        written.into_iter().collect::<Result<(), _>>()?;
        Ok(has_writes)
    }

    async fn write(&self, write: RecordWrite) -> Result<(), NatsCallError> {
        let name = write.record.name.clone();
        if self.names.write(write).await? {
            self.names.registry().renew(&name, Instant::now());
        }
        Ok(())
    }

    async fn send(&self, signal: &Signal) -> Result<(), NatsCallError> {
        let subject = subject::signals(&self.names.room_name);
        let client = &self.names.connection.client;
        let payload = name_record::to_json(signal).into();
        let sent = client.publish(subject, payload).await;
        sent.map_err(NatsCallError::during("take a signal"))
    }
}

/// The next signal of another server. Dropping the future loses nothing.
async fn next_signal(received: &mut Subscriber) -> Result<bytes::Bytes, NatsCallError> {
    let message = received.next().await;
    message
        .map(|message| message.payload)
        .ok_or(NatsCallError::Unsubscribed)
}
