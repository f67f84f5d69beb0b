//! The messages that are kept, and how many no longer are.

use std::collections::VecDeque;
use std::rc::Rc;

use super::payload::Payload;

/// What has happened, oldest first, within [`Limits`].
///
/// A server may talk for days; the page must not grow with it. When the log is full the oldest
/// entries leave, and [`Log::evicted_messages`] says how many messages are gone.
#[derive(Debug)]
pub struct Log {
    limits: Limits,
    entries: VecDeque<Rc<Entry>>,
    bytes: usize,
    next_id: u64,
    evicted_messages: u64,
}

/// How much a [`Log`] keeps. The newest entry is kept however large it is: a message that
/// nobody could ever see would be worse than one too many.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// At most so many entries.
    pub entries: usize,
    /// At most so many bytes of payload.
    pub bytes: usize,
}

/// One line of the log.
#[derive(Debug, PartialEq, Eq)]
pub struct Entry {
    /// Unique in its log and growing, so that a renderer knows an entry again.
    pub id: u64,
    /// What happened.
    pub kind: EntryKind,
}

/// What an [`Entry`] tells of.
#[derive(Debug, PartialEq, Eq)]
pub enum EntryKind {
    /// A message was received.
    Message(Payload),
    /// The socket closed. Its words are chosen when it is shown, in the language of then.
    SocketClosed,
}

impl Log {
    /// An empty log.
    #[must_use]
    pub fn new(limits: Limits) -> Self {
        Self {
            limits,
            entries: VecDeque::new(),
            bytes: 0,
            next_id: 0,
            evicted_messages: 0,
        }
    }

    /// Appends an entry and evicts the oldest until the rest is within the limits.
    pub fn append(&mut self, kind: EntryKind) {
        self.bytes += payload_bytes(&kind);
        self.entries.push_back(Rc::new(Entry {
            id: self.next_id,
            kind,
        }));
        self.next_id += 1;
        while self.entries.len() > 1 && self.is_over_limits() {
            self.evict_oldest();
        }
    }

    /// The entries that are kept, oldest first.
    pub fn entries(&self) -> impl Iterator<Item = &Rc<Entry>> {
        self.entries.iter()
    }

    /// How many messages have been received but are no longer kept.
    #[must_use]
    pub fn evicted_messages(&self) -> u64 {
        self.evicted_messages
    }

    fn is_over_limits(&self) -> bool {
        self.entries.len() > self.limits.entries || self.bytes > self.limits.bytes
    }

    fn evict_oldest(&mut self) {
        if let Some(entry) = self.entries.pop_front() {
            self.bytes -= payload_bytes(&entry.kind);
            if matches!(entry.kind, EntryKind::Message(_)) {
                self.evicted_messages += 1;
            }
        }
    }
}

fn payload_bytes(kind: &EntryKind) -> usize {
    match kind {
        EntryKind::Message(payload) => payload.len(),
        EntryKind::SocketClosed => 0,
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const LIMITS: Limits = Limits {
        entries: 3,
        bytes: 10,
    };

    fn text(text: &str) -> EntryKind {
        EntryKind::Message(Payload::Text(text.into()))
    }

    fn log_of(kinds: impl IntoIterator<Item = EntryKind>) -> Log {
        let mut log = Log::new(LIMITS);
        kinds.into_iter().for_each(|kind| log.append(kind));
        log
    }

    fn ids(log: &Log) -> Vec<u64> {
        log.entries().map(|entry| entry.id).collect()
    }

    #[test]
    fn the_oldest_leave_when_there_are_too_many() {
        let log = log_of([text("a"), text("b"), text("c"), text("d")]);
        assert_eq!(ids(&log), [1, 2, 3]);
        assert_eq!(log.evicted_messages(), 1);
    }

    #[test]
    fn the_oldest_leave_when_there_are_too_many_bytes() {
        let log = log_of([text("12345"), text("12345"), text("가")]);
        assert_eq!(ids(&log), [1, 2]);
        assert_eq!(log.evicted_messages(), 1);
    }

    #[test]
    fn the_newest_stays_however_large_it_is() {
        let log = log_of([text("a"), text("larger than all the log may be")]);
        assert_eq!(ids(&log), [1]);
        assert_eq!(log.evicted_messages(), 1);
    }

    #[test]
    fn only_messages_count_as_evicted() {
        let log = log_of([EntryKind::SocketClosed, text("a"), text("b"), text("c")]);
        assert_eq!(ids(&log), [1, 2, 3]);
        assert_eq!(log.evicted_messages(), 0);
    }

    proptest! {
        #[test]
        fn whatever_comes_the_log_stays_within_its_limits_and_counts_right(
            sizes in prop::collection::vec(prop::option::of(0_usize..15), 0..50)
        ) {
            let mut log = Log::new(LIMITS);
            for size in &sizes {
                log.append(match size {
                    Some(size) => text(&"x".repeat(*size)),
                    None => EntryKind::SocketClosed,
                });
                let kept: usize = log.entries().map(|entry| payload_bytes(&entry.kind)).sum();
                prop_assert_eq!(log.bytes, kept);
                prop_assert!(log.entries.len() <= LIMITS.entries);
                prop_assert!(kept <= LIMITS.bytes || log.entries.len() == 1);
            }
            let messages = sizes.iter().flatten().count();
            let kept = log
                .entries()
                .filter(|entry| matches!(entry.kind, EntryKind::Message(_)))
                .count();
            prop_assert_eq!(log.evicted_messages(), (messages - kept) as u64);
        }
    }
}
