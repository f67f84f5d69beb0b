//! The log of a room: its newest messages, in order, within limits.
//!
//! What may not enter: the choice of offsets (`store`), members, clocks.

use std::collections::VecDeque;
use std::sync::Arc;

use super::entry::LogEntry;
use super::room_memory::{RoomHolding, RoomMemory};

/// A log of at most this many bytes may grow although all rooms hold more than their memory. It is a short
/// conversation, and 16 MiB for the 1,000 rooms that a server has by default.
const MIN_LOG_BYTES: usize = 16 * 1024;

/// The limits of a log. Beyond any of them, the oldest messages are evicted.
#[derive(Clone, Copy, Debug)]
pub struct LogLimits {
    /// Messages.
    pub messages: usize,
    /// Bytes of memory of these messages, in both formats.
    pub bytes: usize,
    /// Age of a message, in milliseconds.
    pub age_ms: u64,
}

/// The log of a room.
#[derive(Debug)]
pub(super) struct RoomLog {
    /// By offset. Offsets may have gaps.
    entries: VecDeque<Arc<LogEntry>>,
    bytes: usize,
    /// The offset of the newest evicted message; 0 before there is one.
    evicted: u64,
    limits: LogLimits,
    holding: RoomHolding,
}

impl RoomLog {
    /// An empty log whose messages through the offset `evicted` are evicted. It counts itself in `memory`.
    pub(super) fn new(limits: LogLimits, evicted: u64, memory: &RoomMemory) -> Self {
        Self {
            entries: VecDeque::new(),
            bytes: 0,
            evicted,
            limits,
            holding: memory.holding(),
        }
    }

    /// The log of the same room with other messages: empty, and evicted through the offset `evicted`.
    pub(super) fn replaced(&self, evicted: u64) -> Self {
        Self::new(self.limits, evicted, self.holding.memory())
    }

    /// Appends a new message, whose offset is higher than all before. While all rooms hold more than their memory, the log
    /// does not grow.
    pub(super) fn push(&mut self, entry: Arc<LogEntry>) {
        let max_bytes = self.bytes.max(MIN_LOG_BYTES);
        self.restore(entry);
        // The newest message is what its members are about to read.
        while self.bytes > max_bytes && self.entries.len() > 1 && self.holding.set(self.bytes) {
            self.evict_first();
        }
        self.holding.set(self.bytes);
    }

    /// Appends a message that its store holds in memory already.
    pub(super) fn restore(&mut self, entry: Arc<LogEntry>) {
        self.bytes += entry.bytes();
        let now_ms = entry.time_ms();
        self.entries.push_back(entry);
        self.trim(now_ms);
    }

    /// Evicts messages beyond the limits at the time `now_ms`.
    pub(super) fn trim(&mut self, now_ms: u64) {
        let oldest_ms = now_ms.saturating_sub(self.limits.age_ms);
        while let Some(first) = self.entries.front()
            && (self.entries.len() > self.limits.messages
                || self.bytes > self.limits.bytes
                || first.time_ms() < oldest_ms)
        {
            self.evict_first();
        }
        self.holding.set(self.bytes);
    }

    fn evict_first(&mut self) {
        if let Some(first) = self.entries.pop_front() {
            self.bytes -= first.bytes();
            self.evicted = first.offset();
        }
    }

    /// The offset of the newest message, evicted or not; 0 before there is one.
    pub(super) fn newest(&self) -> u64 {
        self.entries
            .back()
            .map_or(self.evicted, |entry| entry.offset())
    }

    /// The offset of the newest evicted message; 0 before there is one.
    pub(super) fn evicted(&self) -> u64 {
        self.evicted
    }

    /// Whether it has no messages.
    pub(super) fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Whether `offset` is in the log's range and no message behind it is evicted.
    pub(super) fn reaches(&self, offset: u64) -> bool {
        (self.evicted..=self.newest()).contains(&offset)
    }

    /// The messages behind `offset`.
    pub(super) fn after(&self, offset: u64) -> impl Iterator<Item = &Arc<LogEntry>> {
        let first = self
            .entries
            .partition_point(|entry| entry.offset() <= offset);
        self.entries.range(first..)
    }

    /// The offset behind which the newest `messages` are, or all where there are fewer.
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

    fn entry(offset: u64, time_ms: u64) -> Arc<LogEntry> {
        Arc::new(LogEntry::new(Message {
            offset,
            name: "kim".to_owned(),
            text: "hi".to_owned(),
            time_ms,
            id: None,
        }))
    }

    fn log(offsets: impl IntoIterator<Item = u64>) -> RoomLog {
        let limits = LogLimits {
            messages: 3,
            bytes: usize::MAX,
            age_ms: 1000,
        };
        let mut log = RoomLog::new(limits, 0, &RoomMemory::default());
        for offset in offsets {
            log.push(entry(offset, offset));
        }
        log
    }

    fn offsets(log: &RoomLog, after: u64) -> Vec<u64> {
        log.after(after).map(|entry| entry.offset()).collect()
    }

    #[test]
    fn push_beyond_the_limit_evicts_the_oldest() {
        // With gaps, as in a store that numbers several rooms in one order.
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
    fn trim_old_messages_keeps_the_newest_offset() {
        let mut log = log([1, 2]);
        log.trim(1002);
        assert_eq!(offsets(&log, 0), [2]);
        log.trim(1003);
        assert!(log.is_empty() && log.newest() == 2 && log.reaches(2) && !log.reaches(1));
    }

    #[test]
    fn push_beyond_the_memory_of_all_rooms_evicts_the_oldest_of_its_own() {
        let limits = LogLimits {
            messages: usize::MAX,
            bytes: usize::MAX,
            age_ms: u64::MAX,
        };
        let memory = RoomMemory::new(4 * MIN_LOG_BYTES);
        let mut logs = [(); 3].map(|()| RoomLog::new(limits, 0, &memory));
        let mut offset = 0;
        while logs[0].evicted() == 0 {
            offset += 1;
            logs[0].push(entry(offset, 0));
            assert!(logs[0].bytes <= 4 * MIN_LOG_BYTES);
        }
        assert!(logs[0].bytes > 4 * MIN_LOG_BYTES - 3 * entry(1, 0).bytes());
        let evicted = logs[0].evicted();
        // A silent room loses nothing, and a small one may become as large as a short conversation.
        logs[1].restore(entry(1, 0));
        for offset in 1..=10 * offset {
            logs[2].push(entry(offset, 0));
        }
        assert_eq!((logs[0].evicted(), logs[1].evicted()), (evicted, 0));
        let largest = MIN_LOG_BYTES - 2 * entry(1, 0).bytes()..=MIN_LOG_BYTES;
        assert!(largest.contains(&logs[2].bytes), "{}", logs[2].bytes);
        drop(logs);
        assert_eq!(memory.gauge().get(), 0);
    }

    #[test]
    fn push_beyond_the_bytes_evicts_the_oldest() {
        let mut log = log([]);
        log.limits.bytes = 2 * entry(1, 0).bytes();
        for offset in 1..=4 {
            log.push(entry(offset, 0));
        }
        assert_eq!(offsets(&log, 0), [3, 4]);
    }
}
