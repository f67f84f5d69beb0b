//! One person's session with one server, a state machine: events in, effects out.

use std::rc::Rc;

use super::log::{Entry, Log};
use super::payload::Payload;
use super::record::{Closing, Direction, Record, What};
use super::time::Time;

/// Enough for an afternoon of the lesson, little enough that the page stays quick.
const TRANSCRIPT_ENTRIES: usize = 1_000;
const TRANSCRIPT_BYTES: usize = 8 << 20;

/// What the page knows: the state of its socket, what was typed, what was received.
#[derive(Debug)]
pub struct Session {
    state: State,
    attempt: Attempt,
    draft: Rc<str>,
    draft_kept: bool,
    send_failed: bool,
    log: Log,
}

/// The socket, as the person is told of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// The opening handshake has not ended.
    Connecting,
    /// Messages go both ways.
    Open,
    /// The person asked to close; the server has not answered. Messages may still arrive.
    Closing,
    /// There is no connection.
    Closed {
        /// What the browser said of it.
        close: CloseEvent,
        /// Who or what ended it.
        ending: Ending,
    },
}

/// What a browser tells about the end of a connection (WHATWG WebSockets, `CloseEvent`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CloseEvent {
    /// The close code, RFC 6455 section 7.4. 1005 and 1006 stand for no code at all.
    pub code: u16,
    /// The reason beside the code; often empty.
    pub reason: Rc<str>,
    /// Whether a closing handshake was made.
    pub was_clean: bool,
}

/// Who or what ended a connection; what a person can do about it differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// It never opened: no server there, or one that refused.
    Unreachable,
    /// It was open and broke without a closing handshake.
    Lost,
    /// The server closed it.
    ByServer,
    /// The person at this page closed it.
    ByPage,
}

/// The number of an attempt to connect. What a socket of an earlier attempt still says is stale.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Attempt(u64);

/// What can happen.
#[derive(Debug, Clone)]
pub enum Event {
    /// The person asked to connect again.
    ConnectPressed,
    /// The person typed; this is all the text there is now.
    Edited(Rc<str>),
    /// The person asked to send what is typed.
    SendPressed,
    /// The person asked to close.
    ClosePressed,
    /// What was to be sent could not be handed to the socket.
    SendFailed,
    /// A draft was put where it outlives a reload, or could not be.
    DraftKept(bool),
    /// The socket of an attempt has something to say.
    Socket(Attempt, SocketEvent),
}

/// What a socket can say.
#[derive(Debug, Clone)]
pub enum SocketEvent {
    /// The opening handshake succeeded.
    Opened,
    /// Messages arrived, in this order.
    Received(Vec<Payload>),
    /// The socket is closed and says no more.
    Closed(CloseEvent),
}

/// What is to be done in the world.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Open a socket whose events carry this number.
    Open(Attempt),
    /// Send a text message.
    Send(Rc<str>),
    /// Begin the closing handshake.
    Close,
    /// Print a line on the console.
    Print(ConsoleLine),
    /// Put the draft where it outlives a reload.
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

impl Session {
    /// A session as the page opens: with the text that was typed before a reload, connecting
    /// by itself.
    #[must_use]
    pub fn start(draft: Rc<str>) -> (Self, Vec<Effect>) {
        let attempt = Attempt(0);
        let session = Self {
            state: State::Connecting,
            attempt,
            draft,
            draft_kept: true,
            send_failed: false,
            log: Log::new(),
        };
        (session, vec![Effect::Open(attempt)])
    }

    /// Takes in what happened and tells what is to be done about it. An event that has no
    /// meaning in the present state changes nothing.
    #[must_use]
    pub fn apply(&mut self, event: Event) -> Vec<Effect> {
        match event {
            Event::ConnectPressed => self.connect(),
            Event::Edited(draft) => {
                self.draft = Rc::clone(&draft);
                vec![Effect::KeepDraft(draft)]
            }
            Event::SendPressed => self.send(),
            Event::ClosePressed => self.close(),
            Event::SendFailed => {
                self.send_failed = true;
                vec![]
            }
            Event::DraftKept(kept) => {
                self.draft_kept = kept;
                vec![]
            }
            Event::Socket(attempt, event) if attempt == self.attempt => self.hear(event),
            Event::Socket(..) => vec![],
        }
    }

    /// The state of the socket.
    #[must_use]
    pub fn state(&self) -> &State {
        &self.state
    }

    /// What is typed. It is the person's: nothing but their own edit changes it.
    #[must_use]
    pub fn draft(&self) -> &Rc<str> {
        &self.draft
    }

    /// Whether the draft would outlive a reload.
    #[must_use]
    pub fn is_draft_kept(&self) -> bool {
        self.draft_kept
    }

    /// Whether the last attempt to send failed.
    #[must_use]
    pub fn has_send_failed(&self) -> bool {
        self.send_failed
    }

    /// What the lesson shows, oldest first, and how many received messages are not in it.
    #[must_use]
    pub fn transcript(&self) -> (Vec<Rc<Entry>>, u64) {
        self.log.transcript(TRANSCRIPT_ENTRIES, TRANSCRIPT_BYTES)
    }

    fn connect(&mut self) -> Vec<Effect> {
        if !matches!(self.state, State::Closed { .. }) {
            return vec![];
        }
        self.attempt = Attempt(self.attempt.0 + 1);
        self.state = State::Connecting;
        self.send_failed = false;
        vec![Effect::Open(self.attempt)]
    }

    fn send(&mut self) -> Vec<Effect> {
        if self.state != State::Open {
            return vec![];
        }
        self.send_failed = false;
        vec![Effect::Send(Rc::clone(&self.draft))]
    }

    fn close(&mut self) -> Vec<Effect> {
        if !matches!(self.state, State::Connecting | State::Open) {
            return vec![];
        }
        self.state = State::Closing;
        vec![Effect::Print(ConsoleLine::ClosePressed), Effect::Close]
    }

    fn hear(&mut self, event: SocketEvent) -> Vec<Effect> {
        match (event, &self.state) {
            (SocketEvent::Opened, State::Connecting) => {
                self.state = State::Open;
                vec![Effect::Print(ConsoleLine::Opened)]
            }
            (SocketEvent::Received(payloads), State::Open | State::Closing) => {
                for payload in payloads {
                    self.log_now(What::Message(Direction::Received, payload));
                }
                vec![]
            }
            (SocketEvent::Closed(close), State::Connecting) => self.end(close, Ending::Unreachable),
            (SocketEvent::Closed(close), State::Open) if close.was_clean => {
                self.end(close, Ending::ByServer)
            }
            (SocketEvent::Closed(close), State::Open) => self.end(close, Ending::Lost),
            (SocketEvent::Closed(close), State::Closing) => self.end(close, Ending::ByPage),
            (SocketEvent::Opened | SocketEvent::Received(_) | SocketEvent::Closed(_), _) => vec![],
        }
    }

    fn end(&mut self, close: CloseEvent, ending: Ending) -> Vec<Effect> {
        self.log_now(What::Closed(Rc::new(Closing {
            close: close.clone(),
            ending,
        })));
        self.state = State::Closed { close, ending };
        vec![Effect::Print(ConsoleLine::Closed)]
    }

    fn log_now(&mut self, what: What) {
        let at = Time(0.0);
        self.log.append(Record { at, what });
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;
