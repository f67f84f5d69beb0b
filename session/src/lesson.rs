//! The lesson: a connection and a text, and nothing else of a workbench.
//!
//! What belongs here: what the ten minutes of the lesson do. What may not enter: anything of a
//! [`tab`](super::tab); the lesson's page is as light as what this file reaches.

use std::rc::Rc;

use super::connection::{self, Connection, State};
use super::payload::Payload;
use super::time::{Moment, Time};
use super::transport::TransportEvent;

/// The lesson keeps this many bytes of its log, and lets the oldest records go beyond that. It is what the
/// logs of a workbench hold together at first, so that a switch to there loses nothing.
const LOG_BYTES: usize = 256 << 20;

/// The lesson: what it is connected to, and what is typed.
///
/// A page that shows the workbench instead hands it over whole, and takes it back when the person
/// returns; its transport stays open meanwhile (see [`Connection`]).
#[derive(Debug)]
pub struct Lesson {
    /// The connection to the lesson's server.
    pub connection: Connection,
    /// What is typed.
    pub draft: Rc<str>,
    /// Whether what is typed would outlive a reload.
    pub is_draft_kept: bool,
    /// Whether the last message was not sent.
    pub send_failed: bool,
}

/// What can happen.
#[derive(Debug, Clone)]
pub enum Event {
    /// Something with the connection.
    Connection(connection::Event),
    /// The person typed; this is all the text there is now.
    Edited(Rc<str>),
    /// The person asked to send the text, to the letter.
    SendPressed,
    /// The draft was put where it outlives a reload, or could not be.
    DraftKept(bool),
}

/// What is to be done in the world.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// What the connection asks for.
    Connection(connection::Effect),
    /// Print a line on the console.
    Print(ConsoleLine),
    /// Put the draft where it outlives a reload. Whether that was possible is reported as
    /// [`Lesson::on_draft_kept`] says.
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
    /// The line that tells of a change of state, if the lesson has one for it.
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
    /// A lesson that is not connected yet, with what was typed before a reload. A page is secure when it
    /// came by https.
    #[must_use]
    pub fn new(server: Rc<str>, page_is_secure: bool, draft: Rc<str>, now: Time) -> Self {
        Self {
            connection: Connection::new(server, page_is_secure, now),
            draft,
            is_draft_kept: true,
            send_failed: false,
        }
    }

    /// Takes in what happened and tells what is to be done about it.
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

    /// What to report of having kept the draft: nothing, where the outcome is that of before. Each key press
    /// keeps the draft, and each report costs a render.
    #[must_use]
    pub fn on_draft_kept(&self, is_kept: bool) -> Option<Event> {
        (is_kept != self.is_draft_kept).then_some(Event::DraftKept(is_kept))
    }

    /// When the lesson wants to be woken, by [`connection::Event::Woke`].
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
