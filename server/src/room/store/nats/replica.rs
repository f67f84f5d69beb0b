//! A server's replica of a room: what it has read of the stream, and which messages count.
//!
//! The stream may contain a message twice. A client that saw no acknowledgement sends its message again, perhaps
//! through another server, while the first copy is still on its way. Every server reads the same stream and applies
//! the same two rules:
//!
//! - Of the messages with one key, the first counts.
//! - A message that was sent before the oldest remembered key does not count: its first copy may be forgotten.
//!
//! What may not enter: NATS, clocks, and any way of waiting other than a channel.

use std::collections::HashMap;
use std::sync::Arc;

use protocol::superchat::Message;
use tokio::sync::oneshot;

use super::message_record::MessageRecord;
use crate::room::LogEntry;
use crate::room::store::dedup_window::DedupWindow;
use crate::room::store::{Draft, Forgotten, IdempotencyKey};

/// The outcome of an append: the offset of the message, where it counts.
pub(super) type AppendOutcome = Result<u64, Forgotten>;

/// What a server has read of a room.
#[derive(Debug)]
pub(super) struct Replica {
    epoch: String,
    /// Everything through this offset has been read.
    position: u64,
    /// The time of the message at `position`, in nanoseconds since 1970; `None` before one was read. Two messages never
    /// share both offset and time, so the pair shows whether the stream was rolled back.
    newest_ns: Option<i128>,
    newest_ms: u64,
    dedup: DedupWindow,
    max_keys: usize,
    /// Messages through this offset may be missing from the stream.
    evicted: u64,
    /// Whether the room has been read to its end. Until then it is unknown which messages it has.
    is_live: bool,
    /// By key, the appends that wait until their message has been read.
    pending: HashMap<IdempotencyKey, Vec<oneshot::Sender<AppendOutcome>>>,
}

impl Replica {
    /// An empty replica that will remember the keys of the newest `max_keys` messages.
    pub(super) fn new(max_keys: usize) -> Self {
        Self {
            epoch: String::new(),
            position: 0,
            newest_ns: None,
            newest_ms: 0,
            dedup: DedupWindow::new(max_keys, 0),
            max_keys,
            evicted: 0,
            is_live: false,
            pending: HashMap::new(),
        }
    }

    /// Starts over with the log of this epoch. Messages through the offset `evicted` may be missing from it.
    pub(super) fn reset(&mut self, epoch: &str, evicted: u64) {
        epoch.clone_into(&mut self.epoch);
        self.position = evicted;
        self.newest_ns = None;
        self.newest_ms = 0;
        self.dedup = DedupWindow::new(self.max_keys, 0);
        self.evicted = evicted;
    }

    /// The offset through which the log of this epoch has been read, and the time of the message there. `None` where
    /// another epoch has been read.
    pub(super) fn progress_in(&self, epoch: &str) -> Option<(u64, Option<i128>)> {
        (self.epoch == epoch).then_some((self.position, self.newest_ns))
    }

    pub(super) fn position(&self) -> u64 {
        self.position
    }

    pub(super) fn is_live(&self) -> bool {
        self.is_live
    }

    pub(super) fn set_live(&mut self, is_live: bool) {
        self.is_live = is_live;
    }

    /// Applies the next message of the stream. The caller publishes a new entry first and then calls
    /// [`Replica::resolve`], so that an acknowledged message can be read.
    pub(super) fn apply(
        &mut self,
        offset: u64,
        time_ns: i128,
        record: MessageRecord,
    ) -> (IdempotencyKey, Applied) {
        self.skip(offset, time_ns);
        let Some(key) = record.key() else {
            return (0, Applied::Foreign);
        };
        match self.dedup.find(key, Some(record.after)) {
            Ok(Some(first)) => (key, Applied::Duplicate(first)),
            Err(error) => (key, Applied::TooLate(error)),
            Ok(None) => {
                self.dedup.remember(offset, key);
                let stream_ms = || u64::try_from(time_ns / 1_000_000).unwrap_or(0);
                self.newest_ms = self.newest_ms.max(record.time_ms.unwrap_or_else(stream_ms));
                let entry = LogEntry::new(Message {
                    offset,
                    name: record.name,
                    text: record.text,
                    time_ms: self.newest_ms,
                    id: record.id,
                });
                (key, Applied::New(Arc::new(entry)))
            }
        }
    }

    /// Moves past a message that another program wrote.
    pub(super) fn skip(&mut self, offset: u64, time_ns: i128) {
        self.position = offset;
        self.newest_ns = Some(time_ns);
    }

    /// Sends the outcome to every append that waits for the message with this key.
    pub(super) fn resolve(&mut self, key: IdempotencyKey, outcome: AppendOutcome) {
        for sender in self.pending.remove(&key).into_iter().flatten() {
            // The append may have been dropped.
            let _ = sender.send(outcome);
        }
    }

