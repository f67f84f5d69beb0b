//! What a server knows of a room by what it has read of the stream, and which messages count.
//!
//! A message may be in the stream more than once: its server did not hear that it was kept, its client said
//! it again to another server, and both were on their way. All servers read the same stream, and judge
//! alike: of the messages with one key the first counts, and one that was sent so long ago that an
//! earlier one would have been forgotten counts for nothing.
//!
//! What may not enter: NATS, clocks, and whoever waits otherwise than by a channel.

use std::collections::HashMap;
use std::sync::Arc;

use protocol::superchat::Message;
use tokio::sync::oneshot;

use super::said::Said;
use crate::room::Entry;
use crate::room::store::keys::Keys;
use crate::room::store::{Draft, Key, StoreError};

/// What became of a message: its offset, when it counts.
pub(super) type Kept = Result<u64, StoreError>;

/// What is known of a room.
#[derive(Debug)]
pub(super) struct Known {
    epoch: String,
    /// What has been read is through this offset.
    position: u64,
    /// When what is there was said, in nanoseconds since 1970: no two messages have an offset and this in common. `None`
    /// where nothing has been read yet.
    stamp: Option<i128>,
    newest_ms: u64,
    keys: Keys,
    max_keys: usize,
    /// What was said through this offset may be gone from the stream.
    evicted: u64,
    /// Whether all that there was has been read. Before it has, nobody knows what has been said.
    is_live: bool,
    /// Who waits to hear that the message with a key has been read.
    waiting: HashMap<Key, Vec<oneshot::Sender<Kept>>>,
}

impl Known {
    /// Nothing, and later the keys of the newest `max_keys` messages.
    pub(super) fn new(max_keys: usize) -> Self {
        Self {
            epoch: String::new(),
            position: 0,
            stamp: None,
            newest_ms: 0,
            keys: Keys::new(max_keys, 0),
            max_keys,
            evicted: 0,
            is_live: false,
            waiting: HashMap::new(),
        }
    }

    /// Begins to know the log of this name, of which all through the offset `evicted` may be gone.
    pub(super) fn begin(&mut self, epoch: &str, evicted: u64) {
        epoch.clone_into(&mut self.epoch);
        self.position = evicted;
        self.stamp = None;
        self.newest_ms = 0;
        self.keys = Keys::new(self.max_keys, 0);
        self.evicted = evicted;
    }

    /// Through which offset the log of this name has been read, and when what is there was said; `None` where it
    /// is another log that has been read.
    pub(super) fn place_in(&self, epoch: &str) -> Option<(u64, Option<i128>)> {
        (self.epoch == epoch).then_some((self.position, self.stamp))
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

    /// Takes in the next message of the stream. Tells the entry that it is, where it counts; whoever waits for
    /// it is told by [`Known::answer`], when others can read it.
    pub(super) fn take(&mut self, offset: u64, time_ns: i128, said: Said) -> (Key, Read) {
        self.pass(offset, time_ns);
        let Some(key) = said.key() else {
            return (0, Read::Nothing);
        };
        match self.keys.find(key, Some(said.after)) {
            Ok(Some(first)) => (key, Read::Again(first)),
            Err(error) => (key, Read::TooLate(error)),
            Ok(None) => {
                self.keys.remember(offset, key);
                let time_ms = u64::try_from(time_ns / 1_000_000);
                self.newest_ms = self.newest_ms.max(time_ms.unwrap_or(0));
                let entry = Entry::new(Message {
                    offset,
                    name: said.name,
                    text: said.text,
                    time_ms: self.newest_ms,
                    id: said.id,
                });
                (key, Read::New(Arc::new(entry)))
            }
        }
    }

    /// Takes note of a place in the stream at which there is nothing of ours.
    pub(super) fn pass(&mut self, offset: u64, time_ns: i128) {
        self.position = offset;
        self.stamp = Some(time_ns);
    }

    /// Tells those who wait for the message with this key what became of it.
    pub(super) fn answer(&mut self, key: Key, kept: Kept) {
        for waiting in self.waiting.remove(&key).into_iter().flatten() {
            // It may not wait any more.
            let _ = waiting.send(kept);
        }
    }

    /// The offset of a draft that has been read.
    ///
    /// # Errors
    ///
    /// [`StoreError::Forgotten`].
    pub(super) fn find(&self, draft: &Draft, key: Key) -> Result<Option<u64>, StoreError> {
        let after = draft.after.as_ref();
        // In another epoch it was said to a log that is gone, so it is not in this one.
        let after = after.filter(|after| after.epoch == self.epoch);
        let found = self.keys.find(key, after.map(|after| after.offset))?;
        if found.is_none() && after.is_some_and(|after| after.offset < self.evicted) {
            return Err(StoreError::Forgotten);
        }
        Ok(found)
    }

    /// Waits for the message with this key. Tells whether it is the first who does.
    pub(super) fn wait(&mut self, key: Key) -> (oneshot::Receiver<Kept>, bool) {
        let (sender, receiver) = oneshot::channel();
        let waiting = self.waiting.entry(key).or_default();
        waiting.push(sender);
        (receiver, waiting.len() == 1)
    }

    /// Lets go of those who do not wait any more for the message with this key.
    pub(super) fn forget_waiting(&mut self, key: Key) {
        if let Some(waiting) = self.waiting.get_mut(&key) {
            waiting.retain(|sender| !sender.is_closed());
            if waiting.is_empty() {
                self.waiting.remove(&key);
            }
        }
    }
}

/// What a message in the stream is.
#[derive(Clone, Debug)]
pub(super) enum Read {
    /// The next entry of the log.
    New(Arc<Entry>),
    /// The entry with this offset, once more.
    Again(u64),
    /// Nobody can tell whether it is there already, so it does not count.
    TooLate(StoreError),
    /// None of ours.
    Nothing,
}

#[cfg(test)]
mod tests {
    use protocol::superchat::Position;

