//! A room of `/chat` as somebody in it knows it, a state machine: what happens in, what to tell the server
//! out.
//!
//! What belongs here: joining, and how what is said here comes into the room's log once, whatever
//! happens to the connection or the page. What may not enter: sockets, storage, and the text that is
//! being written, which is the [`composer`](super::composer)'s.
//!
//! - [`wire`]: the messages of `superchat`. [`id`]: keys and ids. [`place`]: addresses of rooms.
//! - [`lines`]: what is read, [`unread`]: and how far. [`says`]: what is to be said. [`people`]: who is there.
//! - [`own_typing`]: what the others hear of one's own writing. [`kept`]: what outlives a reload.

pub mod id;
pub mod kept;
pub mod lines;
mod own_typing;
pub mod people;
pub mod place;
mod reading;
pub mod says;
mod unread;
pub mod wire;

use std::rc::Rc;

use protocol::superchat::{ClientMessage, ErrorCode, Join, Leave, MAX_TEXT_BYTES, Typing, is_name};

use self::kept::Kept;
use self::lines::Lines;
use self::own_typing::OwnTyping;
use self::people::People;
use self::says::{Pending, Says};
use self::wire::{Heard, Refused, Welcome, Why};
use super::time::{Moment, Time};

/// An answer that has not come after so long does not come on this connection: where a network has gone
/// silent, a browser notices it after minutes or not at all.
const ANSWER_WITHIN_MS: f64 = 15_000.0;

/// What a person does in a room.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// Say what is typed.
    SayPressed,
    /// Write again what was refused.
    EditAgainPressed(Rc<str>),
    /// Forget what was refused.
    Dismissed(Rc<str>),
    /// Be called so.
    NameChosen(Rc<str>),
    /// Try again to come in.
    JoinPressed,
    /// Look at the newest line, or no longer.
    Looked(bool),
    /// Copy the link by which others come here.
    LinkPressed,
}

/// How one stands to the room.
#[derive(Debug, Clone, Default, PartialEq)]
pub enum Standing {
    /// There is no connection.
    #[default]
    Away,
    /// There is one, on which `superchat` is not spoken.
    Unspoken,
    /// The server has been asked to let one in.
    Joining,
    /// One is in.
    In,
    /// The server did not let one in.
    Refused(Why),
}

/// Why what the person asked for was not done. What they typed stays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Problem {
    /// The text has more bytes than can be said at once.
    TooLong,
    /// As much is to be said as may wait.
    TooMuch,
    /// Nobody can have this name.
    BadName,
    /// The server gave another name, or left the one that there was.
    NotThatName,
}

/// A room, and how one stands to it.
#[derive(Debug, Clone, Default)]
pub struct Room {
    key: Rc<str>,
    place: Rc<str>,
    is_wanted: bool,
    standing: Standing,
    /// By what name one would like to be known, and by what the server was asked for.
    wished: Option<Rc<str>>,
    asked: Option<Rc<str>>,
    /// The name that the person chose, until the server has answered.
    chosen: Option<Rc<str>>,
    name: Rc<str>,
    people: People,
    lines: Lines,
    says: Says,
    typing: OwnTyping,
    join_at: Option<Time>,
    join_failures: u32,
    /// Since when the server has nothing else to do than to answer what it was asked last.
    asked_at: Option<Time>,
    problem: Option<Problem>,
    kept: Option<Kept>,
}

impl Room {
    /// The room as it was before a reload; what was said comes from the server.
    #[must_use]
    pub fn restored(json: &str) -> Self {
        let kept = Kept::parse(json);
        Self {
            key: Rc::clone(&kept.key),
            place: Rc::clone(&kept.place),
            is_wanted: kept.is_wanted,
            lines: Lines::restored(kept.base.clone(), kept.read),
            says: Says::restored(kept.pending.clone()),
            kept: Some(kept),
            ..Self::default()
        }
    }

    /// What is to be kept, if it is another than when this was asked last: which is after every event, so
    /// that what may be long is written only then.
    #[must_use]
    pub fn take_kept(&mut self) -> Option<Rc<str>> {
        if self.kept.as_ref().is_some_and(|kept| self.is_kept_as(kept)) {
            return None;
        }
        let kept = Kept {
            key: Rc::clone(&self.key),
            place: Rc::clone(&self.place),
            is_wanted: self.is_wanted,
            base: self.lines.base(),
            read: self.lines.read(),
            pending: self.says.iter().cloned().collect(),
        };
        let json = kept.to_json();
        self.kept = Some(kept);
        Some(json.into())
    }

    fn is_kept_as(&self, kept: &Kept) -> bool {
        let pending = kept.pending.iter().map(Pending::lasting);
        self.key == kept.key
            && self.place == kept.place
            && self.is_wanted == kept.is_wanted
            && self.lines.read() == kept.read
            && self.says.iter().map(Pending::lasting).eq(pending)
            && self.lines.base() == kept.base
    }

