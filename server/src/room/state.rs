//! A room as plain data: its log, its members, and how a member reads on from where it is.
//!
//! What may not enter: locks, wake-ups, clocks, sockets.

use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;

use protocol::superchat::{
    ErrorCode, MAX_NAMED_MEMBERS, PAGE_MESSAGES, Position, ServerMessage, Welcome,
};
use tokio_tungstenite::tungstenite::Utf8Bytes;

use super::entry::Entry;
use super::events::{Events, Telling};
use super::log::{Bounds, Log};
use super::members::Members;
use super::{Form, frame};

/// A room.
#[derive(Debug)]
pub(super) struct State {
    name: String,
    epoch: String,
    /// How often the log was begun anew.
    generation: u64,
    /// Positions through this one may be those of another log, which had the same epoch.
    doubted: Option<Position>,
    log: Log,
    members: Members,
    /// Names whose connections to this server have no right to them any more.
    lost: HashSet<Arc<str>>,
    events: Events,
    bounds: Bounds,
    max_members: usize,
}

/// Somebody who would like to be in the room.
#[derive(Clone, Copy, Debug)]
pub struct Newcomer<'a> {
    /// The name that it would like.
    pub name: &'a str,
    /// See [`protocol::superchat::Join::key`].
    pub key: Option<&'a str>,
    /// See [`protocol::superchat::Join::after`].
    pub after: Option<&'a Position>,
    /// What it wants to receive.
    pub form: Form,
}

/// Where a member is: what is before it has been read.
#[derive(Clone, Debug)]
pub(super) struct Cursor {
    generation: u64,
    offset: u64,
    event: u64,
}

/// What a member would have to read next is not there any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Overtaken;

/// A newcomer that is in.
#[derive(Debug)]
pub(super) struct Entered {
    pub(super) cursor: Cursor,
    /// The answer, as it goes over the wire.
    pub(super) welcome: Utf8Bytes,
    /// When the others are to hear of it; [`Telling::Now`] has been done.
    pub(super) telling: Telling,
}

impl State {
    /// A room whose log has not been begun.
    pub(super) fn new(name: &str, bounds: Bounds, max_members: usize) -> Self {
        Self {
            name: name.to_owned(),
            epoch: String::new(),
            generation: 0,
            doubted: None,
            log: Log::new(bounds, 0),
            members: Members::default(),
            lost: HashSet::new(),
            events: Events::default(),
            bounds,
            max_members,
        }
    }

    /// Begins the log, or another in its place: members of the one before are overtaken.
    pub(super) fn begin(
        &mut self,
        epoch: &str,
        evicted: u64,
        entries: impl IntoIterator<Item = Arc<Entry>>,
    ) {
        epoch.clone_into(&mut self.epoch);
        self.generation += 1;
        self.log = Log::new(self.bounds, evicted);
        for entry in entries {
            self.log.push(entry);
        }
    }

    /// Has nobody recover what is behind a position through this one: it may have read something else there.
    pub(super) fn doubt(&mut self, through: Position) {
        self.doubted = Some(through);
    }

    /// Appends what was said. Tells the offset through which the log has let go of older messages.
    pub(super) fn publish(&mut self, entries: impl IntoIterator<Item = Arc<Entry>>) -> u64 {
        for entry in entries {
            // Who speaks has been announced before; and writing ends with what is said, of which
            // members know without being told.
            self.tell();
            self.members.set_typing(entry.name(), false);
            self.log.push(entry);
        }
        self.log.evicted()
    }

    /// Whether there are as many connections as there may be.
    pub(super) fn is_full(&self) -> bool {
        self.members.connections() >= self.max_members
    }

    /// Takes in a newcomer, whose name is `name`, and to whom the log is open from where it asks for, if it reaches back so far.
    pub(super) fn enter(
        &mut self,
        newcomer: Newcomer<'_>,
        name: &Arc<str>,
        now_ms: u64,
    ) -> Result<Entered, ErrorCode> {
        if self.is_full() {
            return Err(ErrorCode::RoomFull);
        }
        self.log.trim(now_ms);
        self.tell_witnesses(Some(name));
        if newcomer.form == Form::Json {
            self.events.witness();
        }
        let telling = if self.members.enter(name) {
            let telling = self.events.joins(name);
            self.tell_now(telling)
        } else {
            Telling::InTime
        };
        let known = newcomer.after.filter(|after| {
            after.epoch == self.epoch && self.log.reaches(after.offset) && !self.is_doubted(after)
        });
        let offset = match (known, newcomer.form) {
            (Some(after), _) => after.offset,
            (None, Form::Json) => self.log.before_newest(PAGE_MESSAGES),
            // `chat` has no past.
            (None, Form::Plain) => self.log.newest(),
        };
        let welcome = Welcome {
            room: self.name.clone(),
            name: name.as_ref().to_owned(),
            epoch: self.epoch.clone(),
            newest: self.log.newest(),
            recovered: known.is_some(),
            members: self.members.names(MAX_NAMED_MEMBERS),
            member_count: self.members.count(),
        };
        Ok(Entered {
            cursor: Cursor {
                generation: self.generation,
                offset,
                event: self.events.next(),
            },
            welcome: frame(&ServerMessage::Welcome(welcome)),
            telling,
        })
    }

