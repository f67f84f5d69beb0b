//! Reads a room's messages while the room is open, and publishes them.
//!
//! After a lost connection, the reader resumes behind the last message it has. Where messages may be missing there, it
//! resets the room, and members have to join again.

use std::convert::Infallible;
use std::sync::Arc;

use async_nats::jetstream::stream::Stream;
use protocol::superchat::StreamPosition;
use tokio::sync::watch;
use tracing::{error, warn};

use super::call_error::NatsCallError;
use super::connection::NatsConnection;
use super::message_record::MessageRecord;
use super::ordered_consumer::{Delivery, OrderedConsumer};
use super::replica::Applied;
use super::stream_journal::SharedReplica;
use super::streams::{self, MIN_MESSAGES_PER_ROOM, PENDING_COUNT_SLACK};
use super::{old_spellings, subject};
use crate::room::Room;
use crate::room::store::error::chain;

/// Reads a room.
#[derive(Debug)]
pub(super) struct RoomReader {
    connection: Arc<NatsConnection>,
    room_name: String,
    room: Arc<Room>,
    replica: Arc<SharedReplica>,
    /// Whether the room has been read to its end.
    is_live: watch::Sender<bool>,
    /// The least limit of messages per room that the stream has had since the newest message was read.
    min_limit: u64,
    /// Whether messages under old spellings of its name are in the room.
    has_adopted: bool,
}

impl RoomReader {
    /// A reader of the room of this name that has read nothing.
    pub(super) fn new(
        connection: &Arc<NatsConnection>,
        room_name: &str,
        room: Arc<Room>,
        replica: &Arc<SharedReplica>,
        is_live: watch::Sender<bool>,
    ) -> Self {
        Self {
            connection: Arc::clone(connection),
            room_name: room_name.to_owned(),
            room,
            replica: Arc::clone(replica),
            is_live,
            min_limit: 0,
            has_adopted: false,
        }
    }

    /// Reads until the task is aborted.
    pub(super) async fn run(mut self) {
        let connection = Arc::clone(&self.connection);
        loop {
            let read = connection.unless_lost(self.read()).await;
            self.set_live(false);
            if let Some(Err(error)) = read {
                warn!(error = chain(&error), "cannot read a room; trying again");
            }
            connection.wait_to_retry().await;
        }
    }

    /// Reads until an error.
    async fn read(&mut self) -> Result<Infallible, NatsCallError> {
        let connection = &self.connection;
        let stream = streams::messages(&connection.jetstream, connection.retention).await?;
        if !self.has_adopted {
            old_spellings::adopt(connection, &stream, &self.room_name).await?;
            self.has_adopted = true;
        }
        let info = stream.cached_info();
        let epoch = streams::epoch(info);
        let limit = streams::max_messages(&info.config);
        let (mut consumer, mut has_log) = match self.resume(&stream, &epoch, limit).await? {
            Some(consumer) => (consumer, true),
            None => {
                let consumer = self.consume(&stream, 0).await?;
                // Every stream keeps this many, so no message was deleted for their number. Messages that
                // were deleted for their age are before the first of the stream.
                let is_whole = consumer.pending < MIN_MESSAGES_PER_ROOM as u64;
                if is_whole {
                    self.reset(&epoch, info.state.first_sequence.saturating_sub(1));
                }
                (consumer, is_whole)
            }
        };
        if has_log {
            self.min_limit = limit;
        }
        if has_log && consumer.pending == 0 {
            self.set_live(true);
        }
        loop {
            match consumer.next().await? {
                Delivery::Message {
                    sequence,
                    time_ns,
                    payload,
                    pending,
                } => {
                    // With a full room behind it, this may be the oldest message. Those before it may have been
                    // deleted since the last delivery.
                    let may_be_oldest =
                        pending.saturating_add(1 + PENDING_COUNT_SLACK as u64) >= limit;
                    if !std::mem::replace(&mut has_log, true) || may_be_oldest {
                        self.reset(&epoch, sequence.saturating_sub(1));
                        self.min_limit = limit;
                    }
                    self.apply(sequence, time_ns, &payload);
                    if pending == 0 {
                        self.set_live(true);
                    }
                }
                Delivery::Idle if has_log => self.set_live(true),
                Delivery::Idle => return Err(NatsCallError::MessagesDeleted),
            }
        }
    }