    /// The offset of a draft whose message has been read.
    ///
    /// # Errors
    ///
    /// The draft was sent before the oldest remembered key.
    pub(super) fn find(
        &self,
        draft: &Draft,
        key: IdempotencyKey,
    ) -> Result<Option<u64>, Forgotten> {
        let after = draft.after.as_ref();
        // A draft from another epoch was sent to a log that no longer exists, so it is not in this one.
        let after = after.filter(|after| after.epoch == self.epoch);
        let found = self.dedup.find(key, after.map(|after| after.offset))?;
        if found.is_none() && after.is_some_and(|after| after.offset < self.evicted) {
            return Err(Forgotten);
        }
        Ok(found)
    }

    /// Registers an append for the message with this key. Returns whether it is the first one.
    pub(super) fn register(
        &mut self,
        key: IdempotencyKey,
    ) -> (oneshot::Receiver<AppendOutcome>, bool) {
        let (sender, receiver) = oneshot::channel();
        let pending = self.pending.entry(key).or_default();
        pending.push(sender);
        (receiver, pending.len() == 1)
    }

    /// Removes the appends for this key whose receivers are closed.
    pub(super) fn remove_closed(&mut self, key: IdempotencyKey) {
        if let Some(pending) = self.pending.get_mut(&key) {
            pending.retain(|sender| !sender.is_closed());
            if pending.is_empty() {
                self.pending.remove(&key);
            }
        }
    }
}

/// What a message of the stream is to the log.
#[derive(Clone, Debug)]
pub(super) enum Applied {
    /// Its next entry.
    New(Arc<LogEntry>),
    /// A copy of the entry with this offset.
    Duplicate(u64),
    /// A message whose first copy may be forgotten, so it does not count.
    TooLate(Forgotten),
    /// Something that another program wrote.
    Foreign,
}

#[cfg(test)]
mod tests {
    use protocol::superchat::StreamPosition;

    use super::*;

    fn draft(id: &str, after: Option<u64>) -> Draft {
        let after = after.map(|offset| StreamPosition {
            epoch: "e".to_owned(),
            offset,
        });
        Draft {
            name: "kim".to_owned(),
            text: "hi".to_owned(),
            id: Some(id.to_owned()),
            after,
        }
    }

    /// Applies the message with this id, sent by a server that had read through `after`; returns its offset.
    fn apply(replica: &mut Replica, offset: u64, id: &str, after: u64) -> AppendOutcome {
        let draft = draft(id, None);
        let key = draft.key();
        let record = MessageRecord::new(draft, key, after);
        match replica.apply(offset, 0, record).1 {
            Applied::New(entry) => Ok(entry.offset()),
            Applied::Duplicate(first) => Ok(first),
            Applied::TooLate(error) => Err(error),
            Applied::Foreign => panic!("it was ours"),
        }
    }

    #[test]
    fn apply_two_messages_with_one_key_counts_the_first() {
        let mut replica = Replica::new(2);
        replica.reset("e", 0);
        assert_eq!(apply(&mut replica, 3, "a", 0), Ok(3));
        assert_eq!(apply(&mut replica, 5, "b", 0), Ok(5));
        assert_eq!(apply(&mut replica, 7, "a", 0), Ok(3));
        assert_eq!(replica.position(), 7);
    }

    #[test]
    fn apply_message_sent_before_the_oldest_key_is_too_late() {
        let mut replica = Replica::new(2);
        replica.reset("e", 0);
        for (offset, id) in [(1, "a"), (2, "b"), (3, "c")] {
            assert_eq!(apply(&mut replica, offset, id, 0), Ok(offset));
        }
        // The first `a` is forgotten. This may be a copy of it, or a message whose sender had read it.
        assert_eq!(apply(&mut replica, 4, "a", 0), Err(Forgotten));
        assert_eq!(apply(&mut replica, 5, "a", 1), Ok(5));
    }

    #[test]
    fn apply_from_a_later_start_gives_the_same_outcomes() {
        let [mut long, mut late] = [Replica::new(2), Replica::new(2)];
        long.reset("e", 0);
        late.reset("e", 2);
        for (offset, id) in [(1, "a"), (2, "b")] {
            apply(&mut long, offset, id, 0).unwrap();
        }
        for (offset, id, after) in [(3, "c", 2), (4, "d", 2), (5, "e", 2), (6, "c", 2)] {
            let by_long = apply(&mut long, offset, id, after);
            assert_eq!(by_long, apply(&mut late, offset, id, after), "{offset}");
        }
    }

    #[test]
    fn find_draft_from_before_the_evicted_offset_is_refused() {
        let mut replica = Replica::new(9);
        replica.reset("e", 5);
        let find = |after| {
            let draft = draft("a", after);
            replica.find(&draft, draft.key())
        };
        assert_eq!(find(Some(4)), Err(Forgotten));
        assert_eq!(find(Some(5)), Ok(None));
        assert_eq!(find(None), Ok(None));
    }

    #[test]
    fn remove_closed_keeps_open_appends_only() {
        let mut replica = Replica::new(9);
        let (first, is_first) = replica.register(7);
        let (mut second, is_second) = replica.register(7);
        assert!(is_first && !is_second);
        drop(first);
        replica.remove_closed(7);
        replica.resolve(7, Ok(3));
        assert_eq!(second.try_recv(), Ok(Ok(3)));
        assert!(replica.pending.is_empty());
    }
}
