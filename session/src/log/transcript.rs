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

/// What a line break counts for, in bytes: it is an element, and a page of many elements stands still. With a limit of
/// 8 MiB it is 16,384 line breaks, as in a room.
const LINE_BREAK_BYTES: usize = 512;

impl Log {
    /// The newest entries, oldest first, within both limits; and the number of received messages before them. A line
    /// break counts for [`LINE_BREAK_BYTES`].
    ///
    /// The newest entry is among them, however large it is, as the person could never see it otherwise. If it has too
    /// many line breaks, its end is shown, and it counts as one of those before.
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
                    let (cost_bytes, cut) = measure(payload, max_bytes);
                    bytes += cost_bytes;
                    if bytes > max_bytes && !entries.is_empty() {
                        break;
                    }
                    shown_messages += u64::from(cut.is_none());
                    EntryKind::Message(cut.unwrap_or_else(|| payload.clone()))
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

/// What a message counts for, and its end if it has too many line breaks for all of it to be shown.
fn measure(payload: &Payload, max_bytes: usize) -> (usize, Option<Payload>) {
    let Payload::Text(text) = payload else {
        return (payload.len(), None);
    };
    let (mut breaks, mut next) = (0, 0);
    let from = text.bytes().rposition(|byte| {
        breaks += usize::from(byte == b'\n' || byte == b'\r' && next != b'\n');
        next = byte;
        breaks > max_bytes / LINE_BREAK_BYTES
    });
    let cut = from.map(|at| Payload::Text(["…", &text[at + 1..]].concat().into()));
    (text.len() + breaks * LINE_BREAK_BYTES, cut)
}
