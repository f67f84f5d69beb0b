//! The queue of messages that wait for an open connection.

use std::collections::VecDeque;

use crate::payload::Payload;

/// The limit on waiting messages; beyond it [`Queue::push`] refuses a message. A person removes them by hand.
pub const QUEUE_MESSAGES: usize = 100;

/// The limit on bytes of waiting messages; beyond it [`Queue::push`] refuses a message. It is the largest
/// message that Ullim's server takes.
pub const QUEUE_BYTES: usize = 16 << 20;

/// Messages that wait for an open connection, first in, first out. A message that was given to a transport
/// never comes here: the core sends none again by itself.
#[derive(Debug, Default)]
pub struct Queue {
    messages: VecDeque<Payload>,
    bytes: usize,
}

impl Queue {
    /// Appends a message. Returns `false` when the queue is full.
    #[must_use]
    pub fn push(&mut self, message: Payload) -> bool {
        let bytes = self.bytes + message.len();
        if self.messages.len() >= QUEUE_MESSAGES || bytes > QUEUE_BYTES {
            return false;
        }
        self.bytes = bytes;
        self.messages.push_back(message);
        true
    }

    /// Removes the message at this place, from the front.
    pub fn remove(&mut self, index: usize) -> Option<Payload> {
        let message = self.messages.remove(index)?;
        self.bytes -= message.len();
        Some(message)
    }

    /// Removes all messages, the first first.
    pub fn take(&mut self) -> impl Iterator<Item = Payload> + use<> {
        self.bytes = 0;
        std::mem::take(&mut self.messages).into_iter()
    }

    /// The messages, the first first.
    pub fn iter(&self) -> impl Iterator<Item = &Payload> {
        self.messages.iter()
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;

    fn of_bytes(bytes: usize) -> Payload {
        Payload::Binary(vec![0; bytes].into())
    }

    #[test]
    fn messages_taken_come_in_the_order_in_which_they_were_pushed() {
        let mut queue = Queue::default();
        for size in [1, 2, 3] {
            assert!(queue.push(of_bytes(size)));
        }
        assert_eq!(queue.remove(1), Some(of_bytes(2)));
        assert_eq!(queue.remove(2), None);
        assert!(queue.take().eq([of_bytes(1), of_bytes(3)]));
        assert_eq!(queue.iter().count(), 0);
    }

    #[test]
    fn push_beyond_the_limit_of_messages_refused() {
        let mut queue = Queue::default();
        assert!((0..QUEUE_MESSAGES).all(|_| queue.push(of_bytes(0))));
        assert!(!queue.push(of_bytes(0)));
        queue.remove(0);
        assert!(queue.push(of_bytes(0)));
    }

    #[test]
    fn push_beyond_the_limit_of_bytes_refused() {
        let mut queue = Queue::default();
        assert!(queue.push(of_bytes(QUEUE_BYTES)));
        assert!(!queue.push(of_bytes(1)));
        let _ = queue.take();
        assert!(queue.push(of_bytes(1)));
    }
}
