//! The log of a connection: records, numbered in order, in blocks that are never moved.
//!
//! What belongs here: keeping records, counting them and evicting the oldest. What may not enter: the memory
//! budget, which the owner of all logs has, and what of a log is seen ([`view`](crate::view)).

mod transcript;

use std::collections::VecDeque;
use std::ops::Range;
use std::rc::Rc;

use super::record::{Direction, Opening, Record, RecordKind};
use super::time::Time;

pub use transcript::{Entry, EntryKind};

/// The number of records in a block: 32 KiB on wasm32.
const BLOCK_RECORDS: u64 = 1_024;

/// The most bytes that a message costs beside its payload: its record, its `Rc`'s header, the allocator's part, and
/// its entry in the view's index.
pub const OVERHEAD_BYTES: usize = 64;

/// Records, oldest first.
///
/// A flood brings a million of them. A vector of a million grows by moving everything into one twice as large. That
/// costs a frame and, for a moment, three times the memory. So records lie in blocks, each allocated once. All blocks
/// but the first and the last are full, and a block ends where a number is a multiple of its size. So a number tells
/// the place of its record.
#[derive(Debug, Default)]
pub struct Log {
    blocks: VecDeque<VecDeque<Record>>,
    first: u64,
    next: u64,
    bytes: usize,
    kept: Counts,
    evicted: Evicted,
    evicted_received: u64,
    /// Each opening, with its time and the number of its record; of evicted ones only the last.
    openings: VecDeque<(u64, Time, Rc<Opening>)>,
    /// What was cleared last, as long as that can be undone. It is the first to be evicted.
    cleared: Option<Box<Self>>,
}

/// The number of records of each kind in the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Messages from the page to the peer.
    pub sent: u64,
    /// Messages from the peer to the page.
    pub received: u64,
    /// Ends of a connection.
    pub closed: u64,
}

/// The messages that were evicted. Those that the person cleared do not count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Evicted {
    /// The number of messages.
    pub messages: u64,
    /// The bytes of their payloads.
    pub bytes: u64,
}

impl Log {
    /// An empty log.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Appends a record and returns its number: one more than that of the record before, from 0. A number is
    /// never given to another record.
    pub fn append(&mut self, record: Record) -> u64 {
        let number = self.next;
        self.next += 1;
        self.bytes += bytes_of(&record);
        if let Some(count) = self.kept.of(&record) {
            *count += 1;
        }
        if let RecordKind::Opened(opening) = &record.kind {
            self.openings
                .push_back((number, record.at, Rc::clone(opening)));
        }
        match self.blocks.back_mut() {
            Some(block) if !number.is_multiple_of(BLOCK_RECORDS) => block.push_back(record),
            _ => {
                let mut block = VecDeque::with_capacity(BLOCK_RECORDS as usize);
                block.push_back(record);
                self.blocks.push_back(block);
            }
        }
        number
    }

    /// The record with this number; `None` if it was evicted or cleared, or has not come yet.
    #[must_use]
    pub fn get(&self, number: u64) -> Option<&Record> {
        if !self.numbers().contains(&number) {
            return None;
        }
        let block = number / BLOCK_RECORDS - self.first / BLOCK_RECORDS;
        let before = if block == 0 {
            self.first
        } else {
            number - number % BLOCK_RECORDS
        };
        let block = self.blocks.get(usize::try_from(block).ok()?)?;
        block.get(usize::try_from(number - before).ok()?)
    }

    /// The numbers of the records in the log.
    #[must_use]
    pub fn numbers(&self) -> Range<u64> {
        self.first..self.next
    }

