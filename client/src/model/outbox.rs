//! What one side has heard and the other has not yet been told.
//!
//! What belongs here: how much is told at once, how much may wait, and when to tell. What may not
//! enter: what is told, and how.

use std::collections::VecDeque;

/// At most so many messages go in one batch: what the page takes in well within a frame.
pub const BATCH_MESSAGES: usize = 2_048;

/// A batch is full with so many bytes; a larger message goes alone.
pub const BATCH_BYTES: usize = 4 << 20;

/// So many batches may be on their way. With one, the worker would stand still while the page works.
pub const BATCHES_ON_THEIR_WAY: usize = 2;

/// At most so many bytes wait. A browser's WebSocket cannot be told to stop reading.
pub const WAITING_BYTES: usize = 256 << 20;

/// Messages that wait in batches, until those told before have been acknowledged. What a batch
/// is made of, its owner knows.
#[derive(Debug)]
pub struct Outbox<B> {
    waiting: VecDeque<Batch<B>>,
    waiting_bytes: usize,
    on_their_way: usize,
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
            waiting: VecDeque::new(),
            waiting_bytes: 0,
            on_their_way: 0,
        }
    }
}

impl<B: Default> Outbox<B> {
    /// The batch that a message of so many bytes goes into; none, when no more may wait.
    pub fn batch_for(&mut self, bytes: usize) -> Option<&mut B> {
        let waiting_bytes = self.waiting_bytes.saturating_add(bytes);
        if waiting_bytes > WAITING_BYTES {
            return None;
        }
        self.waiting_bytes = waiting_bytes;
        if self.waiting.back().is_none_or(|last| last.is_full(bytes)) {
            self.waiting.push_back(Batch::default());
        }
        let last = self.waiting.back_mut()?;
        last.messages += 1;
        last.bytes += bytes;
        Some(&mut last.content)
    }

    /// Takes out the batch that is to be told now; none, when nothing waits or too many are on
    /// their way.
    pub fn take(&mut self) -> Option<B> {
        if self.on_their_way >= BATCHES_ON_THEIR_WAY {
            return None;
        }
        let batch = self.waiting.pop_front()?;
        self.waiting_bytes -= batch.bytes;
        self.on_their_way += 1;
        Some(batch.content)
    }

    /// The other side has taken in a batch.
    pub fn acknowledge(&mut self) {
        self.on_their_way = self.on_their_way.saturating_sub(1);
    }

    /// Whether nothing waits.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.waiting.is_empty()
    }
}

impl<B> Batch<B> {
    fn is_full(&self, more_bytes: usize) -> bool {
        self.messages >= BATCH_MESSAGES || self.bytes.saturating_add(more_bytes) > BATCH_BYTES
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
        assert!((0..=BATCH_MESSAGES).all(|_| put(&mut outbox, 0)));
        assert_eq!(outbox.take().map(|batch| batch.len()), Some(BATCH_MESSAGES));
        assert_eq!(outbox.take(), Some(vec![0]));
    }

    #[test]
    fn a_batch_holds_so_many_bytes_and_a_larger_message_goes_alone() {
        let mut outbox = Outbox::default();
        let sizes = [1, BATCH_BYTES - 1, 1, BATCH_BYTES + 1];
        assert!(sizes.into_iter().all(|bytes| put(&mut outbox, bytes)));
        let mut taken = || {
            outbox.acknowledge();
            outbox.take()
        };
        assert_eq!(taken(), Some(vec![1, BATCH_BYTES - 1]));
        assert_eq!(taken(), Some(vec![1]));
        assert_eq!(taken(), Some(vec![BATCH_BYTES + 1]));
        assert_eq!(taken(), None);
    }

    #[test]
    fn no_more_is_told_until_what_was_told_is_acknowledged() {
        let mut outbox = Outbox::default();
        for _ in 0..BATCHES_ON_THEIR_WAY {
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
        assert!(put(&mut outbox, WAITING_BYTES));
        assert!(!put(&mut outbox, 1));
        assert!(!put(&mut outbox, usize::MAX));
        assert_eq!(outbox.take(), Some(vec![WAITING_BYTES]));
        assert!(put(&mut outbox, 1));
    }

    proptest! {
        #[test]
        fn nothing_is_lost_and_nothing_overtakes(
            steps in prop::collection::vec(prop::option::of(0..2 * BATCH_BYTES), 0..200)
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
