//! The journal of a room in NATS. It publishes a message when it has read it back from the stream.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use async_nats::jetstream::context::PublishAckFuture;
use futures_util::FutureExt;
use futures_util::future::{BoxFuture, ready};
use tokio::sync::{oneshot, watch};
use tokio::task::JoinHandle;
use tokio::time::timeout;

use super::call_error::NatsCallError;
use super::connection::{NatsConnection, REQUEST_TIMEOUT};
use super::message_record::MessageRecord;
use super::reader::RoomReader;
use super::replica::{AppendOutcome, Replica};
use super::subject;
use crate::room::Room;
use crate::room::store::{Draft, IdempotencyKey, Journal, Receipt, StoreError};

/// An open room, until this is dropped.
#[derive(Debug)]
pub(super) struct StreamJournal {
    connection: Arc<NatsConnection>,
    room: Arc<Room>,
    subject: String,
    replica: Arc<SharedReplica>,
    /// Whether the room has been read to its end.
    pub(super) is_live: watch::Receiver<bool>,
    reading: JoinHandle<()>,
}

/// The replica that the room's reader and its members share.
#[derive(Debug)]
pub(super) struct SharedReplica(Mutex<Replica>);

impl SharedReplica {
    /// No statement leaves the replica half-written, so a poisoned lock is safe to use.
    pub(super) fn lock(&self) -> MutexGuard<'_, Replica> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl StreamJournal {
    /// Starts to read the room of that name.
    pub(super) fn open(
        connection: &Arc<NatsConnection>,
        name: &str,
        room: Arc<Room>,
        max_keys: usize,
    ) -> Self {
        let subject = subject::messages(name);
        let replica = Arc::new(SharedReplica(Mutex::new(Replica::new(max_keys))));
        let (live, is_live) = watch::channel(false);
        let reader = RoomReader::new(connection, name, Arc::clone(&room), &replica, live);
        Self {
            connection: Arc::clone(connection),
            room,
            subject,
            replica,
            is_live,
            reading: tokio::spawn(reader.run()),
        }
    }

    /// Whether the reader's task has ended, which only a panic does.
    pub(super) fn has_ended(&self) -> bool {
        self.reading.is_finished()
    }
}

impl Drop for StreamJournal {
    fn drop(&mut self) {
        self.reading.abort();
    }
}

impl Journal for StreamJournal {
    fn room(&self) -> Option<Arc<Room>> {
        Some(Arc::clone(&self.room))
    }

    fn is_current(&self) -> bool {
        *self.is_live.borrow()
    }

    fn append(&self, draft: Draft) -> BoxFuture<'_, Result<Receipt, StoreError>> {
        async move {
            let key = draft.key();
            let changes = self.connection.changes();
            let (record, pending) = {
                let mut replica = self.replica.lock();
                if !replica.is_live() || !self.connection.is_up() {
                    return Err(StoreError::NotReady);
                }
                match replica.find(&draft, key) {
                    Ok(None) => {}
                    Ok(Some(offset)) => return Ok(ready(Ok(offset)).boxed()),
                    Err(forgotten) => return Ok(ready(Err(forgotten.into())).boxed()),
                }
                let (outcome, is_first) = replica.register(key);
                let pending = PendingAppend {
                    outcome,
                    changes,
                    key,
                    replica: Arc::clone(&self.replica),
                };
                let record = MessageRecord::new(draft, key, replica.position());
                (is_first.then(|| record.to_json()), pending)
            };
            let Some(record) = record else {
                // An earlier append sent it.
                return Ok(pending.outcome().boxed());
            };
            let jetstream = &self.connection.say_jetstream;
            let sent = jetstream.publish(self.subject.clone(), record.into()).await;
            let sent = sent
                .map_err(NatsCallError::during("take a message"))
                .map_err(StoreError::failed)?;
            Ok(pending.outcome_unless_refused(sent).boxed())
        }
        .boxed()
    }
}

/// An append that waits until its message has been read.
struct PendingAppend {
    outcome: oneshot::Receiver<AppendOutcome>,
    changes: watch::Receiver<u64>,
    key: IdempotencyKey,
    replica: Arc<SharedReplica>,
}

impl PendingAppend {
    /// The offset of the message. After [`REQUEST_TIMEOUT`] or a lost connection, it is unknown whether the message is
    /// stored.
    async fn outcome(mut self) -> Result<u64, StoreError> {
        let lost = timeout(REQUEST_TIMEOUT, self.changes.changed());
        tokio::select! {
            biased;
            Ok(outcome) = &mut self.outcome => Ok(outcome?),
            _ = lost => Err(StoreError::NoAnswer),
        }
    }

    /// Like [`PendingAppend::outcome`], for a message that was just sent. It fails early when the stream refuses the
    /// message. An acknowledgement is no outcome: only reading shows which message counts.
    async fn outcome_unless_refused(self, sent: PublishAckFuture) -> Result<u64, StoreError> {
        let refused = async {
            match sent.await {
                Ok(_) => std::future::pending().await,
                Err(error) => NatsCallError::during("store a message")(error),
            }
        };
        tokio::select! {
            biased;
            outcome = self.outcome() => outcome,
            error = refused => Err(StoreError::failed(error)),
        }
    }
}

impl Drop for PendingAppend {
    fn drop(&mut self) {
        self.outcome.close();
        self.replica.lock().remove_closed(self.key);
    }
}