    /// The memory of the log in bytes: the payloads, and [`OVERHEAD_BYTES`] for each record. What was cleared counts as
    /// long as it can come back.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.bytes + self.cleared.as_ref().map_or(0, |cleared| cleared.bytes)
    }

    /// Whether there is a record to evict. The newest stays, however large it is, as the person could never see it
    /// otherwise.
    #[must_use]
    pub fn can_evict(&self) -> bool {
        self.cleared.is_some() || self.next - self.first > 1
    }

    /// The number of records of each kind.
    #[must_use]
    pub fn counts(&self) -> Counts {
        self.kept
    }

    /// The opening of the connection of this record, and its time; `None` if none had opened. The record of the opening
    /// may have been evicted.
    #[must_use]
    pub fn opening_before(&self, number: u64) -> Option<(Time, &Opening)> {
        let later = self
            .openings
            .partition_point(|(opening, ..)| *opening <= number);
        let (_, at, opening) = self.openings.get(later.checked_sub(1)?)?;
        Some((*at, opening))
    }

    /// The oldest record, which is evicted first.
    #[must_use]
    pub fn oldest(&self) -> Option<&Record> {
        let log = self.cleared.as_deref().unwrap_or(self);
        log.blocks.front()?.front()
    }

    /// Evicts the oldest record.
    pub fn evict_oldest(&mut self) {
        if let Some(cleared) = &mut self.cleared {
            cleared.evict_oldest();
            self.cleared.take_if(|it| it.numbers().is_empty());
            return;
        }
        let Some(block) = self.blocks.front_mut() else {
            return;
        };
        let Some(record) = block.pop_front() else {
            return;
        };
        if block.is_empty() {
            self.blocks.pop_front();
        }
        self.first += 1;
        if self
            .openings
            .get(1)
            .is_some_and(|(number, ..)| *number <= self.first)
        {
            self.openings.pop_front();
        }
        self.bytes -= bytes_of(&record);
        if let Some(count) = self.kept.of(&record) {
            *count -= 1;
        }
        if let Some((direction, payload)) = record.message() {
            self.evicted.messages += 1;
            self.evicted.bytes += payload.len() as u64;
            self.evicted_received += u64::from(direction == Direction::Received);
        }
    }

    /// Evicts the oldest records until the log takes at most this many bytes, or none can be evicted.
    pub fn evict_beyond(&mut self, bytes: usize) {
        while self.bytes() > bytes && self.can_evict() {
            self.evict_oldest();
        }
    }

    /// The messages that were evicted since the log was last cleared.
    #[must_use]
    pub fn evicted(&self) -> Evicted {
        self.evicted
    }

    /// Removes all records, and keeps them for [`undo_clear`](Self::undo_clear). The numbers go on.
    pub fn clear(&mut self) {
        if self.numbers().is_empty() {
            return;
        }
        self.cleared = None;
        let emptied = Self {
            first: self.next,
            next: self.next,
            ..Self::new()
        };
        let cleared = std::mem::replace(self, emptied);
        self.cleared = Some(Box::new(cleared));
    }

    /// The number of records that were cleared last and can come back.
    #[must_use]
    pub fn cleared_records(&self) -> u64 {
        self.cleared
            .as_ref()
            .map_or(0, |cleared| cleared.next - cleared.first)
    }

    /// Brings back what was cleared last, before the records that came since.
    pub fn undo_clear(&mut self) {
        let Some(mut log) = self.cleared.take() else {
            return;
        };
        let mut since = std::mem::take(self);
        // The cleared log ends, and this one begins, where the last block of the one may go on in the other.
        if !since.first.is_multiple_of(BLOCK_RECORDS)
            && let (Some(block), Some(rest)) = (log.blocks.back_mut(), since.blocks.front_mut())
        {
            block.append(rest);
            since.blocks.pop_front();
        }
        log.blocks.append(&mut since.blocks);
        log.openings.append(&mut since.openings);
        log.next = since.next;
        log.bytes += since.bytes;
        log.kept.sent += since.kept.sent;
        log.kept.received += since.kept.received;
        log.kept.closed += since.kept.closed;
        *self = *log;
    }

    /// Gives up what was cleared.
    pub fn forget_cleared(&mut self) {
        self.cleared = None;
    }
}

impl Counts {
    fn of(&mut self, record: &Record) -> Option<&mut u64> {
        match &record.kind {
            RecordKind::Message(Direction::Sent, _) => Some(&mut self.sent),
            RecordKind::Message(Direction::Received, _) => Some(&mut self.received),
            RecordKind::Closed(_) => Some(&mut self.closed),
            RecordKind::Opened(_) => None,
        }
    }
}

fn bytes_of(record: &Record) -> usize {
    let payload_bytes = record.message().map_or(0, |(_, payload)| payload.len());
    payload_bytes + OVERHEAD_BYTES
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;
