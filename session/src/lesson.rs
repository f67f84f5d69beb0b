//! The lesson: a connection and a text.
//!
//! What belongs here: the lesson to the letter. What may not enter: anything of a [`tab`](super::tab), as the
//! lesson's page links all that this file reaches.

use std::rc::Rc;

use super::connection::{self, Connection, State};
use super::payload::Payload;
use super::time::{Moment, Time};
use super::transport::TransportEvent;

/// The limit on the bytes of the lesson's log; beyond it the oldest records are evicted. It is the default memory
/// budget of a workbench, so a switch to the workbench loses nothing.
const LOG_BYTES: usize = 256 << 20;

/// The lesson's connection, and the typed text.
///
/// A page that shows the workbench lends it the lesson
/// ([`Workbench::borrow`](super::workbench::Workbench::borrow)) and gets it back when the person returns. The
/// transport stays open meanwhile, as the doc of [`Connection`] says.
#[derive(Debug)]
pub struct Lesson {
    /// The connection to the lesson's server.
    pub connection: Connection,
    /// The typed text.
    pub draft: Rc<str>,
    /// Whether the draft would survive a reload.
    pub is_draft_kept: bool,
    /// Whether the latest message failed to be sent.
    pub send_failed: bool,
}

/// An event of the lesson.
#[derive(Debug, Clone)]
pub enum Event {
    /// An event of the connection.
    Connection(connection::Event),
    /// The person typed: the whole text.
    Edited(Rc<str>),
    /// The person asked to send the text.
    SendPressed,
    /// The draft was saved, or could not be.
    DraftKept(bool),
}

/// An effect that the lesson asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// An effect of the connection.
    Connection(connection::Effect),
    /// Print a line on the console.
    Print(ConsoleLine),
    /// Save the draft. The shell passes the outcome to [`Lesson::on_draft_kept`].
    KeepDraft(Rc<str>),
}

/// The lesson's lines on the console.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ConsoleLine {
    /// The socket opened.
    Opened,
    /// The close button was pressed.
    ClosePressed,
    /// The socket closed.
    Closed,
}

impl From<connection::Event> for Event {
    fn from(event: connection::Event) -> Self {
        Self::Connection(event)
    }
}

impl ConsoleLine {
    /// The line for a change of state, if the lesson has one.
    #[must_use]
    pub fn of_change(before: &State, after: &State) -> Option<Self> {
        match after {
            _ if before.tag() == after.tag() => None,
            State::Open => Some(Self::Opened),
            State::Closing => Some(Self::ClosePressed),
            State::Closed { .. } => Some(Self::Closed),
            State::Idle | State::Connecting => None,
        }
    }
}

impl Lesson {
    /// An idle lesson with a restored draft. A page is secure when it came by https.
    #[must_use]
    pub fn new(server: Rc<str>, page_is_secure: bool, draft: Rc<str>, now: Time) -> Self {
        Self {
            connection: Connection::new(server, page_is_secure, now),
            draft,
            is_draft_kept: true,
            send_failed: false,
        }
    }

    /// Applies an event and returns the effects, to be run in their order.
    #[must_use]
    pub fn apply(&mut self, event: impl Into<Event>, moment: Moment) -> Vec<Effect> {
        match event.into() {
            Event::Connection(event) => self.apply_to_connection(event, moment),
            Event::Edited(draft) => {
                self.draft = Rc::clone(&draft);
                self.send_failed = false;
                vec![Effect::KeepDraft(draft)]
            }
            Event::SendPressed => {
                let payload = Payload::Text(Rc::clone(&self.draft));
                let sent = self.connection.send_now(payload).map(Effect::Connection);
                self.send_failed &= sent.is_none();
                sent.into_iter().collect()
            }
            Event::DraftKept(is_kept) => {
                self.is_draft_kept = is_kept;
                vec![]
            }
        }
    }

    /// The event for the outcome of saving the draft; `None` for the same outcome as before. Each key press saves
    /// the draft, and each event costs a render.
    #[must_use]
    pub fn on_draft_kept(&self, is_kept: bool) -> Option<Event> {
        (is_kept != self.is_draft_kept).then_some(Event::DraftKept(is_kept))
    }

    /// The time at which the lesson wants [`connection::Event::Woke`], if any.
    #[must_use]
    pub fn next_deadline(&self) -> Option<Time> {
        self.connection.next_deadline()
    }

    fn apply_to_connection(&mut self, event: connection::Event, moment: Moment) -> Vec<Effect> {
        if let connection::Event::Transport(attempt, event @ TransportEvent::SendFailed(_)) = &event
        {
            self.send_failed |= self.connection.hears(*attempt, event);
        }
        let before = self.connection.state().clone();
        let effects = self.connection.apply(event, moment);
        self.connection.log_mut().evict_beyond(LOG_BYTES);
        let line = ConsoleLine::of_change(&before, self.connection.state());
        let line = line.map(Effect::Print).into_iter();
        line.chain(effects.into_iter().map(Effect::Connection))
            .collect()
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;
