//! One connection and what belongs to it, a state machine: events in, effects out.
//!
//! What belongs here: when to connect, send, close and connect again. What may not enter: how a
//! message is written ([`composer`](super::composer)) and how the log is looked at
//! ([`view`](super::view)).

mod event;
mod queue;
mod state;

use std::rc::Rc;

pub use event::{ConsoleLine, Effect, Event, SocketEvent};
pub use queue::{QUEUE_BYTES, QUEUE_MESSAGES, Queue};
pub use state::{Attempt, CloseEvent, Ending, Retry, State};

use super::log::Log;
use super::payload::Payload;
use super::reconnect;
use super::record::{Closing, Direction, Opening, Record, What};
use super::time::{Moment, Time};

/// A connection that lasted so long was a good one: the next failure is the first again. One that
/// the server accepts and drops at once counts as failed, or the page would hammer at it.
const STABLE_AFTER_MS: f64 = 5_000.0;

/// What the page knows of one connection: where to, its state, what was typed and what happened.
#[derive(Debug)]
pub struct Session {
    address: Rc<str>,
    subprotocols: Rc<str>,
    state: State,
    attempt: Attempt,
    since: Option<Time>,
    opening: Rc<Opening>,
    auto_reconnect: bool,
    retry: Option<Retry>,
    failures: u32,
    queues: bool,
    queue: Queue,
    draft: Rc<str>,
    draft_kept: bool,
    trouble: Option<Trouble>,
    log: Log,
    received_messages: u64,
}

/// Why what the person asked for could not be done; it stays until they ask for something else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trouble {
    /// The browser did not take the message.
    SendFailed,
    /// There is no open connection to send on.
    NotOpen,
    /// There is none, and the queue for when there is one is full.
    QueueFull,
    /// The browser takes neither the address nor the subprotocols.
    AddressRefused,
}

impl Session {
    /// A session that is not connected, with nothing typed.
    #[must_use]
    pub fn new(address: Rc<str>) -> Self {
        Self {
            address,
            subprotocols: "".into(),
            state: State::Idle,
            attempt: Attempt(0),
            since: None,
            opening: Rc::default(),
            auto_reconnect: false,
            retry: None,
            failures: 0,
            queues: false,
            queue: Queue::default(),
            draft: "".into(),
            draft_kept: true,
            trouble: None,
            log: Log::new(),
            received_messages: 0,
        }
    }

    /// Takes in what happened and tells what is to be done about it. An event that has no
    /// meaning in the present state changes nothing.
    #[must_use]
    pub fn apply(&mut self, event: Event, moment: Moment) -> Vec<Effect> {
        let now = moment.now;
        match event {
            Event::ConnectPressed | Event::RetryPressed => return self.connect(),
            Event::AddressEdited(address) => self.address = address,
            Event::SubprotocolsEdited(subprotocols) => self.subprotocols = subprotocols,
            Event::AutoReconnectChosen(chosen) => {
                self.auto_reconnect = chosen;
                self.retry = None;
            }
            Event::QueueChosen(chosen) => self.queues = chosen,
            Event::RetryStopped => self.retry = None,
            Event::Edited(draft) => {
                self.draft = Rc::clone(&draft);
                return vec![Effect::KeepDraft(draft)];
            }
            Event::SendPressed => return self.send(Payload::Text(Rc::clone(&self.draft))),
            Event::ClosePressed(with) => return self.close(with),
            Event::Unqueued(index) => {
                self.queue.remove(index);
            }
            Event::Handed(payload) => self.log_message(Direction::Sent, payload, now),
            Event::SendFailed => self.trouble = Some(Trouble::SendFailed),
            Event::DraftKept(kept) => self.draft_kept = kept,
            Event::Refused(attempt) if attempt == self.attempt => {
                self.trouble = Some(Trouble::AddressRefused);
            }
            Event::Opened(attempt, opening) if attempt == self.attempt => {
                return self.opened(opening, now);
            }
            Event::Received(attempt, payloads) if attempt == self.attempt => {
                self.received(payloads, now);
            }
            Event::Closed(attempt, close) if attempt == self.attempt => {
                return self.closed(close, moment);
            }
            Event::Refused(_) | Event::Opened(..) | Event::Received(..) | Event::Closed(..) => {}
            Event::Woke => {
                if self.retry.is_some_and(|retry| retry.at <= now) {
                    return self.open();
                }
            }
        }
        vec![]
    }

    /// When the session wants to be woken, if it waits for anything.
    #[must_use]
    pub fn next_deadline(&self) -> Option<Time> {
        self.retry.map(|retry| retry.at)
    }

    /// Where to connect to, as it was typed.
    #[must_use]
    pub fn address(&self) -> &Rc<str> {
        &self.address
    }

    /// What to offer as subprotocols, as it was typed.
    #[must_use]
    pub fn subprotocols(&self) -> &Rc<str> {
        &self.subprotocols
    }

    /// The state of the socket.
    #[must_use]
    pub fn state(&self) -> &State {
        &self.state
    }

    /// When the connection opened, if it is open.
    #[must_use]
    pub fn since(&self) -> Option<Time> {
        self.since
    }

