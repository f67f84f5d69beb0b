//! The log of a room: what was said, in order, as far back as its bounds allow.
//!
//! What may not enter: who decides the order (`store`), members, clocks.

use std::collections::VecDeque;
use std::sync::Arc;

use super::entry::Entry;

/// How far back a log reaches: as far as all of these allow.
#[derive(Clone, Copy, Debug)]
pub struct Bounds {
    /// How many messages it has at most.
    pub messages: usize,
    /// How many bytes of memory they take at most, with what goes over the wire of them.
    pub bytes: usize,
    /// How old they are at most, in milliseconds.
    pub age_ms: u64,
}

/// What was said.
#[derive(Debug)]
pub(super) struct Log {
    /// By offset, which need not be consecutive.
    entries: VecDeque<Arc<Entry>>,
    bytes: usize,
    /// The offset of the newest message that is not there any more; 0 before there is one.
    evicted: u64,
    bounds: Bounds,
}

impl Log {
    /// An empty log, of which everything through the offset `evicted` is gone.
    pub(super) fn new(bounds: Bounds, evicted: u64) -> Self {
        Self {
            entries: VecDeque::new(),
            bytes: 0,
            evicted,
            bounds,
        }
    }

    /// Appends a message; its offset is higher than that of any before.
    pub(super) fn push(&mut self, entry: Arc<Entry>) {
        self.bytes += entry.bytes();
        let now_ms = entry.time_ms();
        self.entries.push_back(entry);
        self.trim(now_ms);
    }

    /// Lets go of what is out of bounds at the time `now_ms`.
    pub(super) fn trim(&mut self, now_ms: u64) {
        let oldest_ms = now_ms.saturating_sub(self.bounds.age_ms);
        while let Some(first) = self.entries.front()
            && (self.entries.len() > self.bounds.messages
                || self.bytes > self.bounds.bytes
                || first.time_ms() < oldest_ms)
        {
            self.bytes -= first.bytes();
            self.evicted = first.offset();
            self.entries.pop_front();
        }
    }

    /// The offset of the newest message, be it there or gone; 0 before there is one.
    pub(super) fn newest(&self) -> u64 {
        self.entries
            .back()
            .map_or(self.evicted, |entry| entry.offset())
    }

    /// The offset of the newest message that is gone; 0 before there is one.
    pub(super) fn evicted(&self) -> u64 {
        self.evicted
    }

    /// Whether there is nothing in it.
    pub(super) fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Whether all that was said behind `offset` is there.
    pub(super) fn reaches(&self, offset: u64) -> bool {
        (self.evicted..=self.newest()).contains(&offset)
    }

    /// What was said behind `offset`.
    pub(super) fn after(&self, offset: u64) -> impl Iterator<Item = &Arc<Entry>> {
        let first = self
            .entries
            .partition_point(|entry| entry.offset() <= offset);
        self.entries.range(first..)
    }

    /// The offset behind which there are the newest `messages`, or all where there are fewer.
    pub(super) fn before_newest(&self, messages: usize) -> u64 {
        self.entries
            .len()
            .checked_sub(messages + 1)
            .and_then(|index| self.entries.get(index))
            .map_or(self.evicted, |entry| entry.offset())
    }
}

#[cfg(test)]
mod tests {
    use protocol::superchat::Message;

    use super::*;

    fn entry(offset: u64, time_ms: u64) -> Arc<Entry> {
        Arc::new(Entry::new(Message {
            offset,
            name: "kim".to_owned(),
            text: "hi".to_owned(),
            time_ms,
            id: None,
        }))
    }

    fn log(offsets: impl IntoIterator<Item = u64>) -> Log {
        let bounds = Bounds {
            messages: 3,
            bytes: usize::MAX,
            age_ms: 1000,
        };
        let mut log = Log::new(bounds, 0);
        for offset in offsets {
            log.push(entry(offset, offset));
        }
        log
    }

    fn offsets(log: &Log, after: u64) -> Vec<u64> {
        log.after(after).map(|entry| entry.offset()).collect()
    }

    #[test]
    fn it_keeps_the_newest_and_knows_how_far_it_reaches() {
        // With gaps, as a store that has several rooms in one order leaves them.
        let log = log([1, 2, 5, 6, 9]);
        assert_eq!(offsets(&log, 0), [5, 6, 9]);
        assert_eq!((log.evicted(), log.newest()), (2, 9));
        assert_eq!(offsets(&log, 5), [6, 9]);
        assert!(!log.reaches(1) && log.reaches(2) && log.reaches(9) && !log.reaches(10));
        assert_eq!(log.before_newest(2), 5);
        assert_eq!(log.before_newest(3), 2);
        assert_eq!(log.before_newest(4), 2);
    }

    #[test]
    fn what_is_too_old_goes_and_the_log_still_knows_its_end() {
        let mut log = log([1, 2]);
        log.trim(1002);
        assert_eq!(offsets(&log, 0), [2]);
        log.trim(1003);
        assert!(log.is_empty() && log.newest() == 2 && log.reaches(2) && !log.reaches(1));
    }

    #[test]
    fn bytes_are_bounded() {
        let mut log = log([]);
        log.bounds.bytes = 2 * entry(1, 0).bytes();
        for offset in 1..=4 {
            log.push(entry(offset, 0));
        }
        assert_eq!(offsets(&log, 0), [3, 4]);
    }
}
