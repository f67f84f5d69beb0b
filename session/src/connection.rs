//! One connection, a state machine: events in, effects out.
//!
//! What belongs here: when to connect, send, close and connect again, and what is remembered of it. What
//! may not enter: how a person writes a message, how they look at the log, and what an endpoint makes
//! of the messages; these are a [`tab`](super::tab)'s.

mod event;
mod getters;
mod queue;
mod state;

use std::collections::VecDeque;
use std::rc::Rc;

pub use event::{Effect, Event};
pub use queue::{QUEUE_BYTES, QUEUE_MESSAGES, Queue};
pub use state::{Retry, State};

use super::log::Log;
use super::payload::Payload;
use super::rates::Rates;
use super::reconnect;
use super::record::{CloseEvent, Closing, Direction, Ending, Opening, Record, What};
use super::request::{Refusal, Request};
use super::round_trips::RoundTrips;
use super::time::{Moment, Time};
use super::transport::{Attempt, MessageId, TransportEvent};

/// A connection that lasted this long, in milliseconds, was a good one: the next failure is the first
/// again. One that the server accepts and drops at once counts as failed, or the page would hammer at
/// it.
const STABLE_AFTER_MS: f64 = 5_000.0;

/// A connection: its address, its state, what waits to be sent, and a log of what happened.
///
/// It does no I/O and reads no clock. Its owner (a [`Tab`](super::tab::Tab), or the
/// [`Lesson`](super::lesson::Lesson)) has four kinds of methods:
///
/// - **`apply`** takes in an [`Event`]: what the person asked for, what the transport tells, or that a
///   deadline has passed. It returns [`Effect`]s.
/// - **Mutators** are for what has an answer: [`send`](Self::send), [`send_now`](Self::send_now) and
///   [`let_go`](Self::let_go). They return effects too.
/// - **`next_deadline`** says when the connection wants to be woken.
/// - **Getters** read what there is to see, and change nothing.
///
/// After each call of the first two kinds the owner runs the effects in their order, and then asks for
/// the next deadline: any such call may have changed it. When the deadline has passed, it applies
/// [`Event::Woke`]; one that comes too early changes nothing. What a transport tells becomes
/// [`Event::Transport`] with the attempt of the [`Effect::Open`] that opened it. An acknowledgement names
/// its message; a stale one, of another attempt or of a message that is not on its way, changes nothing.
///
/// A connection is plain data without a tie to who shows it: an owner may hand it to another one while it
/// is open, as long as the events of its transport go to the new owner from then on.
#[derive(Debug)]
pub struct Connection {
    page_is_secure: bool,
    address: Rc<str>,
    subprotocols: Rc<str>,
    refusal: Option<Refusal>,
    state: State,
    attempt: Attempt,
    since: Time,
    took_ms: f64,
    connected_to: Rc<str>,
    opening: Rc<Opening>,
    reconnects: bool,
    retry: Option<Retry>,
    failures: u32,
    queues: bool,
    queue: Queue,
    next_message: MessageId,
    /// What the transport was given and has not acknowledged. The transport limits how much that is.
    on_its_way: VecDeque<(MessageId, Payload)>,
    log: Log,
    rates: Rates,
    round_trips: RoundTrips,
}

/// Why a message is not sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SendError {
    /// The connection is not open, and the person does not want messages to wait for it.
    NotOpen,
    /// The connection is not open, and no more messages can wait for it.
    QueueFull,
}

impl Connection {
    /// A connection to an address as a person typed it, not opened yet. A page is secure when it came
    /// by https.
    #[must_use]
    pub fn new(address: Rc<str>, page_is_secure: bool, now: Time) -> Self {
        Self {
            page_is_secure,
            address,
            subprotocols: "".into(),
            refusal: None,
            state: State::Idle,
            attempt: Attempt::NONE,
            since: now,
            took_ms: 0.0,
            connected_to: Rc::default(),
            opening: Rc::default(),
            reconnects: false,
            retry: None,
            failures: 0,
            queues: false,
            queue: Queue::default(),
            next_message: MessageId(0),
            on_its_way: VecDeque::new(),
            log: Log::new(),
            rates: Rates::new(),
            round_trips: RoundTrips::of(""),
        }
    }

