//! What happens in a room and is not kept: who comes and goes, who is writing.
//!
//! What may not enter: members themselves, clocks.

use std::collections::VecDeque;
use std::sync::Arc;

use protocol::superchat::{Presence, ServerMessage, Types};
use tokio_tungstenite::tungstenite::Utf8Bytes;

use super::frame;

/// How many events are there for members that have not seen them yet.
const MAX_EVENTS: usize = 512;

/// How many names wait to be told at once.
const MAX_WAITING_NAMES: usize = 128;

/// The newest events, each with its number, and those who came and left of whom nobody has been told.
#[derive(Debug, Default)]
pub(super) struct Events {
    ring: VecDeque<Event>,
    /// The number of the first event in the ring.
    first: u64,
    /// Behind that of the newest that is gone and has to be known: who is there. That somebody was writing
    /// need not be.
    first_whole: u64,
    joined: Vec<Arc<str>>,
    left: Vec<Arc<str>>,
    /// Whether somebody was told who is there while those waited: it counts them as there or gone already.
    has_witness: bool,
}

/// Something that happened.
#[derive(Clone, Debug)]
pub(super) struct Event {
    /// The newest message when it happened, so that it is told before the next.
    pub(super) after: u64,
    /// What members of `superchat` receive.
    pub(super) json: Utf8Bytes,
    is_presence: bool,
}

impl Events {
    /// The number of the next event.
    pub(super) fn next(&self) -> u64 {
        self.first + self.ring.len() as u64
    }

    /// The number from which a member reads on that was about to read this one; an error where it does not know
    /// who is there any more.
    pub(super) fn read_on(&self, number: u64) -> Result<u64, Gone> {
        if number < self.first_whole {
            return Err(Gone);
        }
        Ok(number.max(self.first))
    }

    /// The event of that number, where it has happened and is there.
    pub(super) fn get(&self, number: u64) -> Option<&Event> {
        let index = number.checked_sub(self.first)?;
        self.ring.get(usize::try_from(index).ok()?)
    }

    /// Somebody is writing, or not any more.
    pub(super) fn types(&mut self, name: &str, is_typing: bool, after: u64) {
        let types = Types {
            name: name.to_owned(),
            is_typing,
        };
        self.push(&ServerMessage::Typing(types), after, false);
    }

    /// Somebody is told who is there.
    pub(super) fn witness(&mut self) {
        self.has_witness = self.waiting() > 0;
    }

    /// Whether somebody was told who is there while others waited to be told of what this name did, or any.
    pub(super) fn is_witnessed(&self, name: Option<&Arc<str>>) -> bool {
        let waits = |name| self.joined.contains(name) || self.left.contains(name);
        self.has_witness && name.is_none_or(waits)
    }

    /// Somebody came.
    pub(super) fn joins(&mut self, name: &Arc<str>) -> Telling {
        let waiting = self.waiting();
        note(name, &mut self.left, &mut self.joined);
        self.telling(waiting)
    }

    /// Somebody left.
    pub(super) fn leaves(&mut self, name: &Arc<str>) -> Telling {
        let waiting = self.waiting();
        note(name, &mut self.joined, &mut self.left);
        self.telling(waiting)
    }

    /// How many have come and left of whom nobody has been told.
    fn waiting(&self) -> usize {
        self.joined.len() + self.left.len()
    }

    fn telling(&self, before: usize) -> Telling {
        match self.waiting() {
            MAX_WAITING_NAMES.. => Telling::Now,
            1.. if before == 0 => Telling::Later,
            _ => Telling::InTime,
        }
    }

    /// Tells who came and left, of whom nobody has been told.
    pub(super) fn tell(&mut self, member_count: usize, after: u64) {
        self.has_witness = false;
        if self.waiting() > 0 {
            let names = |names: &mut Vec<Arc<str>>| {
                std::mem::take(names)
                    .iter()
                    .map(|name| name.as_ref().to_owned())
                    .collect()
            };
            let presence = Presence {
                joined: names(&mut self.joined),
                left: names(&mut self.left),
                member_count,
            };
            self.push(&ServerMessage::Presence(presence), after, true);
        }
    }

    fn push(&mut self, message: &ServerMessage, after: u64, is_presence: bool) {
        if self.ring.len() == MAX_EVENTS
            && let Some(gone) = self.ring.pop_front()
        {
            self.first += 1;
            if gone.is_presence {
                self.first_whole = self.first;
            }
        }
        self.ring.push_back(Event {
            after,
            json: frame(message),
            is_presence,
        });
    }
}

/// When those who came and left are to be told. They are told together, as a thousand members who come
/// one by one would otherwise be half a million messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Telling {
    /// At once.
    Now,
    /// After a moment, and this is the first who waits for it.
    Later,
    /// Together with those who wait already; or there is nobody.
    InTime,
}

/// The event is not there any more.
#[derive(Debug)]
pub(super) struct Gone;

/// Who does the opposite of what is waiting to be told of them has done nothing.
fn note(name: &Arc<str>, opposite: &mut Vec<Arc<str>>, same: &mut Vec<Arc<str>>) {
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
    fn who_comes_and_goes_before_it_is_told_is_not_mentioned() {
        let mut events = Events::default();
        let [kim, lee] = ["kim", "lee"].map(Arc::<str>::from);
        assert_eq!(events.joins(&kim), Telling::Later);
        assert_eq!(events.joins(&lee), Telling::InTime);
        assert_eq!(events.leaves(&kim), Telling::InTime);
        events.tell(1, 7);
        events.tell(1, 7);
        let event = events.get(0).unwrap();
        assert_eq!(event.after, 7);
        assert_eq!(
            event.json.as_str(),
            r#"{"type":"presence","joined":["lee"],"left":[],"member_count":1}"#
        );
        assert!(events.get(1).is_none());
    }

    #[test]
    fn a_crowd_is_told_at_once() {
        let mut events = Events::default();
        let mut told = 0;
        for number in 0..2 * MAX_WAITING_NAMES {
            if events.joins(&number.to_string().into()) == Telling::Now {
                told += 1;
                events.tell(number, 0);
            }
        }
        assert_eq!((told, events.waiting()), (2, 0));
    }

    #[test]
    fn who_missed_that_somebody_was_writing_reads_on_but_not_who_missed_somebody() {
        let mut events = Events::default();
        events.joins(&"kim".into());
        events.tell(1, 0);
        for _ in 0..MAX_EVENTS {
            events.types("kim", true, 0);
        }
        assert!(events.read_on(0).is_err(), "kim is not known to be there");
        for _ in 0..MAX_EVENTS {
            events.types("kim", true, 0);
        }
        let first = events.read_on(1).unwrap();
        assert_eq!(first, 1 + MAX_EVENTS as u64);
        assert!(events.get(first - 1).is_none() && events.get(first).is_some());
        assert_eq!(events.next(), 1 + 2 * MAX_EVENTS as u64);
    }
}
