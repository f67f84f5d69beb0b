//! A room of `/chat` as one tab sees it: a state machine that takes events and returns messages to send.
//!
//! What belongs here: joining, the timeline, and the send queue, over any number of connections and
//! reloads. What may not enter: sockets, storage, and the text that is being written, which belongs to the
//! [`composer`](super::composer).
//!
//! - [`incoming`]: the messages of `superchat` that a server sends. [`message_id`]: keys and ids.
//!   [`room_address`]: addresses of rooms.
//! - [`timeline`]: the messages to read. [`read_marker`]: how far they were read. [`members`]: who is there.
//! - [`send_queue`]: the messages that are not in the timeline yet. [`typing_notifier`]: when to tell the
//!   others that the person is typing.
//! - [`liveness`]: whether the server is still there.
//! - [`joining`]: connecting, joining and the member's name. [`messaging`]: receiving and sending.
//! - [`saved_room`]: the part that outlives a reload.

pub mod incoming;
mod joining;
pub mod links;
mod liveness;
pub mod members;
pub mod message_id;
mod messaging;
mod read_marker;
pub mod room_address;
pub mod saved_room;
pub mod send_queue;
pub mod timeline;
mod typing_notifier;

use std::rc::Rc;

use protocol::superchat::{ClientMessage, Ping};

use self::incoming::Reason;
use self::liveness::Liveness;
use self::members::Members;
use self::saved_room::SavedRoom;
use self::send_queue::{LocalEcho, SendQueue};
use self::timeline::Timeline;
use self::typing_notifier::TypingNotifier;
use super::time::Time;

/// The time within which the server must answer; beyond it the connection counts as lost. A browser notices
/// a silent network only after minutes, or not at all.
const ANSWER_TIMEOUT_MS: f64 = 15_000.0;

/// What the person does in a room.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// Sends the typed text.
    SendPressed,
    /// Puts the failed message with this id back into the field.
    EditAgainPressed(Rc<str>),
    /// Removes the failed message with this id.
    Dismissed(Rc<str>),
    /// Chooses a name.
    NameChosen(Rc<str>),
    /// Tries to join again.
    JoinPressed,
    /// Sees the end of the timeline, or no longer does.
    EndInView(bool),
    /// Copies the link to the room.
    CopyLinkPressed,
}

/// Whether the tab is a member of the room.
#[derive(Debug, Clone, Default, PartialEq)]
pub enum Membership {
    /// There is no connection.
    #[default]
    Disconnected,
    /// The server did not agree to `superchat`.
    Unsupported,
    /// A `join` was sent, and the server has not answered.
    Joining,
    /// The tab is a member.
    Joined,
    /// The server refused the `join`.
    Refused(Reason),
}

/// Why the room did not do what the person asked for. The typed text stays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RoomError {
    /// The text is longer than [`MAX_TEXT_BYTES`](protocol::superchat::MAX_TEXT_BYTES).
    TooLong,
    /// The send queue holds [`MAX_MESSAGES`](send_queue::MAX_MESSAGES).
    QueueFull,
    /// The text is no valid name.
    InvalidName,
    /// The server gave the member another name than the chosen one.
    NameNotGiven,
}

/// A room as one tab sees it.
#[derive(Debug, Clone, Default)]
pub struct Room {
    key: Rc<str>,
    canonical_address: Rc<str>,
    is_wanted: bool,
    membership: Membership,
    /// The name in the address, which the next `join` asks for.
    wanted_name: Option<Rc<str>>,
    /// The name that the last `join` asked for.
    requested_name: Option<Rc<str>>,
    /// The name that the person chose, until the server has answered.
    chosen_name: Option<Rc<str>>,
    name: Rc<str>,
    members: Members,
    timeline: Timeline,
    send_queue: SendQueue,
    typing: TypingNotifier,
    join_at: Option<Time>,
    join_failures: u32,
    /// The last time when the server had nothing to do but to answer.
    awaiting_since: Option<Time>,
    /// `None` without a connection that speaks `superchat`.
    liveness: Option<Liveness>,
    error: Option<RoomError>,
    saved: Option<SavedRoom>,
}

impl Room {
    /// The room as it was before a reload. The timeline is empty until the server sends it again.
    #[must_use]
    pub fn restored(json: &str) -> Self {
        let saved = SavedRoom::parse(json);
        Self {
            key: Rc::clone(&saved.key),
            canonical_address: Rc::clone(&saved.canonical_address),
            is_wanted: saved.is_wanted,
            timeline: Timeline::restored(saved.base.clone(), saved.read_offset),
            send_queue: SendQueue::restored(saved.send_queue.clone()),
            saved: Some(saved),
            ..Self::default()
        }
    }

