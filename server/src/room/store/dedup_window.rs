//! Which messages of a room are known, by their keys.

use std::collections::{HashMap, VecDeque};

use super::{Key, StoreError};

/// The keys of the newest messages of a room.
#[derive(Debug)]
pub(super) struct Keys {
    offsets: HashMap<Key, u64>,
    /// In the order of their offsets.
    order: VecDeque<Key>,
    max: usize,
    /// The offset of the newest message whose key is forgotten; 0 before there is one.
    forgotten: u64,
}

impl Keys {
    /// No keys, and later the newest `max`, of a room that has none behind the offset `forgotten`.
    pub(super) fn new(max: usize, forgotten: u64) -> Self {
        Self {
            offsets: HashMap::new(),
            order: VecDeque::new(),
            max,
            forgotten,
        }
    }

    /// The offset of the newest message whose key is forgotten; 0 before there is one.
    pub(super) fn forgotten(&self) -> u64 {
        self.forgotten
    }

    /// The offset of the message with this key, if there is one behind the offset `after`, or, where that is
    /// not given, at all.
    ///
    /// # Errors
    ///
    /// [`StoreError::Forgotten`]: the keys do not reach back to `after`.
    pub(super) fn find(&self, key: Key, after: Option<u64>) -> Result<Option<u64>, StoreError> {
        match self.offsets.get(&key) {
            Some(offset) => Ok(Some(*offset)),
            None if after.is_some_and(|after| after < self.forgotten) => Err(StoreError::Forgotten),
            None => Ok(None),
        }
    }

    /// Takes in the key of a message that is newer than any before.
    pub(super) fn remember(&mut self, offset: u64, key: Key) {
        self.offsets.insert(key, offset);
        self.order.push_back(key);
        if self.order.len() > self.max
            && let Some(key) = self.order.pop_front()
            && let Some(offset) = self.offsets.remove(&key)
        {
            self.forgotten = offset;
        }
    }
}
