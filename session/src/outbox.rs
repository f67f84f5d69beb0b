//! Batches of messages from a worker to its page, with backpressure.
//!
//! What belongs here: the size of a batch, the limit of the queue, and how many batches are in flight. What
//! may not enter: the content of a batch, and how it is posted.

use std::collections::VecDeque;

/// The limit on messages in a batch; the next one begins another. The page takes in a full batch well
/// within a frame.
pub const MAX_BATCH_MESSAGES: usize = 2_048;

/// The limit on bytes in a batch; the next message begins another. A message beyond the limit goes alone.
pub const MAX_BATCH_BYTES: usize = 4 << 20;

/// The limit on batches that the page has not acknowledged; later ones stay queued. With one alone, the
/// worker would idle while the page works.
pub const MAX_BATCHES_IN_FLIGHT: usize = 2;

/// The limit on queued bytes; beyond it [`Outbox::batch_for`] refuses the message. A browser's WebSocket
/// cannot be told to stop reading, so the worker has to give up.
pub const MAX_QUEUED_BYTES: usize = 256 << 20;

/// Queued batches, sent as earlier ones are acknowledged. The owner decides the content of a batch.
#[derive(Debug)]
pub struct Outbox<B> {
    queue: VecDeque<Batch<B>>,
    queued_bytes: usize,
    in_flight: usize,
}

#[derive(Debug, Default)]
struct Batch<B> {
    content: B,
    messages: usize,
    bytes: usize,
}

impl<B> Default for Outbox<B> {
    fn default() -> Self {
        Self {
            queue: VecDeque::new(),
            queued_bytes: 0,
            in_flight: 0,
        }
    }
}

impl<B: Default> Outbox<B> {
    /// The batch for a message of this size; `None` when the queue is full.
    pub fn batch_for(&mut self, bytes: usize) -> Option<&mut B> {
        let queued_bytes = self.queued_bytes.saturating_add(bytes);
        if queued_bytes > MAX_QUEUED_BYTES {
            return None;
        }
        self.queued_bytes = queued_bytes;
        if self.queue.back().is_none_or(|last| last.is_full(bytes)) {
            self.queue.push_back(Batch::default());
        }
        let last = self.queue.back_mut()?;
        last.messages += 1;
        last.bytes += bytes;
        Some(&mut last.content)
    }

    /// Takes the next batch to send; `None` when none is queued, or too many are in flight.
    pub fn take(&mut self) -> Option<B> {
        if self.in_flight >= MAX_BATCHES_IN_FLIGHT {
            return None;
        }
        let batch = self.queue.pop_front()?;
        self.queued_bytes -= batch.bytes;
        self.in_flight += 1;
        Some(batch.content)
    }

    /// The page acknowledged a batch.
    pub fn acknowledge(&mut self) {
        self.in_flight = self.in_flight.saturating_sub(1);
    }

    /// Whether no batch is queued.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.queue.is_empty()
    }
}

impl<B> Batch<B> {
    fn is_full(&self, more_bytes: usize) -> bool {
        self.messages >= MAX_BATCH_MESSAGES
            || self.bytes.saturating_add(more_bytes) > MAX_BATCH_BYTES
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Queues a message whose content is its size. Returns `false` when the queue is full.
    fn put(outbox: &mut Outbox<Vec<usize>>, bytes: usize) -> bool {
        let batch = outbox.batch_for(bytes);
        batch.map(|batch| batch.push(bytes)).is_some()
    }

    #[test]
    fn queued_messages_are_taken_together_in_order() {
        let mut outbox = Outbox::default();
        assert_eq!(outbox.take(), None);
        assert!([1, 2, 3].into_iter().all(|bytes| put(&mut outbox, bytes)));
        assert!(!outbox.is_empty());
        assert_eq!(outbox.take(), Some(vec![1, 2, 3]));
        assert!(outbox.is_empty());
    }

    #[test]
    fn batch_beyond_its_messages_begins_another() {
        let mut outbox = Outbox::default();
        assert!((0..=MAX_BATCH_MESSAGES).all(|_| put(&mut outbox, 0)));
        assert_eq!(
            outbox.take().map(|batch| batch.len()),
            Some(MAX_BATCH_MESSAGES)
        );
        assert_eq!(outbox.take(), Some(vec![0]));
    }

    #[test]
    fn batch_beyond_its_bytes_begins_another() {
        let mut outbox = Outbox::default();
        let sizes = [1, MAX_BATCH_BYTES - 1, 1, MAX_BATCH_BYTES + 1];
        assert!(sizes.into_iter().all(|bytes| put(&mut outbox, bytes)));
        let mut taken = || {
            outbox.acknowledge();
            outbox.take()
        };
        assert_eq!(taken(), Some(vec![1, MAX_BATCH_BYTES - 1]));
        assert_eq!(taken(), Some(vec![1]));
        assert_eq!(taken(), Some(vec![MAX_BATCH_BYTES + 1]));
        assert_eq!(taken(), None);
    }

    #[test]
    fn take_with_batches_in_flight_waits_for_an_ack() {
        let mut outbox = Outbox::default();
        for _ in 0..MAX_BATCHES_IN_FLIGHT {
            assert!(put(&mut outbox, 1));
            assert!(outbox.take().is_some());
        }
        assert!(put(&mut outbox, 2));
        assert_eq!(outbox.take(), None);
        outbox.acknowledge();
        assert_eq!(outbox.take(), Some(vec![2]));
    }

    #[test]
    fn batch_for_a_full_queue_is_none() {
        let mut outbox = Outbox::default();
        assert!(put(&mut outbox, MAX_QUEUED_BYTES));
        assert!(!put(&mut outbox, 1));
        assert!(!put(&mut outbox, usize::MAX));
        assert_eq!(outbox.take(), Some(vec![MAX_QUEUED_BYTES]));
        assert!(put(&mut outbox, 1));
    }

    proptest! {
        #[test]
        fn messages_in_any_order_of_steps_stay_in_order(
            steps in prop::collection::vec(prop::option::of(0..2 * MAX_BATCH_BYTES), 0..200)
        ) {
            let mut outbox = Outbox::default();
            let (mut heard, mut told) = (vec![], vec![]);
            for step in steps {
                match step {
                    Some(bytes) => {
                        if put(&mut outbox, bytes) {
                            heard.push(bytes);
                        }
                    }
                    None => {
                        told.extend(outbox.take().unwrap_or_default());
                        outbox.acknowledge();
                    }
                }
            }
            while let Some(batch) = outbox.take() {
                told.extend(batch);
                outbox.acknowledge();
            }
            prop_assert_eq!(told, heard);
        }
    }
}
