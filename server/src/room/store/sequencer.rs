//! Gives the messages of a room their offsets, and recognizes those that have one.

use std::sync::Arc;

use protocol::superchat::Message;

use super::dedup_window::DedupWindow;
use super::{Draft, Forgotten, IdempotencyKey};
use crate::room::{LogEntry, RoomMemory};

/// The next offset of a room, and the keys of its newest messages.
#[derive(Debug)]
pub struct Sequencer {
    epoch: String,
    newest: u64,
    newest_ms: u64,
    dedup: DedupWindow,
}

/// What a draft turned out to be.
#[derive(Clone, Debug)]
pub enum Admitted {
    /// The next message.
    New(Arc<LogEntry>, IdempotencyKey),
    /// A copy of the message with this offset.
    Duplicate(u64),
}

impl Sequencer {
    /// A sequencer that remembers the keys of the newest `max_keys` messages. It continues behind the offset
    /// `forgotten_through`, which is 0 for a room without messages.
    #[must_use]
    pub fn new(epoch: &str, max_keys: usize, forgotten_through: u64) -> Self {
        Self {
            epoch: epoch.to_owned(),
            newest: forgotten_through,
            newest_ms: 0,
            dedup: DedupWindow::new(max_keys, forgotten_through),
        }
    }

    /// Counts its keys in this memory from here on.
    pub fn count_in(&mut self, memory: &RoomMemory) {
        self.dedup.count_in(memory);
    }

    /// The memory of its keys, in bytes.
    pub(super) fn bytes(&self) -> usize {
        self.dedup.bytes()
    }

    /// The epoch of its offsets.
    #[must_use]
    pub fn epoch(&self) -> &str {
        &self.epoch
    }

    /// The offset of the newest message.
    #[must_use]
    pub fn newest(&self) -> u64 {
        self.newest
    }

    /// The offset of the newest message whose key is forgotten; 0 before there is one.
    #[must_use]
    pub fn forgotten_through(&self) -> u64 {
        self.dedup.forgotten_through()
    }

    /// Gives a draft its offset at the time `now_ms`. The time of a message is never before that of an earlier one.
    ///
    /// # Errors
    ///
    /// The draft was sent before the oldest remembered key.
    pub fn admit(&mut self, draft: Draft, now_ms: u64) -> Result<Admitted, Forgotten> {
        let key = draft.key();
        // A draft from another epoch was sent to a log that no longer exists, so it is not in this one.
        let after = draft.after.as_ref();
        let after = after.filter(|after| after.epoch == self.epoch);
        if let Some(offset) = self.dedup.find(key, after.map(|after| after.offset))? {
            return Ok(Admitted::Duplicate(offset));
        }
        let entry = LogEntry::new(Message {
            offset: self.newest + 1,
            name: draft.name,
            text: draft.text,
            time_ms: now_ms.max(self.newest_ms),
            id: draft.id,
        });
        self.remember(entry.offset(), entry.time_ms(), key);
        Ok(Admitted::New(Arc::new(entry), key))
    }

    /// Adds a message that has its offset, in the order of offsets.
    pub fn remember(&mut self, offset: u64, time_ms: u64, key: IdempotencyKey) {
        (self.newest, self.newest_ms) = (offset, time_ms);
        self.dedup.remember(offset, key);
    }
}

#[cfg(test)]
mod tests {
    use protocol::superchat::StreamPosition;

    use super::*;

    fn draft(id: &str, text: &str) -> Draft {
        Draft {
            name: "kim".to_owned(),
            text: text.to_owned(),
            id: Some(id.to_owned()),
            after: None,
        }
    }

    fn offset(sequence: &mut Sequencer, draft: Draft) -> (u64, bool) {
        match sequence.admit(draft, 0).unwrap() {
            Admitted::New(entry, _) => (entry.offset(), true),
            Admitted::Duplicate(offset) => (offset, false),
        }
    }

    #[test]
    fn admit_same_id_and_text_is_a_duplicate() {
        let mut sequence = Sequencer::new("e", 9, 0);
        assert_eq!(offset(&mut sequence, draft("a", "hi")), (1, true));
        assert_eq!(offset(&mut sequence, draft("b", "hi")), (2, true));
        assert_eq!(offset(&mut sequence, draft("a", "hi")), (1, false));
        let by_another = Draft {
            name: "kim-2".to_owned(),
            ..draft("a", "hi")
        };
        assert_eq!(offset(&mut sequence, by_another), (1, false));
        assert_eq!(
            offset(&mut sequence, draft("a", "ho")),
            (3, true),
            "another text is another message"
        );
    }

    #[test]
    fn admit_draft_from_before_the_window_is_refused() {
        let mut sequence = Sequencer::new("e", 2, 0);
        for id in ["a", "b", "c"] {
            offset(&mut sequence, draft(id, ""));
        }
        let again = |epoch: &str, offset| Draft {
            after: Some(StreamPosition {
                epoch: epoch.to_owned(),
                offset,
            }),
            ..draft("a", "")
        };
        let refused = sequence.admit(again("e", 0), 0).unwrap_err();
        assert_eq!(refused, Forgotten);
        // A copy would be behind 1, and there is none; and the other log never had one.
        assert_eq!(offset(&mut sequence, again("e", 1)), (4, true));
        assert_eq!(offset(&mut sequence, again("other", 0)), (4, false));
    }

    #[test]
    fn admit_with_an_earlier_clock_keeps_the_newest_time() {
        let mut sequence = Sequencer::new("e", 9, 0);
        let mut times = Vec::new();
        for (id, now_ms) in [("a", 5), ("b", 3), ("c", 7)] {
            if let Admitted::New(entry, _) = sequence.admit(draft(id, ""), now_ms).unwrap() {
                times.push(entry.time_ms());
            }
        }
        assert_eq!(times, [5, 5, 7]);
    }
}