    /// The person wants to be in the room at this address, or in none.
    pub fn want(&mut self, address: Option<&str>) {
        self.is_wanted = address.is_some();
        if let Some(address) = address
            && self.place.is_empty()
        {
            self.place = place::place(address);
        }
    }

    /// A connection to this address is open, on which `superchat` is spoken or not.
    #[must_use]
    pub fn opened(&mut self, address: &str, is_spoken: bool, moment: Moment) -> Vec<ClientMessage> {
        self.be_at(address);
        if !is_spoken {
            self.standing = Standing::Unspoken;
            return vec![];
        }
        self.make_key(moment);
        self.join_failures = 0;
        vec![self.join(moment.now)]
    }

    /// The connection is gone.
    pub fn closed(&mut self) {
        self.standing = Standing::Away;
        self.people = People::default();
        self.join_at = None;
        self.typing.end();
    }

    /// The server said something.
    #[must_use]
    pub fn hear(&mut self, text: &str, moment: Moment) -> Vec<ClientMessage> {
        if matches!(self.standing, Standing::Away | Standing::Unspoken) {
            return vec![];
        }
        match wire::read(text) {
            None => return vec![],
            Some(Heard::Welcome(welcome)) => return self.welcome(welcome, moment),
            // What comes before the answer to `join` is told again after it.
            Some(Heard::Message(_)) if self.standing != Standing::In => return vec![],
            Some(Heard::Message(message)) => {
                let id = message.id.as_deref();
                let is_own = id.is_some_and(|id| id::is_own(&self.key, id));
                self.says.hear(id, message.offset);
                self.people.write(&message.name, false);
                self.lines.hear(message, is_own);
                if self.lines.is_catching_up() {
                    // Everything else comes behind this.
                    self.asked_at = Some(moment.now);
                }
            }
            Some(Heard::Ack(id, offset)) => self.says.acknowledge(&id, offset),
            Some(Heard::Presence {
                joined,
                left,
                count,
            }) => self.people.changed(joined, &left, count),
            Some(Heard::Typing(name, is_writing)) => {
                if name != self.name {
                    self.people.write(&name, is_writing);
                }
            }
            Some(Heard::Refused(refused)) => self.refused(refused, moment),
        }
        self.say_what_is_due(moment.now)
    }

    /// Says a text, now or as soon as it can be. `Err` says that it is not going to be said, and why is
    /// the [`problem`](Self::problem).
    pub fn say(
        &mut self,
        address: &str,
        text: &Rc<str>,
        moment: Moment,
    ) -> Result<Vec<ClientMessage>, Problem> {
        self.be_at(address);
        self.make_key(moment);
        let id = id::id(&self.key, moment.random);
        let problem = if text.len() > MAX_TEXT_BYTES {
            Some(Problem::TooLong)
        } else if !self.says.push(id.into(), Rc::clone(text)) {
            Some(Problem::TooMuch)
        } else {
            None
        };
        self.problem = problem;
        if let Some(problem) = problem {
            return Err(problem);
        }
        self.typing.end();
        Ok(self.say_what_is_due(moment.now))
    }

    /// Takes out what was refused, as the person has seen it.
    pub fn take_refused(&mut self, id: &str) -> Option<Pending> {
        self.says.take_refused(id)
    }

    /// The text that is being written was changed by the person.
    #[must_use]
    pub fn typed(&mut self, is_empty: bool, now: Time) -> Vec<ClientMessage> {
        self.problem = None;
        if self.standing != Standing::In {
            return vec![];
        }
        let told = self.typing.typed(is_empty, now);
        told.map(is_typing).into_iter().collect()
    }

    /// The person would like to have this name; `false` when nobody can.
    #[must_use]
    pub fn wish(&mut self, name: &Rc<str>) -> bool {
        let can_be = is_name(name);
        self.problem = (!can_be).then_some(Problem::BadName);
        if can_be {
            self.wished = Some(Rc::clone(name));
            self.chosen = self.wished.clone();
        }
        can_be
    }

    /// Comes in, by the name that the person chose if that is not how one is in.
    #[must_use]
    pub fn come_in(&mut self, now: Time) -> Vec<ClientMessage> {
        match self.standing {
            Standing::In => {
                self.chosen.take_if(|chosen| *chosen == self.name);
                if self.chosen.is_none() {
                    return vec![];
                }
                self.typing.end();
                vec![ClientMessage::Leave(Leave {}), self.join(now)]
            }
            Standing::Refused(_) => vec![self.join(now)],
            Standing::Away | Standing::Unspoken | Standing::Joining => vec![],
        }
    }

    /// The person looks at the newest line, or no longer does.
    pub fn look(&mut self, is_looked_at: bool) {
        self.lines.look(is_looked_at);
    }

    /// The browser did not take a message, and nobody knows which: what it may have been is told again.
    pub fn not_taken(&mut self, moment: Moment) {
        match self.standing {
            Standing::Joining => self.join_later(None, moment),
            Standing::In => self.says.not_taken(moment),
            Standing::Away | Standing::Unspoken | Standing::Refused(_) => {}
        }
    }