    /// Creates a consumer of the room behind that offset.
    async fn consume(&self, stream: &Stream, after: u64) -> Result<OrderedConsumer, NatsCallError> {
        let subject = subject::messages(&self.room_name);
        OrderedConsumer::create(&self.connection, stream, subject, after).await
    }

    /// A consumer behind the newest message that was read; `None` where messages may be missing in between, or the
    /// epoch is another. The stream keeps `limit` messages per room now.
    async fn resume(
        &self,
        stream: &Stream,
        epoch: &str,
        limit: u64,
    ) -> Result<Option<OrderedConsumer>, NatsCallError> {
        let Some((position, newest_ns)) = self.replica.lock().progress_in(epoch) else {
            return Ok(None);
        };
        if let Some(newest_ns) = newest_ns {
            // Read the newest message once more. Where it is the same, no rollback assigned its offset again, and
            // everything behind it is there, because streams delete the oldest first.
            let mut consumer = self.consume(stream, position.saturating_sub(1)).await?;
            if consumer.pending > 0
                && let Delivery::Message {
                    sequence, time_ns, ..
                } = consumer.next().await?
                && (sequence, time_ns) == (position, newest_ns)
            {
                consumer.pending -= 1;
                return Ok(Some(consumer));
            }
        }
        let consumer = self.consume(stream, position).await?;
        let info = stream.get_info().await;
        let state = info
            .map_err(NatsCallError::during("describe a stream"))?
            .state;
        // The stream deletes the oldest of a room beyond its limit. With fewer behind the position, none was deleted.
        let is_below_limit = consumer.pending < self.min_limit.min(limit);
        // The newest message read is gone, though it is neither too old nor followed by too many.
        let is_lost = newest_ns.is_some() && state.first_sequence <= position && is_below_limit;
        if is_lost || state.last_sequence < position {
            error!("NATS has lost messages that it had acknowledged");
            self.connection.rollback.note(StreamPosition {
                epoch: epoch.to_owned(),
                offset: position,
            });
            return Ok(None);
        }
        let is_whole = is_below_limit && state.first_sequence <= position + 1;
        Ok(is_whole.then_some(consumer))
    }

    /// Starts the log over.
    fn reset(&self, epoch: &str, evicted: u64) {
        self.replica.lock().reset(epoch, evicted);
        if let Some(through) = self.connection.rollback.through() {
            self.room.mark_rolled_back(through);
        }
        self.room.reset(epoch, evicted, []);
    }

    fn apply(&self, offset: u64, time_ns: i128, payload: &[u8]) {
        let mut replica = self.replica.lock();
        let Some(record) = MessageRecord::from_json(payload) else {
            replica.skip(offset, time_ns);
            return;
        };
        let (key, applied) = replica.apply(offset, time_ns, record);
        match applied {
            Applied::New(entry) => {
                // Published before it is acknowledged, and without the lock, which members take to append.
                drop(replica);
                self.room.publish([entry]);
                self.replica.lock().resolve(key, Ok(offset));
            }
            Applied::Duplicate(first) => replica.resolve(key, Ok(first)),
            Applied::TooLate(forgotten) => replica.resolve(key, Err(forgotten)),
            Applied::Foreign => {}
        }
    }

    fn set_live(&self, is_live: bool) {
        self.replica.lock().set_live(is_live);
        self.is_live
            .send_if_modified(|was| std::mem::replace(was, is_live) != is_live);
    }
}
