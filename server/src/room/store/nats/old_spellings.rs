//! Rooms that earlier versions stored under another spelling of their name: decomposed, as macOS gives it, or with
//! characters that cannot be seen. Their messages are copied to the room that people see, and then deleted.
//!
//! Several servers may copy at once. The copies have the keys of the originals, so of two copies the first counts.
//!
//! A server looks for such rooms once, when it first opens a room. What a server of an earlier version stores later is
//! found after a restart.

use std::collections::HashMap;

use async_nats::jetstream::stream::Stream;
use futures_util::TryStreamExt;
use futures_util::future::try_join_all;
use tokio::sync::OnceCell;
use tracing::info;

use super::call_error::NatsCallError;
use super::connection::NatsConnection;
use super::message_record::MessageRecord;
use super::ordered_consumer::{Delivery, OrderedConsumer};
use super::subject;
use crate::room::identity;

/// The limit of copies without an acknowledgement. It bounds the memory of the copies.
const MAX_UNACKNOWLEDGED: usize = 256;

/// The subjects of old spellings, by the name that identifies the room.
#[derive(Debug, Default)]
pub(super) struct OldSpellings(OnceCell<HashMap<String, Vec<String>>>);

impl OldSpellings {
    /// The subjects of the old spellings of this room.
    async fn of(&self, stream: &Stream, room: &str) -> Result<&[String], NatsCallError> {
        let found = self.0.get_or_try_init(|| find(stream)).await?;
        Ok(found.get(room).map_or(&[], Vec::as_slice))
    }
}

async fn find(stream: &Stream) -> Result<HashMap<String, Vec<String>>, NatsCallError> {
    let filter = subject::all_messages();
    let subjects = stream.info_with_subjects(filter).await;
    let subjects = subjects.map_err(NatsCallError::during("list the rooms"))?;
    let subjects: Vec<(String, usize)> = subjects
        .try_collect()
        .await
        .map_err(NatsCallError::during("list the rooms"))?;
    let mut found = HashMap::<String, Vec<String>>::new();
    for (subject, _) in subjects {
        if let Some(stored) = subject::room(&subject) {
            let room = identity::room(&stored);
            // No member can join a room without a name.
            if room != stored && !room.is_empty() {
                found.entry(room).or_default().push(subject);
            }
        }
    }
    Ok(found)
}

/// Copies the messages of every old spelling of this room behind its messages, and deletes them there.
///
/// # Errors
///
/// NATS refused a request. Some messages may be copied; the next call goes on.
pub(super) async fn adopt(
    connection: &NatsConnection,
    stream: &Stream,
    room: &str,
) -> Result<(), NatsCallError> {
    for old in connection.old_spellings.of(stream, room).await? {
        let last = copy(connection, stream, old, &subject::messages(room)).await?;
        let purged = stream.purge().filter(old).sequence(last + 1).await;
        purged.map_err(NatsCallError::during("delete copied messages"))?;
    }
    Ok(())
}

/// Copies messages from one subject to another. Returns the sequence of the last one; 0 where there is none.
async fn copy(
    connection: &NatsConnection,
    stream: &Stream,
    from: &str,
    to: &str,
) -> Result<u64, NatsCallError> {
    let mut consumer = OrderedConsumer::create(connection, stream, from.to_owned(), 0).await?;
    let info = stream.get_info().await;
    let info = info.map_err(NatsCallError::during("describe a stream"))?;
    let (mut left, mut last) = (consumer.pending, 0);
    let mut unacknowledged = Vec::new();
    while left > 0 {
        let Delivery::Message {
            sequence,
            time_ns,
            payload,
            pending,
        } = consumer.next().await?
        else {
            return Err(NatsCallError::MessagesDeleted);
        };
        (left, last) = (pending, sequence);
        let Some(mut record) = MessageRecord::from_json(&payload) else {
            continue;
        };
        record.after = info.state.last_sequence;
        // The stream gives the copy a time of its own.
        record.time_ms = record
            .time_ms
            .or_else(|| u64::try_from(time_ns / 1_000_000).ok());
        let sent = connection
            .jetstream
            .publish(to.to_owned(), record.to_json().into());
        unacknowledged.push(
            sent.await
                .map_err(NatsCallError::during("take a message"))?,
        );
        if left == 0 || unacknowledged.len() == MAX_UNACKNOWLEDGED {
            let stored = unacknowledged.drain(..).map(IntoFuture::into_future);
            let stored = try_join_all(stored).await;
            stored.map_err(NatsCallError::during("store a message"))?;
        }
    }
    let stored = try_join_all(unacknowledged.into_iter().map(IntoFuture::into_future)).await;
    stored.map_err(NatsCallError::during("store a message"))?;
    if last > 0 {
        info!(
            "a room stored under another spelling of its name is now one with the room that people see"
        );
    }
    Ok(last)
}
