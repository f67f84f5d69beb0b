//! The next offset of a room, and which messages have one already.

use std::sync::Arc;

use protocol::superchat::Message;

use super::keys::Keys;
use super::{Draft, Key, StoreError};
use crate::room::Entry;

/// How the messages of a room are numbered, and the keys of the newest of them.
#[derive(Debug)]
pub struct Sequence {
    epoch: String,
    newest: u64,
    newest_ms: u64,
    keys: Keys,
}

/// What becomes of a draft.
#[derive(Clone, Debug)]
pub enum Admitted {
    /// It is the next message.
    New(Arc<Entry>, Key),
    /// It is the message with this offset.
    Known(u64),
}

impl Sequence {
    /// A sequence that remembers the keys of the newest `max_keys` messages, and goes on behind the
    /// offset `forgotten`, which is 0 where there has been no message.
    #[must_use]
    pub fn new(epoch: &str, max_keys: usize, forgotten: u64) -> Self {
        Self {
            epoch: epoch.to_owned(),
            newest: forgotten,
            newest_ms: 0,
            keys: Keys::new(max_keys, forgotten),
        }
    }

    /// The epoch of the offsets.
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
    pub fn forgotten(&self) -> u64 {
        self.keys.forgotten()
    }

    /// Gives a draft its place, at the time `now_ms`; time does not go back from one to the next.
    ///
    /// # Errors
    ///
    /// [`StoreError::Forgotten`].
    pub fn admit(&mut self, draft: Draft, now_ms: u64) -> Result<Admitted, StoreError> {
        let key = draft.key();
        // In another epoch it was said to a log that is gone, so it is not in this one.
        let after = draft.after.as_ref();
        let after = after.filter(|after| after.epoch == self.epoch);
        if let Some(offset) = self.keys.find(key, after.map(|after| after.offset))? {
            return Ok(Admitted::Known(offset));
        }
        let entry = Entry::new(Message {
            offset: self.newest + 1,
            name: draft.name,
            text: draft.text,
            time_ms: now_ms.max(self.newest_ms),
            id: draft.id,
        });
        self.remember(entry.offset(), entry.time_ms(), key);
        Ok(Admitted::New(Arc::new(entry), key))
    }

    /// Takes in a message that has its place; they are told in order.
    pub fn remember(&mut self, offset: u64, time_ms: u64, key: Key) {
        (self.newest, self.newest_ms) = (offset, time_ms);
        self.keys.remember(offset, key);
    }
}

#[cfg(test)]
mod tests {
    use protocol::superchat::Position;

    use super::*;

    fn draft(id: &str, text: &str) -> Draft {
        Draft {
            name: "kim".to_owned(),
            text: text.to_owned(),
            id: Some(id.to_owned()),
            after: None,
        }
    }

    fn offset(sequence: &mut Sequence, draft: Draft) -> (u64, bool) {
        match sequence.admit(draft, 0).unwrap() {
            Admitted::New(entry, _) => (entry.offset(), true),
            Admitted::Known(offset) => (offset, false),
        }
    }

    #[test]
    fn what_is_said_again_has_the_offset_that_it_had() {
        let mut sequence = Sequence::new("e", 9, 0);
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
    fn what_may_be_there_twice_is_refused() {
        let mut sequence = Sequence::new("e", 2, 0);
        for id in ["a", "b", "c"] {
            offset(&mut sequence, draft(id, ""));
        }
        let again = |epoch: &str, offset| Draft {
            after: Some(Position {
                epoch: epoch.to_owned(),
                offset,
            }),
            ..draft("a", "")
        };
        let refused = sequence.admit(again("e", 0), 0).unwrap_err();
        assert_eq!(refused, StoreError::Forgotten);
        // A copy would be behind 1, and none of those is it; and another log never had one.
        assert_eq!(offset(&mut sequence, again("e", 1)), (4, true));
        assert_eq!(offset(&mut sequence, again("other", 0)), (4, false));
    }

    #[test]
    fn time_does_not_go_back() {
        let mut sequence = Sequence::new("e", 9, 0);
        let mut times = Vec::new();
        for (id, now_ms) in [("a", 5), ("b", 3), ("c", 7)] {
            if let Admitted::New(entry, _) = sequence.admit(draft(id, ""), now_ms).unwrap() {
                times.push(entry.time_ms());
            }
        }
        assert_eq!(times, [5, 5, 7]);
    }
}
