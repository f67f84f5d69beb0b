//! What the lesson shows of a log: what was received, and that the socket closed.

use std::rc::Rc;

use super::Log;
use crate::payload::Payload;
use crate::record::{Direction, RecordKind};

/// One line of the lesson's `#messages`.
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
    /// The newest entries, oldest first: at most so many, with at most so many bytes of payload;
    /// and how many received messages are not among them. The newest entry is there however large
    /// it is: a message that nobody could ever see would be worse than one too many.
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
