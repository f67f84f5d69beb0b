//! The timeline of a room: its messages in the order of the server's log, and dividers where the log broke off.
//!
//! What belongs here: which messages the page holds, and the position to join from. What may not enter:
//! messages that are still being sent ([`send_queue`](super::send_queue)), and how far the person has read
//! ([`read_marker`](super::read_marker)).

use std::collections::VecDeque;
use std::rc::Rc;

use protocol::superchat::StreamPosition;

use super::incoming;
use super::links;
use super::read_marker::ReadMarker;
use crate::payload;
use crate::time::WallTime;

/// The limit on items; with one more, [`EVICTION_BATCH`] of the oldest go. Each item is an element of the
/// page, and the page renders all of them.
pub const MAX_ITEMS: usize = 600;

/// How many items go at once beyond [`MAX_ITEMS`]. The saved room is written again with each eviction, so
/// evicting one by one would write it with every message.
const EVICTION_BATCH: usize = 100;

/// The limit on bytes of text, of which a line break or a link counts as [`ELEMENT_BYTES`]. Beyond it the oldest
/// items go until the rest fits or one is left.
pub const MAX_BYTES: usize = 2 << 20;

/// The time within which messages of a person are one group, in milliseconds: five minutes.
const GROUP_MS: f64 = 5.0 * 60.0 * 1_000.0;

/// The weight of a line break or a link, which is an element of the page as an item is. A message may consist of
/// nothing else, so the timeline has at most 16,384 of both.
const ELEMENT_BYTES: usize = 128;

/// One item of the timeline.
#[derive(Debug, Clone, PartialEq)]
pub struct TimelineItem {
    /// Its number, unique in this timeline and never given again.
    pub number: u64,
    /// Its content.
    pub kind: TimelineItemKind,
    generation: u64,
}

/// The content of an item.
#[derive(Debug, Clone, PartialEq)]
pub enum TimelineItemKind {
    /// A message from the room's log.
    Message(Rc<Message>),
    /// A divider: the items below do not continue those above.
    Discontinuity(Discontinuity),
}

/// A message from the room's log.
#[derive(Debug, Clone, PartialEq)]
pub struct Message {
    /// Its offset in the log.
    pub offset: u64,
    /// The sender's name.
    pub name: Rc<str>,
    /// The text.
    pub text: Rc<str>,
    /// When the server logged it.
    pub at: WallTime,
    /// Whether this tab sent it.
    pub is_own: bool,
}

/// Why the items below do not continue those above.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Discontinuity {
    /// The server began another log.
    NewLog,
    /// The log no longer has the messages in between.
    Gap,
}

/// The items of a room, and how far the person has read them.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Timeline {
    items: VecDeque<TimelineItem>,
    bytes: usize,
    evicted_messages: u64,
    next_number: u64,
    epoch: Option<Rc<str>>,
    /// Counts the logs, to tell items of this epoch from items of earlier ones.
    generation: u64,
    /// The offset behind which the messages of this epoch begin, once it is known.
    base: Option<u64>,
    /// The newest offset of the log at the last welcome.
    newest_at_welcome: u64,
    /// The newest offset received in this epoch; 0 before the first message.
    newest: u64,
    read_marker: ReadMarker,
}

impl Timeline {
    /// An empty timeline that the server fills again after a reload: from `base`, read through `read`.
    #[must_use]
    pub fn restored(base: Option<StreamPosition>, read: Option<u64>) -> Self {
        let base_offset = base.as_ref().map(|base| base.offset);
        Self {
            epoch: base.map(|base| base.epoch.into()),
            base: base_offset,
            newest: base_offset.unwrap_or_default(),
            read_marker: ReadMarker::restored(read),
            ..Self::default()
        }
    }

    /// An empty timeline for another room. Whether its end is in view stays as it is.
    #[must_use]
    pub fn for_other_room(&self) -> Self {
        Self {
            read_marker: self.read_marker.for_other_room(),
            ..Self::default()
        }
    }

    /// The position to join from; `None` asks the server for its newest page.
    #[must_use]
    pub fn position(&self) -> Option<StreamPosition> {
        self.base.and(self.at(self.newest))
    }

    /// The position from which the server can send all these messages again.
    #[must_use]
    pub fn base(&self) -> Option<StreamPosition> {
        self.base.and_then(|base| self.at(base))
    }

    /// The newest position that the log is known to have, received here or not.
    #[must_use]
    pub fn newest_known(&self) -> Option<StreamPosition> {
        self.at(self.newest.max(self.newest_at_welcome))
    }

    fn at(&self, offset: u64) -> Option<StreamPosition> {
        self.epoch.as_ref().map(|epoch| StreamPosition {
            epoch: epoch.as_ref().to_owned(),
            offset,
        })
    }

    /// Whether the last message was in the log before the last welcome.
    #[must_use]
    pub fn is_catching_up(&self) -> bool {
        self.newest <= self.newest_at_welcome
    }

    /// The offset through which the person has read.
    #[must_use]
    pub fn read_offset(&self) -> Option<u64> {
        self.read_marker.read_offset()
    }

