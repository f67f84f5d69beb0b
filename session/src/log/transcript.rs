//! The part of a log that the lesson shows: received messages and closes.

use std::rc::Rc;

use super::Log;
use crate::payload::Payload;
use crate::record::{Direction, RecordKind};

/// One line of the lesson's `#messages`.
#[derive(Debug, PartialEq, Eq)]
pub struct Entry {
    /// The number of the record, unique in its log, by which a renderer recognises the entry.
    pub id: u64,
    /// The kind of entry.
    pub kind: EntryKind,
}

/// The kinds of entry.
#[derive(Debug, PartialEq, Eq)]
pub enum EntryKind {
    /// A message was received.
    Message(Payload),
    /// The socket closed. The words are chosen when the entry is shown, in the current language.
    SocketClosed,
}

impl Log {
    /// The newest entries, oldest first, within both limits; and the number of received messages before them. The
    /// newest entry is among them, however large it is, as the person could never see it otherwise.
    #[must_use]
    pub fn transcript(&self, max_entries: usize, max_bytes: usize) -> (Vec<Rc<Entry>>, u64) {
        let mut entries = Vec::new();
        let mut bytes = 0;
        let mut shown_messages = 0;
        let all = self.kept.received + self.kept.closed;
        for number in self.numbers().rev() {
            if entries.len() >= max_entries || entries.len() as u64 == all {
                break;
            }
            let kind = match self.get(number).map(|record| &record.kind) {
                Some(RecordKind::Message(Direction::Received, payload)) => {
                    bytes += payload.len();
                    if bytes > max_bytes && !entries.is_empty() {
                        break;
                    }
                    shown_messages += 1;
                    EntryKind::Message(payload.clone())
                }
                Some(RecordKind::Closed(_)) => EntryKind::SocketClosed,
                Some(RecordKind::Message(Direction::Sent, _) | RecordKind::Opened(_)) | None => {
                    continue;
                }
            };
            entries.push(Rc::new(Entry { id: number, kind }));
        }
        entries.reverse();
        let received = self.kept.received + self.evicted_received;
        (entries, received - shown_messages)
    }
}
