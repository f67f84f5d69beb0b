//! What one side has heard and the other has not yet been told.
//!
//! What belongs here: how much is told at once, how much may wait, and when to tell. What may not
//! enter: what is told, and how.

use std::collections::VecDeque;

/// At most so many messages go in one batch: what the page takes in well within a frame.
pub const MAX_BATCH_MESSAGES: usize = 2_048;

/// A batch is full with so many bytes; a larger message goes alone.
pub const MAX_BATCH_BYTES: usize = 4 << 20;

/// So many batches may be on their way. With one, the worker would stand still while the page works.
pub const MAX_BATCHES_IN_FLIGHT: usize = 2;

/// At most so many bytes wait. A browser's WebSocket cannot be told to stop reading.
pub const MAX_QUEUED_BYTES: usize = 256 << 20;

/// Messages that wait in batches, until those told before have been acknowledged. What a batch
/// is made of, its owner knows.
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
    /// The batch that a message of so many bytes goes into; none, when no more may wait.
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

    /// Takes out the batch that is to be told now; none, when nothing waits or too many are on
    /// their way.
    pub fn take(&mut self) -> Option<B> {
        if self.in_flight >= MAX_BATCHES_IN_FLIGHT {
            return None;
        }
        let batch = self.queue.pop_front()?;
        self.queued_bytes -= batch.bytes;
        self.in_flight += 1;
        Some(batch.content)
    }

    /// The other side has taken in a batch.
    pub fn acknowledge(&mut self) {
        self.in_flight = self.in_flight.saturating_sub(1);
    }

    /// Whether nothing waits.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.queue.is_empty()
    }
}

impl<B> Batch<B> {
    fn is_full(&self, more_bytes: usize) -> bool {
        self.messages >= MAX_BATCH_MESSAGES || self.bytes.saturating_add(more_bytes) > MAX_BATCH_BYTES
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Puts in a message of so many bytes, whose content is its size. `false` says there is no room.
    fn put(outbox: &mut Outbox<Vec<usize>>, bytes: usize) -> bool {
        let batch = outbox.batch_for(bytes);
        batch.map(|batch| batch.push(bytes)).is_some()
    }

    #[test]
    fn what_waits_goes_together_and_in_order() {
        let mut outbox = Outbox::default();
        assert_eq!(outbox.take(), None);
        assert!([1, 2, 3].into_iter().all(|bytes| put(&mut outbox, bytes)));
        assert!(!outbox.is_empty());
        assert_eq!(outbox.take(), Some(vec![1, 2, 3]));
        assert!(outbox.is_empty());
    }

    #[test]
    fn a_batch_holds_so_many_messages_and_no_more() {
        let mut outbox = Outbox::default();
        assert!((0..=MAX_BATCH_MESSAGES).all(|_| put(&mut outbox, 0)));
        assert_eq!(outbox.take().map(|batch| batch.len()), Some(MAX_BATCH_MESSAGES));
        assert_eq!(outbox.take(), Some(vec![0]));
    }

    #[test]
    fn a_batch_holds_so_many_bytes_and_a_larger_message_goes_alone() {
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
    fn no_more_is_told_until_what_was_told_is_acknowledged() {
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
    fn so_many_bytes_may_wait_and_no_more() {
        let mut outbox = Outbox::default();
        assert!(put(&mut outbox, MAX_QUEUED_BYTES));
        assert!(!put(&mut outbox, 1));
        assert!(!put(&mut outbox, usize::MAX));
        assert_eq!(outbox.take(), Some(vec![MAX_QUEUED_BYTES]));
        assert!(put(&mut outbox, 1));
    }

    proptest! {
        #[test]
        fn nothing_is_lost_and_nothing_overtakes(
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