    /// The server let the tab in. Returns whether the log is another one than before.
    pub fn on_welcome(&mut self, welcome: &incoming::Welcome) -> bool {
        let is_known = self.epoch.as_ref() == Some(&welcome.epoch);
        // A log that has lost its end counts as another log.
        self.newest_at_welcome = welcome.newest;
        let is_same = is_known && (welcome.recovered || welcome.newest >= self.newest);
        if is_same && welcome.recovered {
            self.read_marker.start_catching_up();
            return false;
        }
        let was_asked_for = self.position().is_some();
        let is_first = self.epoch.replace(Rc::clone(&welcome.epoch)).is_none();
        self.base = (welcome.newest == 0).then_some(0);
        if is_same {
            self.read_marker.start_catching_up();
            if was_asked_for {
                self.push(TimelineItemKind::Discontinuity(Discontinuity::Gap));
            }
            // The page that follows is new from its first message on. It lies behind the gap, or the log was
            // put back to an earlier state and gives these offsets again.
            self.newest = 0;
            return false;
        }
        self.generation += 1;
        self.newest = 0;
        // Everything in the log before the first visit counts as read.
        self.read_marker
            .start_log(if is_first { welcome.newest } else { 0 });
        self.read_marker.start_catching_up();
        if !is_first {
            self.push(TimelineItemKind::Discontinuity(Discontinuity::NewLog));
        }
        true
    }

    /// Appends a message of the log, unless it is here already.
    pub fn add(&mut self, message: incoming::Message, is_own: bool) {
        let offset = message.offset;
        if self.epoch.is_none() || offset <= self.newest {
            return;
        }
        self.newest = offset;
        self.base.get_or_insert(offset - 1);
        let number = self.next_number;
        self.bytes += weight_bytes(&message.text);
        self.push(TimelineItemKind::Message(Rc::new(Message {
            offset,
            name: message.name,
            text: message.text,
            at: WallTime(message.time_ms as f64),
            is_own,
        })));
        self.read_marker
            .on_message(offset, number, self.is_catching_up(), is_own);
        self.evict();
    }

    /// The person sees the end of the timeline, or no longer does.
    pub fn set_end_in_view(&mut self, is_in_view: bool) {
        let newest = self.epoch.is_some().then_some(self.newest);
        self.read_marker.set_end_in_view(is_in_view, newest);
    }

    /// The items, the oldest first.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &TimelineItem> + ExactSizeIterator {
        self.items.iter()
    }

    /// The items, with whether each belongs to the message above. That is by the same person, and at most [`GROUP_MS`]
    /// after the first of its group. Such a message needs no name and no time.
    pub fn grouped(&self) -> impl Iterator<Item = (&TimelineItem, bool)> {
        let first_unread = self.first_unread();
        let mut head: Option<&Message> = None;
        self.items.iter().map(move |item| {
            let TimelineItemKind::Message(message) = &item.kind else {
                head = None;
                return (item, false);
            };
            let is_continued = first_unread != Some(item.number)
                && head.is_some_and(|head| {
                    let later_ms = message.at.0 - head.at.0;
                    head.name == message.name
                        && head.is_own == message.is_own
                        && (0.0..=GROUP_MS).contains(&later_ms)
                });
            if !is_continued {
                head = Some(message);
            }
            (item, is_continued)
        })
    }

    /// Whether every message that was in the log at the last welcome has been received.
    #[must_use]
    pub fn is_caught_up(&self) -> bool {
        self.newest >= self.newest_at_welcome
    }

    /// The number of messages that were evicted.
    #[must_use]
    pub fn evicted_messages(&self) -> u64 {
        self.evicted_messages
    }

    /// The number of messages that the person has not seen.
    #[must_use]
    pub fn unread_count(&self) -> u64 {
        self.read_marker.unread_count()
    }

    /// The number of the item above which the read marker stands.
    #[must_use]
    pub fn first_unread(&self) -> Option<u64> {
        self.read_marker.first_unread()
    }

    fn push(&mut self, kind: TimelineItemKind) {
        // That divider is about what is above it.
        let is_new_log = kind == TimelineItemKind::Discontinuity(Discontinuity::NewLog);
        if self.items.is_empty() && is_new_log {
            return;
        }
        self.items.push_back(TimelineItem {
            number: self.next_number,
            kind,
            generation: self.generation,
        });
        self.next_number += 1;
    }

    fn evict(&mut self) {
        let batch = if self.items.len() > MAX_ITEMS {
            EVICTION_BATCH
        } else {
            0
        };
        for evicted in 0_usize.. {
            if evicted >= batch && (self.bytes <= MAX_BYTES || self.items.len() <= 1) {
                break;
            }
            let Some(item) = self.items.pop_front() else {
                break;
            };
            if let TimelineItemKind::Message(message) = item.kind {
                self.bytes -= weight_bytes(&message.text);
                self.evicted_messages += 1;
                if item.generation == self.generation {
                    self.base = Some(message.offset);
                }
            }
        }
        let first = self.items.front().map_or(self.next_number, |it| it.number);
        self.read_marker.on_eviction(first, self.is_catching_up());
    }
}

fn weight_bytes(text: &str) -> usize {
    let elements = payload::lines(text).count() - 1 + links::count(text);
    text.len() + elements * ELEMENT_BYTES
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;