    /// Whether the server owes an answer for so long that it is of no use to wait on.
    #[must_use]
    pub fn is_unanswered(&self, now: Time) -> bool {
        self.answer_by().is_some_and(|by| by <= now)
    }

    fn answer_by(&self) -> Option<Time> {
        let is_owed = match self.standing {
            Standing::Joining => true,
            Standing::In => self.says.is_on_its_way(),
            Standing::Away | Standing::Unspoken | Standing::Refused(_) => false,
        };
        let asked_at = self.asked_at.filter(|_| is_owed)?;
        Some(asked_at.after_ms(ANSWER_WITHIN_MS))
    }

    /// A deadline has passed.
    #[must_use]
    pub fn wake(&mut self, now: Time) -> Vec<ClientMessage> {
        let mut messages = Vec::new();
        if self.join_at.take_if(|at| *at <= now).is_some() {
            if self.standing == Standing::Refused(Why::Known(ErrorCode::AlreadyJoined)) {
                messages.push(ClientMessage::Leave(Leave {}));
            }
            messages.push(self.join(now));
            return messages;
        }
        if let Some(told) = self.typing.wake(now) {
            messages.push(is_typing(told));
        }
        messages.extend(self.say_what_is_due(now));
        messages
    }

    /// When it wants to be woken.
    #[must_use]
    pub fn next_deadline(&self) -> Option<Time> {
        let says = self.says.next_deadline();
        let says = says.filter(|_| self.standing == Standing::In);
        let answer = self.answer_by();
        let deadlines = [self.join_at, self.typing.next_deadline(), says, answer];
        let deadlines = deadlines.into_iter().flatten();
        deadlines.min_by(|one, other| one.0.total_cmp(&other.0))
    }

    /// What is to be said was written for the room at one address, and is not said in another.
    fn be_at(&mut self, address: &str) {
        let place = place::place(address);
        self.wished = place::name(address);
        if self.place == place {
            return;
        }
        let has_been_elsewhere = !self.place.is_empty();
        self.place = place;
        if has_been_elsewhere {
            self.lines = self.lines.elsewhere();
            self.says.leave_room();
        }
    }

    fn make_key(&mut self, moment: Moment) {
        if self.key.is_empty() {
            self.key = id::key(moment.random).into();
        }
    }

    fn join(&mut self, now: Time) -> ClientMessage {
        self.standing = Standing::Joining;
        self.asked_at = Some(now);
        self.join_at = None;
        self.asked = self.wished.clone();
        ClientMessage::Join(Join {
            room: None,
            name: self.asked.as_deref().map(ToOwned::to_owned),
            key: Some(self.key.as_ref().to_owned()),
            after: self.lines.position(),
        })
    }

    fn welcome(&mut self, welcome: Welcome, moment: Moment) -> Vec<ClientMessage> {
        if self.standing == Standing::In {
            return vec![];
        }
        let is_new_log = self.lines.go_on(&welcome);
        if !is_new_log && !welcome.recovered {
            // What was acknowledged comes with the page that follows, or is among what the log let go of.
            self.says.hear(None, welcome.newest);
        }
        self.says.enter(&welcome.epoch, is_new_log);
        self.standing = Standing::In;
        self.join_at = None;
        self.join_failures = 0;
        self.name = welcome.name;
        self.people = People::new(welcome.members, welcome.count);
        if self.chosen == self.asked && self.chosen.take().is_some_and(|chosen| chosen != self.name)
        {
            self.problem = Some(Problem::NotThatName);
        }
        let renamed = self.come_in(moment.now);
        if renamed.is_empty() {
            self.say_what_is_due(moment.now)
        } else {
            renamed
        }
    }

    fn refused(&mut self, refused: Refused, moment: Moment) {
        if let Some(id) = refused.id.clone() {
            self.says.refuse(&id, refused, moment);
            return;
        }
        // Only joining is answered by one that is about nothing that was said.
        if self.standing != Standing::Joining || refused.why == Why::Known(ErrorCode::NotJoined) {
            return;
        }
        let is_in_twice = refused.why == Why::Known(ErrorCode::AlreadyJoined);
        if refused.retryable || is_in_twice {
            self.join_later(refused.retry_after_ms, moment);
        }
        self.standing = Standing::Refused(refused.why);
    }

    fn join_later(&mut self, retry_after_ms: Option<u64>, moment: Moment) {
        let wait_ms = says::wait_ms(retry_after_ms, self.join_failures, moment);
        self.join_at = Some(moment.now.after_ms(wait_ms));
        self.join_failures = self.join_failures.saturating_add(1);
    }

    fn say_what_is_due(&mut self, now: Time) -> Vec<ClientMessage> {
        if self.standing != Standing::In {
            return vec![];
        }
        let due = self.says.due(self.lines.newest_known().as_ref(), now);
        if due.is_some() {
            self.asked_at = Some(now);
        }
        due.map(ClientMessage::Say).into_iter().collect()
    }
}

fn is_typing(is_typing: bool) -> ClientMessage {
    ClientMessage::Typing(Typing { is_typing })
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;