    /// The JSON to save, if it differs from the last one. It is asked for after every event, so a room that
    /// has not changed is not serialized.
    #[must_use]
    pub fn save_if_changed(&mut self) -> Option<Rc<str>> {
        if self
            .saved
            .as_ref()
            .is_some_and(|saved| self.is_saved_as(saved))
        {
            return None;
        }
        let saved = SavedRoom {
            key: Rc::clone(&self.key),
            canonical_address: Rc::clone(&self.canonical_address),
            is_wanted: self.is_wanted,
            base: self.timeline.base(),
            read_offset: self.timeline.read_offset(),
            send_queue: self.send_queue.iter().cloned().collect(),
        };
        let json = saved.to_json();
        self.saved = Some(saved);
        Some(json.into())
    }

    /// What was saved is gone, so the room counts as changed.
    pub(crate) fn forget_saved(&mut self) {
        self.saved = None;
    }

    fn is_saved_as(&self, saved: &SavedRoom) -> bool {
        let messages = saved.send_queue.iter().map(LocalEcho::saved);
        self.key == saved.key
            && self.canonical_address == saved.canonical_address
            && self.is_wanted == saved.is_wanted
            && self.timeline.read_offset() == saved.read_offset
            && self.send_queue.iter().map(LocalEcho::saved).eq(messages)
            && self.timeline.base() == saved.base
    }

    /// Whether the tab is a member.
    #[must_use]
    pub fn membership(&self) -> &Membership {
        &self.membership
    }

    /// The room's address without a member's name; empty before the first connection.
    #[must_use]
    pub fn canonical_address(&self) -> &Rc<str> {
        &self.canonical_address
    }

    /// Whether the person wants to be in the room. If so, the tab joins again after a reload.
    #[must_use]
    pub fn is_wanted(&self) -> bool {
        self.is_wanted
    }

    /// The member's name, now or last; empty before the first welcome.
    #[must_use]
    pub fn name(&self) -> &Rc<str> {
        &self.name
    }

    /// The members.
    #[must_use]
    pub fn members(&self) -> &Members {
        &self.members
    }

    /// The messages to read.
    #[must_use]
    pub fn timeline(&self) -> &Timeline {
        &self.timeline
    }

    /// The messages that are not in the timeline yet.
    #[must_use]
    pub fn send_queue(&self) -> &SendQueue {
        &self.send_queue
    }

    /// Why the person's last action was not done.
    #[must_use]
    pub fn error(&self) -> Option<RoomError> {
        self.error
    }

    /// The person sees the end of the timeline, or no longer does.
    pub fn set_end_in_view(&mut self, is_in_view: bool) {
        self.timeline.set_end_in_view(is_in_view);
    }

    /// Whether the server's answer is overdue: the connection is of no use.
    #[must_use]
    pub fn is_answer_overdue(&self, now: Time) -> bool {
        self.answer_deadline().is_some_and(|by| by <= now)
            || self.liveness.is_some_and(|server| server.is_overdue(now))
    }

    /// The network or the page came back: asks the server at once whether it is still there. Returns the messages to
    /// send.
    #[must_use]
    pub fn ask(&mut self, now: Time) -> Vec<ClientMessage> {
        let asks = self.liveness.as_mut().is_some_and(|it| it.ask(now));
        asks.then(ping).into_iter().collect()
    }

    fn answer_deadline(&self) -> Option<Time> {
        let is_awaiting = match self.membership {
            Membership::Joining => true,
            Membership::Joined => self.send_queue.is_sending(),
            Membership::Disconnected | Membership::Unsupported | Membership::Refused(_) => false,
        };
        let since = self.awaiting_since.filter(|_| is_awaiting)?;
        Some(since.after_ms(ANSWER_TIMEOUT_MS))
    }

    /// The deadline has passed. Returns the messages to send.
    #[must_use]
    pub fn wake(&mut self, now: Time) -> Vec<ClientMessage> {
        if self.join_at.take_if(|at| *at <= now).is_some() {
            return self.retry_join(now);
        }
        let mut messages = Vec::new();
        if let Some(is_typing) = self.typing.wake(now) {
            messages.push(messaging::typing(is_typing));
        }
        messages.extend(self.send_next(now));
        let asks = self.liveness.as_mut().is_some_and(|it| it.wake(now));
        messages.extend(asks.then(ping));
        messages
    }

    /// When [`wake`](Self::wake) is due.
    #[must_use]
    pub fn next_deadline(&self) -> Option<Time> {
        let send = self.send_queue.next_deadline();
        let send = send.filter(|_| self.membership == Membership::Joined);
        let answer = self.answer_deadline();
        let liveness = self.liveness.map(|server| server.next_deadline());
        let typing = self.typing.next_deadline();
        let deadlines = [self.join_at, typing, send, answer, liveness];
        let deadlines = deadlines.into_iter().flatten();
        deadlines.min_by(|one, other| one.0.total_cmp(&other.0))
    }
}

fn ping() -> ClientMessage {
    ClientMessage::Ping(Ping {})
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;
