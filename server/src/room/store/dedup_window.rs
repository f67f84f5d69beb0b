//! The keys of a room's newest messages, by which it recognizes a message that is sent again.

use std::collections::{HashMap, VecDeque};

use super::{Forgotten, IdempotencyKey};

/// The keys of the newest messages of a room.
#[derive(Debug)]
pub(super) struct DedupWindow {
    offsets: HashMap<IdempotencyKey, u64>,
    /// In the order of their offsets.
    order: VecDeque<IdempotencyKey>,
    /// The limit of keys. Beyond it the oldest key is forgotten.
    max: usize,
    forgotten_through: u64,
}

impl DedupWindow {
    /// An empty window for `max` keys. The keys of all messages through the offset `forgotten_through` are forgotten; 0
    /// means that there was no message.
    pub(super) fn new(max: usize, forgotten_through: u64) -> Self {
        Self {
            offsets: HashMap::new(),
            order: VecDeque::new(),
            max,
            forgotten_through,
        }
    }

    /// The offset of the newest message whose key is forgotten; 0 before there is one.
    pub(super) fn forgotten_through(&self) -> u64 {
        self.forgotten_through
    }

    /// The offset of the message with this key; `None` where it is new.
    ///
    /// # Errors
    ///
    /// There is no such key, and the sender's position `after` is older than the window. The message may be one whose
    /// key is forgotten.
    pub(super) fn find(
        &self,
        key: IdempotencyKey,
        after: Option<u64>,
    ) -> Result<Option<u64>, Forgotten> {
        match self.offsets.get(&key) {
            Some(offset) => Ok(Some(*offset)),
            None if after.is_some_and(|after| after < self.forgotten_through) => Err(Forgotten),
            None => Ok(None),
        }
    }

    /// Adds the key of a message that is newer than all before.
    pub(super) fn remember(&mut self, offset: u64, key: IdempotencyKey) {
        self.offsets.insert(key, offset);
        self.order.push_back(key);
        if self.order.len() > self.max
            && let Some(key) = self.order.pop_front()
            && let Some(offset) = self.offsets.remove(&key)
        {
            self.forgotten_through = offset;
        }
    }
}
