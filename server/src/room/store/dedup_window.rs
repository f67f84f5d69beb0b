//! The keys of a room's newest messages, by which it recognizes a message that is sent again.

use std::collections::{HashMap, VecDeque};

use super::{Forgotten, IdempotencyKey};
use crate::room::RoomMemory;
use crate::room::room_memory::RoomHolding;

/// The memory of a key, in bytes: its places in the map and in the order. Both double when they are full, so each may
/// have as much again that is free.
const KEY_BYTES: usize = 2 * (size_of::<(IdempotencyKey, u64)>() + size_of::<IdempotencyKey>());

/// A window of at most this many keys may grow although all rooms hold more than their memory. They are more than the
/// messages of several clients that wait for an acknowledgement.
const MIN_KEYS: usize = 256;

/// The keys of the newest messages of a room.
#[derive(Debug)]
pub(super) struct DedupWindow {
    offsets: HashMap<IdempotencyKey, u64>,
    /// In the order of their offsets.
    order: VecDeque<IdempotencyKey>,
    /// The limit of keys. Beyond it the oldest key is forgotten.
    max: usize,
    forgotten_through: u64,
    /// `None` where it is not counted.
    holding: Option<RoomHolding>,
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
            holding: None,
        }
    }

    /// Counts it in `memory` from here on.
    pub(super) fn count_in(&mut self, memory: &RoomMemory) {
        self.holding = Some(memory.holding());
        self.count();
    }

    /// The memory of its keys, in bytes.
    pub(super) fn bytes(&self) -> usize {
        self.order.len() * KEY_BYTES
    }

    /// Counts what it holds. Returns whether all rooms hold more than their memory.
    fn count(&mut self) -> bool {
        let bytes = self.bytes();
        self.holding
            .as_mut()
            .is_some_and(|holding| holding.set(bytes))
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

    /// Adds the key of a message that is newer than all before. While all rooms hold more than their memory, the window
    /// does not grow.
    pub(super) fn remember(&mut self, offset: u64, key: IdempotencyKey) {
        self.offsets.insert(key, offset);
        self.order.push_back(key);
        let is_exceeded = self.count();
        if (self.order.len() > self.max || is_exceeded && self.order.len() > MIN_KEYS)
            && let Some(key) = self.order.pop_front()
            && let Some(offset) = self.offsets.remove(&key)
        {
            self.forgotten_through = offset;
            self.count();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn window_beyond_the_memory_of_all_rooms_does_not_grow() {
        let memory = RoomMemory::new(1_000 * KEY_BYTES);
        let mut window = DedupWindow::new(usize::MAX, 0);
        window.count_in(&memory);
        for offset in 1..=2_000 {
            window.remember(offset, offset.into());
        }
        assert_eq!(window.forgotten_through(), 1_000);
        let mut small = DedupWindow::new(usize::MAX, 0);
        small.count_in(&memory);
        let mut other = memory.holding();
        other.set(1);
        for offset in 1..=2_000 {
            small.remember(offset, offset.into());
        }
        assert_eq!(small.forgotten_through(), 2_000 - MIN_KEYS as u64);
        drop((window, small, other));
        assert_eq!(memory.gauge().get(), 0);
    }
}