    /// Lets go of a connection of a member. Tells when the others are to hear of it; [`Telling::Now`] has
    /// been done.
    pub(super) fn leave(&mut self, name: &Arc<str>) -> Telling {
        self.tell_witnesses(Some(name));
        let is_gone = self.members.leave(name);
        if !self.members.has_connections(name) {
            self.lost.remove(name);
        }
        if !is_gone {
            return Telling::InTime;
        }
        let telling = self.events.leaves(name);
        self.tell_now(telling)
    }

    /// Takes note of who is in the room through other servers. Tells when the others are to hear of it;
    /// [`Telling::Now`] has been done.
    pub(super) fn set_elsewhere(&mut self, names: &BTreeSet<Arc<str>>) -> Telling {
        self.tell_witnesses(None);
        let moved = self.members.set_elsewhere(names);
        let mut first = Telling::InTime;
        let joined = moved.joined.iter().map(|name| (name, true));
        let left = moved.left.iter().map(|name| (name, false));
        for (name, has_come) in joined.chain(left) {
            let telling = if has_come {
                self.events.joins(name)
            } else {
                self.events.leaves(name)
            };
            // Of several, some may be told now, and the rest be the first of those who wait.
            match self.tell_now(telling) {
                Telling::InTime => {}
                telling => first = telling,
            }
        }
        first
    }

    /// The connections to this server of that name have no right to it any more, and are overtaken.
    pub(super) fn lose(&mut self, name: &Arc<str>) {
        if self.members.has_connections(name) {
            self.lost.insert(Arc::clone(name));
        }
    }

    /// Notes whether a member is writing. Tells whether that is news.
    pub(super) fn set_typing(&mut self, name: &str, is_typing: bool) -> bool {
        let is_news = self.members.set_typing(name, is_typing);
        if is_news {
            self.tell();
            self.events.types(name, is_typing, self.log.newest());
        }
        is_news
    }

    /// Tells members who came and left.
    pub(super) fn tell(&mut self) {
        self.events.tell(self.members.count(), self.log.newest());
    }

    /// Who comes and goes before others are told is not mentioned to them: but somebody who was told meanwhile that
    /// it is there, or is not, has to hear of both. Before the members change, as their number is told.
    fn tell_witnesses(&mut self, of: Option<&Arc<str>>) {
        if self.events.is_witnessed(of) {
            self.tell();
        }
    }

    fn tell_now(&mut self, telling: Telling) -> Telling {
        if telling == Telling::Now {
            self.tell();
        }
        telling
    }

    /// What is next for a member at `cursor`, in order and at most `most`, and moves the cursor behind it.
    pub(super) fn read(
        &self,
        cursor: &mut Cursor,
        form: Form,
        name: &str,
        most: usize,
    ) -> Result<Vec<Utf8Bytes>, Overtaken> {
        let has_lost = !self.lost.is_empty() && self.lost.contains(name);
        if has_lost || cursor.generation != self.generation || cursor.offset < self.log.evicted() {
            return Err(Overtaken);
        }
        let mut frames = Vec::new();
        if form == Form::Plain {
            for entry in self.log.after(cursor.offset) {
                if frames.len() == most {
                    break;
                }
                cursor.offset = entry.offset();
                if entry.name() != name {
                    frames.push(entry.plain().clone());
                }
            }
            return Ok(frames);
        }
        cursor.event = self.events.read_on(cursor.event).map_err(|_| Overtaken)?;
        let mut entries = self.log.after(cursor.offset).peekable();
        while frames.len() < most {
            match (self.events.get(cursor.event), entries.peek()) {
                (Some(event), Some(entry)) if event.after < entry.offset() => {
                    cursor.event += 1;
                    frames.push(event.json.clone());
                }
                (_, Some(entry)) => {
                    cursor.offset = entry.offset();
                    frames.push(entry.json().clone());
                    entries.next();
                }
                (Some(event), None) => {
                    cursor.event += 1;
                    frames.push(event.json.clone());
                }
                (None, None) => break,
            }
        }
        Ok(frames)
    }

    /// The offset of the newest message.
    #[cfg(test)]
    pub(super) fn newest(&self) -> u64 {
        self.log.newest()
    }

    /// Whether somebody who comes with this position may have read something else there.
    fn is_doubted(&self, position: &Position) -> bool {
        let doubted = self.doubted.as_ref();
        doubted.is_some_and(|it| it.epoch == position.epoch && it.offset >= position.offset)
    }

    /// Whether the position is one that the log has yet to come to.
    pub(super) fn is_behind(&self, position: &Position) -> bool {
        position.epoch == self.epoch && position.offset > self.log.newest()
    }

    /// Whether there is nobody in it and nothing in its log at the time `now_ms`.
    pub(super) fn is_void(&mut self, now_ms: u64) -> bool {
        self.log.trim(now_ms);
        self.members.connections() == 0 && self.log.is_empty()
    }
}

#[cfg(test)]
mod tests;