    /// Takes in what happened and tells what is to be done about it. An event that has no
    /// meaning in the present state changes nothing.
    #[must_use]
    pub fn apply(&mut self, event: Event, moment: Moment) -> Vec<Effect> {
        match event {
            Event::ConnectPressed => {
                self.failures = 0;
                return self.connect(moment.now);
            }
            // Whoever writes another says when it is whole: half an address is not tried by itself.
            Event::AddressEdited(address) => {
                self.address = address;
                (self.refusal, self.retry) = (None, None);
            }
            Event::SubprotocolsEdited(subprotocols) => {
                self.subprotocols = subprotocols;
                (self.refusal, self.retry) = (None, None);
            }
            Event::ReconnectChosen(chosen) => {
                self.reconnects = chosen;
                self.retry = None;
            }
            Event::QueueChosen(chosen) => self.queues = chosen,
            Event::RetryPressed => return self.connect(moment.now),
            Event::RetryStopped => self.retry = None,
            Event::ClosePressed(with) => return self.close(with),
            Event::Unqueued(index) => {
                self.queue.remove(index);
            }
            Event::LogCleared => self.log.clear(),
            Event::Transport(attempt, event) if self.hears(attempt, &event) => {
                return self.hear(event, moment);
            }
            Event::Transport(..) => {}
            Event::Woke => {
                if self.retry.is_some_and(|retry| retry.at <= moment.now) {
                    return self.connect(moment.now);
                }
            }
        }
        vec![]
    }

    /// Whether what a transport tells has a meaning in the present state: it is of this attempt, in its
    /// turn, and an acknowledgement is of a message that is on its way. [`apply`](Self::apply) takes in
    /// nothing else.
    #[must_use]
    pub fn hears(&self, attempt: Attempt, event: &TransportEvent) -> bool {
        attempt == self.attempt
            && match event {
                TransportEvent::Refused => true,
                TransportEvent::Opened(_) => self.state == State::Connecting,
                TransportEvent::Received(_) => {
                    matches!(self.state, State::Open | State::Closing)
                }
                TransportEvent::Sent(id) | TransportEvent::SendFailed(id) => {
                    self.on_its_way.iter().any(|(message, _)| message == id)
                }
                TransportEvent::Closed(_) => !self.state.is_over(),
            }
    }

    /// Sends a message, or has it wait for the connection where the person wants that.
    ///
    /// # Errors
    ///
    /// The message is neither sent nor waits. It is still the caller's, to be offered again.
    pub fn send(&mut self, payload: Payload) -> Result<Option<Effect>, SendError> {
        if self.state == State::Open {
            Ok(Some(self.give(payload)))
        } else if !self.queues {
            Err(SendError::NotOpen)
        } else if self.queue.push(payload) {
            Ok(None)
        } else {
            Err(SendError::QueueFull)
        }
    }

    /// Sends a message that is of use now or not at all; `None` when the connection is not open.
    pub fn send_now(&mut self, payload: Payload) -> Option<Effect> {
        (self.state == State::Open).then(|| self.give(payload))
    }

    /// The peer is dead, whatever the transport knows: the connection is lost, without a closing handshake
    /// that could last a minute. With no connection there is nothing to let go of.
    #[must_use]
    pub fn let_go(&mut self, moment: Moment) -> Vec<Effect> {
        if self.state.is_over() {
            return vec![];
        }
        let close = CloseEvent {
            // RFC 6455 section 7.1.5: no close frame came.
            code: 1006,
            reason: Rc::default(),
            was_clean: false,
        };
        self.closed(close, moment);
        vec![Effect::LetGo]
    }

    /// When the connection wants to be woken, if it waits for anything.
    #[must_use]
    pub fn next_deadline(&self) -> Option<Time> {
        self.retry.map(|retry| retry.at)
    }

    /// The log, for an owner that keeps all logs within a budget.
    pub(crate) fn log_mut(&mut self) -> &mut Log {
        &mut self.log
    }

    /// Corrects the address without taking back what was decided about it: a retry goes on.
    pub(crate) fn correct_address(&mut self, address: Rc<str>) {
        self.address = address;
    }

    fn connect(&mut self, now: Time) -> Vec<Effect> {
        if !self.state.is_over() {
            return vec![];
        }
        self.retry = None;
        let request = Request::parse(&self.address, &self.subprotocols, self.page_is_secure);
        let request = match request {
            Ok(request) => request,
            Err(refusal) => {
                self.refusal = Some(refusal);
                return vec![];
            }
        };
        self.refusal = None;
        self.attempt = self.attempt.next();
        self.state = State::Connecting;
        self.since = now;
        self.on_its_way.clear();
        self.connected_to = Rc::clone(&request.url);
        self.round_trips = RoundTrips::of(&request.url);
        vec![Effect::Open {
            attempt: self.attempt,
            request,
        }]
    }

