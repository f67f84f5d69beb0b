//! The queue of messages that wait for an open connection.

use std::collections::VecDeque;

use crate::payload::Payload;
use crate::transport::MessageId;

/// The limit on waiting messages; beyond it [`Queue::push`] refuses a message. A person removes them by hand.
pub const QUEUE_MESSAGES: usize = 100;

/// The limit on bytes of waiting messages; beyond it [`Queue::push`] refuses a message. It is the largest
/// message that Ullim's server takes.
pub const QUEUE_BYTES: usize = 16 << 20;

/// Messages that wait for an open connection, first in, first out. A message that was given to a transport comes back
/// only when the transport says that it has not sent it.
#[derive(Debug, Default)]
pub struct Queue {
    messages: VecDeque<Payload>,
    bytes: usize,
    /// The messages at the front that were put back, in the order in which they were sent.
    put_back: VecDeque<MessageId>,
}

/// A message that the transport has not acknowledged.
#[derive(Debug)]
pub(super) struct InFlight {
    pub(super) id: MessageId,
    pub(super) payload: Payload,
    pub(super) queues_if_refused: bool,
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

    /// Puts a message back that was taken, before those that were pushed since. It was accepted, so the limits do not
    /// count: the queue has at most as many more as a transport had in flight.
    pub(super) fn put_back(&mut self, id: MessageId, message: Payload) {
        let index = self.put_back.partition_point(|other| *other < id);
        self.put_back.insert(index, id);
        self.bytes += message.len();
        self.messages.insert(index, message);
    }

    /// Removes the message at this place, from the front.
    pub fn remove(&mut self, index: usize) -> Option<Payload> {
        self.put_back.remove(index);
        let message = self.messages.remove(index)?;
        self.bytes -= message.len();
        Some(message)
    }

    /// Removes all messages, the first first.
    pub fn take(&mut self) -> impl Iterator<Item = Payload> + use<> {
        self.bytes = 0;
        self.put_back.clear();
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