    use super::*;

    fn draft(id: &str, after: Option<u64>) -> Draft {
        let after = after.map(|offset| Position {
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

    /// Takes in the message with this id, sent when all through `after` had been read; tells its offset.
    fn take(known: &mut Known, offset: u64, id: &str, after: u64) -> Kept {
        let draft = draft(id, None);
        let key = draft.key();
        match known.take(offset, 0, Said::new(draft, key, after)).1 {
            Read::New(entry) => Ok(entry.offset()),
            Read::Again(first) => Ok(first),
            Read::TooLate(error) => Err(error),
            Read::Nothing => panic!("it was ours"),
        }
    }

    #[test]
    fn of_messages_with_one_key_the_first_counts() {
        let mut known = Known::new(2);
        known.begin("e", 0);
        assert_eq!(take(&mut known, 3, "a", 0), Ok(3));
        assert_eq!(take(&mut known, 5, "b", 0), Ok(5));
        assert_eq!(take(&mut known, 7, "a", 0), Ok(3));
        assert_eq!(known.position(), 7);
    }

    #[test]
    fn one_that_was_on_its_way_for_too_long_counts_for_nothing() {
        let mut known = Known::new(2);
        known.begin("e", 0);
        for (offset, id) in [(1, "a"), (2, "b"), (3, "c")] {
            assert_eq!(take(&mut known, offset, id, 0), Ok(offset));
        }
        // The first `a` is forgotten; this may be it, or be said by somebody who had read it.
        assert_eq!(take(&mut known, 4, "a", 0), Err(StoreError::Forgotten));
        assert_eq!(take(&mut known, 5, "a", 1), Ok(5));
    }

    #[test]
    fn one_that_reads_from_later_on_judges_alike() {
        let [mut long, mut late] = [Known::new(2), Known::new(2)];
        long.begin("e", 0);
        late.begin("e", 2);
        for (offset, id) in [(1, "a"), (2, "b")] {
            take(&mut long, offset, id, 0).unwrap();
        }
        for (offset, id, after) in [(3, "c", 2), (4, "d", 2), (5, "e", 2), (6, "c", 2)] {
            let by_long = take(&mut long, offset, id, after);
            assert_eq!(by_long, take(&mut late, offset, id, after), "{offset}");
        }
    }

    #[test]
    fn what_is_said_again_and_may_be_gone_is_refused() {
        let mut known = Known::new(9);
        known.begin("e", 5);
        let find = |after| {
            let draft = draft("a", after);
            known.find(&draft, draft.key())
        };
        assert_eq!(find(Some(4)), Err(StoreError::Forgotten));
        assert_eq!(find(Some(5)), Ok(None));
        assert_eq!(find(None), Ok(None));
    }

    #[test]
    fn nobody_is_kept_who_does_not_wait_any_more() {
        let mut known = Known::new(9);
        let (first, is_first) = known.wait(7);
        let (mut second, is_second) = known.wait(7);
        assert!(is_first && !is_second);
        drop(first);
        known.forget_waiting(7);
        known.answer(7, Ok(3));
        assert_eq!(second.try_recv(), Ok(Ok(3)));
        assert!(known.waiting.is_empty());
    }
}
