//! All that a connection has heard and said, numbered in order, in blocks that are never moved.
//!
//! What belongs here: keeping records, counting them and letting the oldest go. What may not enter:
//! how much may be kept (the workbench knows all logs and their budget) and what of it is seen
//! (`view`).

mod transcript;

use std::collections::VecDeque;
use std::ops::Range;

use super::record::{Direction, Record, What};
use super::time::Time;

pub use transcript::{Entry, EntryKind};

/// So many records share a block: 24 KiB on wasm32.
const BLOCK_RECORDS: u64 = 1_024;

/// What a message costs beside its payload, at most: its record, the header of its `Rc`, what the
/// allocator adds, and its place in the list of what is seen.
pub const OVERHEAD_BYTES: usize = 64;

/// Records, oldest first.
///
/// A flood brings a million of them. A vector of a million grows by moving everything into one
/// twice as large, which is a frame lost and, for a moment, three times the memory; so records lie
/// in blocks, each allocated once. All blocks but the first and the last are full, and a block ends
/// where a number is a multiple of its size, so that a number says where its record is.
#[derive(Debug, Default)]
pub struct Log {
    blocks: VecDeque<VecDeque<Record>>,
    first: u64,
    next: u64,
    bytes: usize,
    kept: Counts,
    evicted: Evicted,
    evicted_received: u64,
    /// When connections opened, each with its record's number; of those that are gone, the last.
    openings: VecDeque<(u64, Time)>,
}

/// How many records of each kind are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Messages from the page to the peer.
    pub sent: u64,
    /// Messages from the peer to the page.
    pub received: u64,
    /// Ends of a connection.
    pub closed: u64,
}

/// What had to go for the sake of the memory budget. What the person cleared is not in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Evicted {
    /// So many messages.
    pub messages: u64,
    /// So many bytes of payload.
    pub bytes: u64,
}

impl Log {
    /// An empty log.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Appends a record and tells its number: one more than that of the record before, from 0. A
    /// number stands for the same record forever, also when that is gone.
    pub fn append(&mut self, record: Record) -> u64 {
        let number = self.next;
        self.next += 1;
        self.bytes += bytes_of(&record);
        if let Some(count) = self.kept.of(&record) {
            *count += 1;
        }
        if matches!(record.what, What::Opened(_)) {
            self.openings.push_back((number, record.at));
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

    /// The record with this number, if it is kept.
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

    /// The numbers of the records that are kept.
    #[must_use]
    pub fn numbers(&self) -> Range<u64> {
        self.first..self.next
    }

    /// What is kept, in bytes of memory: the payloads, and [`OVERHEAD_BYTES`] for each record.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.bytes
    }

    /// How many of each kind are kept.
    #[must_use]
    pub fn counts(&self) -> Counts {
        self.kept
    }

    /// When the connection opened on which this record came about, if any had opened before it. The
    /// record of that may be gone.
    #[must_use]
    pub fn opened_before(&self, number: u64) -> Option<Time> {
        let later = self
            .openings
            .partition_point(|(opening, _)| *opening <= number);
        self.openings.get(later.checked_sub(1)?).map(|(_, at)| *at)
    }

    /// The record that would go first.
    #[must_use]
    pub fn oldest(&self) -> Option<&Record> {
        self.blocks.front()?.front()
    }

    /// Lets the oldest record go and counts it as evicted.
    pub fn evict_oldest(&mut self) {
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
            .is_some_and(|(number, _)| *number <= self.first)
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

    /// Lets the oldest records go until the rest is within this many bytes. The newest record stays however
    /// large it is: a message that could never be seen would be worse.
    pub fn evict_beyond(&mut self, bytes: usize) {
        while self.bytes > bytes && self.next - self.first > 1 {
            self.evict_oldest();
        }
    }

    /// What went for the sake of the memory budget since the log was last cleared.
    #[must_use]
    pub fn evicted(&self) -> Evicted {
        self.evicted
    }

    /// Forgets everything but how far it has counted.
    pub fn clear(&mut self) {
        *self = Self {
            first: self.next,
            next: self.next,
            ..Self::new()
        };
    }
}

impl Counts {
    fn of(&mut self, record: &Record) -> Option<&mut u64> {
        match &record.what {
            What::Message(Direction::Sent, _) => Some(&mut self.sent),
            What::Message(Direction::Received, _) => Some(&mut self.received),
            What::Closed(_) => Some(&mut self.closed),
            What::Opened(_) => None,
        }
    }
}

fn bytes_of(record: &Record) -> usize {
    let payload_bytes = record.message().map_or(0, |(_, payload)| payload.len());
    payload_bytes + OVERHEAD_BYTES
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;