    fn close(&mut self, with: Option<(u16, Rc<str>)>) -> Vec<Effect> {
        if !matches!(self.state, State::Connecting | State::Open) {
            return vec![];
        }
        self.state = State::Closing;
        vec![Effect::Close(with)]
    }

    fn hear(&mut self, event: TransportEvent, moment: Moment) -> Vec<Effect> {
        let now = moment.now;
        match event {
            TransportEvent::Refused => self.refusal = Some(Refusal::ByTransport),
            TransportEvent::Opened(opening) => return self.opened(opening, now),
            TransportEvent::Received(payloads) => self.received(payloads, now),
            TransportEvent::Sent(id) => {
                if let Some(payload) = self.acknowledged(id) {
                    self.sent(payload, now);
                }
            }
            TransportEvent::SendFailed(id) => {
                let _ = self.acknowledged(id);
            }
            TransportEvent::Closed(close) => self.closed(close, moment),
        }
        vec![]
    }

    fn opened(&mut self, opening: Opening, now: Time) -> Vec<Effect> {
        self.state = State::Open;
        self.since = now;
        self.opening = Rc::new(opening);
        self.log.append(Record {
            at: now,
            what: What::Opened(Rc::clone(&self.opening)),
        });
        let waiting: Vec<_> = self.queue.take().collect();
        waiting.into_iter().map(|it| self.give(it)).collect()
    }

    fn received(&mut self, payloads: Vec<Payload>, now: Time) {
        let bytes: usize = payloads.iter().map(Payload::len).sum();
        let messages = payloads.len() as u64;
        self.rates
            .record(Direction::Received, messages, bytes as u64, now);
        for payload in payloads {
            self.round_trips.received(&payload, now);
            self.log_message(Direction::Received, payload, now);
        }
    }

    fn give(&mut self, payload: Payload) -> Effect {
        let message = self.next_message;
        self.next_message = MessageId(message.0 + 1);
        self.on_its_way.push_back((message, payload.clone()));
        Effect::Send {
            attempt: self.attempt,
            message,
            payload,
        }
    }

    /// Takes out a message that the transport has answered for. That is the oldest, as a rule.
    fn acknowledged(&mut self, id: MessageId) -> Option<Payload> {
        let mut on_its_way = self.on_its_way.iter();
        let index = on_its_way.position(|(message, _)| *message == id)?;
        self.on_its_way.remove(index).map(|(_, payload)| payload)
    }

    fn sent(&mut self, payload: Payload, now: Time) {
        self.rates
            .record(Direction::Sent, 1, payload.len() as u64, now);
        self.round_trips.sent(&payload, now);
        self.log_message(Direction::Sent, payload, now);
    }

    fn log_message(&mut self, direction: Direction, payload: Payload, now: Time) {
        self.log.append(Record {
            at: now,
            what: What::Message(direction, payload),
        });
    }

    fn closed(&mut self, close: CloseEvent, moment: Moment) {
        let ending = match self.state {
            State::Connecting => Ending::Unreachable,
            State::Open if close.was_clean => Ending::ByServer,
            State::Open => Ending::Lost,
            State::Closing => Ending::ByPage,
            State::Closed { .. } | State::Idle => return,
        };
        self.log.append(Record {
            at: moment.now,
            what: What::Closed(Rc::new(Closing {
                close: close.clone(),
                ending,
            })),
        });
        self.state = State::Closed { close, ending };
        self.on_its_way.clear();
        self.round_trips.closed();
        self.took_ms = moment.now.ms_since(self.since);
        self.since = moment.now;
        if ending != Ending::Unreachable && self.took_ms >= STABLE_AFTER_MS {
            self.failures = 0;
        }
        if self.reconnects && ending != Ending::ByPage {
            self.failures = self.failures.saturating_add(1);
            let delay_ms = reconnect::BACKOFF.delay_ms(self.failures - 1, moment.random);
            self.retry = Some(Retry {
                attempt: self.failures,
                at: moment.now.after_ms(delay_ms),
            });
        }
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;
