//! The events of a room that no store keeps: joins, leaves, typing.
//!
//! What may not enter: the set of members, clocks.

use std::collections::VecDeque;
use std::sync::Arc;

use protocol::superchat::{Presence, ServerMessage, TypingChange};
use tokio_tungstenite::tungstenite::Utf8Bytes;

use super::frame;
use super::members::PresenceDiff;

/// The limit of events that members may be behind. A member that has missed a `presence` event beyond it has lagged; one
/// that has missed typing events reads on without them.
const MAX_EVENTS: usize = 512;

/// The limit of names in one `presence` message. When this many are pending, they are sent at once, so that a message
/// stays small.
const MAX_PENDING_NAMES: usize = 128;

/// The newest events by number, and the joins and leaves that no event has told yet.
#[derive(Debug, Default)]
pub(super) struct EventBuffer {
    ring: VecDeque<Event>,
    /// The number of the first event in the ring.
    first: u64,
    /// The first number behind the newest dropped `presence` event.
    first_complete: u64,
    pending: PresenceDiff,
    /// Whether a `welcome` was sent since the first pending change. Its list of members has the pending changes already.
    was_welcome_sent: bool,
}

/// An event.
#[derive(Clone, Debug)]
pub(super) struct Event {
    /// The offset of the newest message when it happened. It is sent before the next message.
    pub(super) after: u64,
    /// The event as it goes over the wire.
    pub(super) json: Utf8Bytes,
    is_presence: bool,
}

impl EventBuffer {
    /// The number of the next event.
    pub(super) fn next(&self) -> u64 {
        self.first + self.ring.len() as u64
    }

    /// The number of the next event for a member that has read all before `number`; `None` where it has missed a
    /// `presence` event.
    pub(super) fn resume(&self, number: u64) -> Option<u64> {
        (number >= self.first_complete).then(|| number.max(self.first))
    }

    /// The event of that number; `None` where it has not happened yet or was dropped.
    pub(super) fn get(&self, number: u64) -> Option<&Event> {
        let index = number.checked_sub(self.first)?;
        self.ring.get(usize::try_from(index).ok()?)
    }

    /// A member started or stopped writing, behind the message with the offset `after`.
    pub(super) fn set_typing(&mut self, name: &str, is_typing: bool, after: u64) {
        let change = TypingChange {
            name: name.to_owned(),
            is_typing,
        };
        self.push(&ServerMessage::Typing(change), after, false);
    }

    /// A `welcome` with the list of members is sent.
    pub(super) fn note_welcome(&mut self) {
        self.was_welcome_sent = self.pending.len() > 0;
    }

    /// Whether a `welcome` was sent since a change of this name became pending; without a name, since any did.
    pub(super) fn was_welcome_sent_since(&self, name: Option<&Arc<str>>) -> bool {
        self.was_welcome_sent && name.is_none_or(|name| self.pending.contains(name))
    }

    /// A name joined. Returns when to flush.
    pub(super) fn joins(&mut self, name: &Arc<str>) -> PresenceFlush {
        let before = self.pending.len();
        cancel_or_add(name, &mut self.pending.left, &mut self.pending.joined);
        self.next_flush(before)
    }

    /// A name left. Returns when to flush.
    pub(super) fn leaves(&mut self, name: &Arc<str>) -> PresenceFlush {
        let before = self.pending.len();
        cancel_or_add(name, &mut self.pending.joined, &mut self.pending.left);
        self.next_flush(before)
    }

    fn next_flush(&self, pending_before: usize) -> PresenceFlush {
        match self.pending.len() {
            MAX_PENDING_NAMES.. => PresenceFlush::Now,
            1.. if pending_before == 0 => PresenceFlush::Later,
            _ => PresenceFlush::Pending,
        }
    }

    /// Adds one `presence` event with all pending changes, where there are any.
    pub(super) fn flush(&mut self, member_count: usize, after: u64) {
        self.was_welcome_sent = false;
        if self.pending.len() > 0 {
            let names = |names: &mut Vec<Arc<str>>| {
                std::mem::take(names)
                    .iter()
                    .map(|name| name.as_ref().to_owned())
                    .collect()
            };
            let presence = Presence {
                joined: names(&mut self.pending.joined),
                left: names(&mut self.pending.left),
                member_count,
            };
            self.push(&ServerMessage::Presence(presence), after, true);
        }
    }

    fn push(&mut self, message: &ServerMessage, after: u64, is_presence: bool) {
        if self.ring.len() == MAX_EVENTS
            && let Some(dropped) = self.ring.pop_front()
        {
            self.first += 1;
            if dropped.is_presence {
                self.first_complete = self.first;
            }
        }
        self.ring.push_back(Event {
            after,
            json: frame(message),
            is_presence,
        });
    }
}

/// When pending joins and leaves have to be flushed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PresenceFlush {
    /// At once.
    Now,
    /// After [`PRESENCE_FLUSH_INTERVAL`](super::PRESENCE_FLUSH_INTERVAL). This change is the first pending one.
    Later,
    /// With the flush that an earlier change asked for; or nothing is pending.
    Pending,
}

/// Adds a change, or cancels its pending opposite.
fn cancel_or_add(name: &Arc<str>, opposite: &mut Vec<Arc<str>>, same: &mut Vec<Arc<str>>) {
    match opposite.iter().position(|it| it == name) {
        Some(index) => {
            opposite.remove(index);
        }
        None => same.push(Arc::clone(name)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn join_and_leave_before_a_flush_cancel_out() {
        let mut events = EventBuffer::default();
        let [kim, lee] = ["kim", "lee"].map(Arc::<str>::from);
        assert_eq!(events.joins(&kim), PresenceFlush::Later);
        assert_eq!(events.joins(&lee), PresenceFlush::Pending);
        assert_eq!(events.leaves(&kim), PresenceFlush::Pending);
        events.flush(1, 7);
        events.flush(1, 7);
        let event = events.get(0).unwrap();
        assert_eq!(event.after, 7);
        assert_eq!(
            event.json.as_str(),
            r#"{"type":"presence","joined":["lee"],"left":[],"member_count":1}"#
        );
        assert!(events.get(1).is_none());
    }

    #[test]
    fn joins_at_the_limit_flush_now() {
        let mut events = EventBuffer::default();
        let mut flushes = 0;
        for number in 0..2 * MAX_PENDING_NAMES {
            if events.joins(&number.to_string().into()) == PresenceFlush::Now {
                flushes += 1;
                events.flush(number, 0);
            }
        }
        assert_eq!((flushes, events.pending.len()), (2, 0));
    }

    #[test]
    fn resume_after_dropped_events_fails_for_presence_only() {
        let mut events = EventBuffer::default();
        events.joins(&"kim".into());
        events.flush(1, 0);
        for _ in 0..MAX_EVENTS {
            events.set_typing("kim", true, 0);
        }
        assert!(events.resume(0).is_none(), "the join of kim is dropped");
        for _ in 0..MAX_EVENTS {
            events.set_typing("kim", true, 0);
        }
        let first = events.resume(1).unwrap();
        assert_eq!(first, 1 + MAX_EVENTS as u64);
        assert!(events.get(first - 1).is_none() && events.get(first).is_some());
        assert_eq!(events.next(), 1 + 2 * MAX_EVENTS as u64);
    }
}