    /// What the handshake of the open connection, or else of the last one, agreed on.
    #[must_use]
    pub fn opening(&self) -> &Rc<Opening> {
        &self.opening
    }

    /// Whether the page connects again by itself.
    #[must_use]
    pub fn reconnects(&self) -> bool {
        self.auto_reconnect
    }

    /// The retry that is being waited for.
    #[must_use]
    pub fn retry(&self) -> Option<Retry> {
        self.retry
    }

    /// Whether what cannot be sent now waits until it can.
    #[must_use]
    pub fn queues(&self) -> bool {
        self.queues
    }

    /// What waits for an open connection.
    #[must_use]
    pub fn queue(&self) -> &Queue {
        &self.queue
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

    /// Why what was asked for last could not be done.
    #[must_use]
    pub fn trouble(&self) -> Option<Trouble> {
        self.trouble
    }

    /// What happened, as far as it is kept.
    #[must_use]
    pub fn log(&self) -> &Log {
        &self.log
    }

    /// The log, for whoever keeps all logs within a budget.
    pub(super) fn log_mut(&mut self) -> &mut Log {
        &mut self.log
    }

    /// How many messages were received in the life of this session.
    #[must_use]
    pub fn received_messages(&self) -> u64 {
        self.received_messages
    }

    /// Puts back what was typed before a reload.
    pub(super) fn restore_draft(&mut self, draft: Rc<str>) {
        self.draft = draft;
    }

    /// Another session with what the person set and typed in this one, not connected.
    #[must_use]
    pub fn duplicate(&self) -> Self {
        Self {
            subprotocols: Rc::clone(&self.subprotocols),
            auto_reconnect: self.auto_reconnect,
            queues: self.queues,
            draft: Rc::clone(&self.draft),
            ..Self::new(Rc::clone(&self.address))
        }
    }

    fn connect(&mut self) -> Vec<Effect> {
        if !self.state.is_over() {
            return vec![];
        }
        self.failures = 0;
        self.open()
    }

    fn open(&mut self) -> Vec<Effect> {
        self.attempt = Attempt(self.attempt.0 + 1);
        self.state = State::Connecting;
        self.retry = None;
        self.trouble = None;
        vec![Effect::Open {
            attempt: self.attempt,
            address: Rc::clone(&self.address),
            subprotocols: Rc::default(),
        }]
    }

    fn send(&mut self, payload: Payload) -> Vec<Effect> {
        self.trouble = None;
        if self.state == State::Open {
            return vec![Effect::Send(payload)];
        }
        if !self.queues {
            self.trouble = Some(Trouble::NotOpen);
        } else if !self.queue.push(payload) {
            self.trouble = Some(Trouble::QueueFull);
        }
        vec![]
    }

    fn close(&mut self, with: Option<(u16, Rc<str>)>) -> Vec<Effect> {
        if !matches!(self.state, State::Connecting | State::Open) {
            return vec![];
        }
        self.state = State::Closing;
        vec![
            Effect::Print(ConsoleLine::ClosePressed),
            Effect::Close(with),
        ]
    }

    fn opened(&mut self, opening: Opening, now: Time) -> Vec<Effect> {
        if self.state != State::Connecting {
            return vec![];
        }
        self.state = State::Open;
        self.since = Some(now);
        self.opening = Rc::new(opening);
        self.log.append(Record {
            at: now,
            what: What::Opened(Rc::clone(&self.opening)),
        });
        let mut effects = vec![Effect::Print(ConsoleLine::Opened)];
        effects.extend(self.queue.take().map(Effect::Send));
        effects
    }

    fn received(&mut self, payloads: Vec<Payload>, now: Time) {
        if matches!(self.state, State::Open | State::Closing) {
            for payload in payloads {
                self.received_messages += 1;
                self.log_message(Direction::Received, payload, now);
            }
        }
    }

    fn log_message(&mut self, direction: Direction, payload: Payload, now: Time) {
        self.log.append(Record {
            at: now,
            what: What::Message(direction, payload),
        });
    }

    fn closed(&mut self, close: CloseEvent, moment: Moment) -> Vec<Effect> {
        let ending = match self.state {
            State::Connecting => Ending::Unreachable,
            State::Open if close.was_clean => Ending::ByServer,
            State::Open => Ending::Lost,
            State::Closing => Ending::ByPage,
            State::Closed { .. } | State::Idle => return vec![],
        };
        self.log.append(Record {
            at: moment.now,
            what: What::Closed(Rc::new(Closing {
                close: close.clone(),
                ending,
            })),
        });
        self.state = State::Closed { close, ending };
        let lasted_ms = self
            .since
            .take()
            .map_or(0.0, |since| moment.now.ms_since(since));
        if lasted_ms >= STABLE_AFTER_MS {
            self.failures = 0;
        }
        if self.auto_reconnect && ending != Ending::ByPage {
            self.failures = self.failures.saturating_add(1);
            let delay_ms = reconnect::BACKOFF.delay_ms(self.failures - 1, moment.random);
            self.retry = Some(Retry {
                attempt: self.failures,
                at: moment.now.after_ms(delay_ms),
            });
        }
        vec![Effect::Print(ConsoleLine::Closed)]
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;
