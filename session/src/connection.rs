//! One connection, a state machine: events in, effects out.
//!
//! What belongs here: when to connect, send, close and reconnect, and the log of it. What may not enter: the
//! writing of messages, the view of the log and the meaning of messages to an endpoint. These belong to a
//! [`tab`](super::tab).

mod event;
mod getters;
mod interruption;
mod queue;
mod records;
mod sending;
mod state;
mod tabbed;

use std::collections::VecDeque;
use std::rc::Rc;

pub use event::{Effect, Event, SendError};
use queue::InFlight;
pub use queue::{QUEUE_BYTES, QUEUE_MESSAGES, Queue};
pub use state::{Retry, State};

use super::log::Log;
use super::payload::Payload;
use super::rates::{Rates, Traffic};
use super::reconnect::{self, ConnectLimit};
use super::record::{CloseEvent, Direction, Ending, Opening, RecordKind};
use super::request::{Refusal, Request};
use super::round_trips::RoundTrips;
use super::time::{Moment, Time};
use super::transport::{Attempt, MessageId, TransportEvent};

/// A connection that lasted this long, in milliseconds, resets the count of failures. A shorter one counts as a
/// failure: otherwise a server that accepts and drops at once would be called in a tight loop.
const STABLE_AFTER_MS: f64 = 5_000.0;

/// A connection: its address, its state, its queue and its log.
///
/// It does no I/O and reads no clock. Its owner (a [`Tab`](super::tab::Tab), or the
/// [`Lesson`](super::lesson::Lesson)) has four kinds of methods:
///
/// - **`apply`** takes an [`Event`]: a wish of the person, an event of the transport, or a passed deadline. It
///   returns [`Effect`]s.
/// - **Mutators** return an answer with their effects: [`send`](Self::send), [`send_now`](Self::send_now) and
///   [`let_go`](Self::let_go).
/// - **`next_deadline`** returns the time at which the connection wants to be woken.
/// - **Getters** change nothing.
///
/// After each call of the first two kinds the owner runs the effects in their order. Then it asks for the next
/// deadline, as any such call may change it. When the deadline has passed, it applies [`Event::Woke`]; an early
/// one changes nothing. An event of a transport becomes [`Event::Transport`], with the attempt of the
/// [`Effect::Open`] that opened the transport. An acknowledgement names its message. One of another attempt, or
/// of a message that is not in flight, is stale and changes nothing.
///
/// A connection is plain data and does not know its owner. An owner may move an open connection to another
/// owner, which gets the events of the transport from then on.
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
    told_as: Rc<str>,
    opened_at: Rc<str>,
    opening: Rc<Opening>,
    /// The subprotocols of the latest attempt, as typed.
    offered: Rc<str>,
    /// Whether the latest attempt opened.
    was_open: bool,
    /// The traffic before the latest attempt opened.
    before: Traffic,
    reconnects: bool,
    /// Whether it retries also where the server does not want it.
    insists: bool,
    retry: Option<Retry>,
    failures: u32,
    connect_limit: ConnectLimit,
    /// The attempts in a row that failed, whether the person or the connection made them.
    unreached: u32,
    /// Whether it connects again when the page comes back.
    is_suspended: bool,
    /// Whether it connects as soon as it is closed, as the person asked for it while it was open.
    is_moving: bool,
    /// The bytes that waited in the browser when closing began.
    unsent_bytes: u64,
    queues: bool,
    queue: Queue,
    next_message: MessageId,
    /// The messages that the transport has not acknowledged. The transport limits them: it refuses others.
    on_its_way: VecDeque<InFlight>,
    log: Log,
    clear_stands_at: Option<Time>,
    rates: Rates,
    round_trips: RoundTrips,
}

impl Connection {
    /// An idle connection to an address as a person typed it. A page is secure when it came by https.
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
            told_as: Rc::default(),
            opened_at: Rc::default(),
            opening: Rc::default(),
            offered: Rc::default(),
            was_open: false,
            before: Traffic::default(),
            reconnects: false,
            insists: false,
            retry: None,
            failures: 0,
            connect_limit: ConnectLimit::default(),
            unreached: 0,
            is_suspended: false,
            is_moving: false,
            unsent_bytes: 0,
            queues: false,
            queue: Queue::default(),
            next_message: MessageId(0),
            on_its_way: VecDeque::new(),
            log: Log::new(),
            clear_stands_at: None,
            rates: Rates::new(),
            round_trips: RoundTrips::of(""),
        }
    }

    /// Another connection to the same address, which is idle and has none of this one's settings.
    #[must_use]
    pub(crate) fn idle(&self, now: Time) -> Self {
        Self::new(Rc::clone(&self.address), self.page_is_secure, now)
    }

    /// Applies an event and returns the effects, to be run in their order. An event without a meaning in the
    /// present state changes nothing. A lesson has no more; a tab has [`apply_in_tab`](Self::apply_in_tab).
    #[must_use]
    pub fn apply(&mut self, event: Event, moment: Moment) -> Vec<Effect> {
        match event {
            Event::ConnectPressed => {
                self.failures = 0;
                return self.connect(moment.now);
            }
            // A half-typed address is not tried by itself: the person connects when it is whole.
            Event::AddressEdited(address) => {
                self.address = address;
                (self.refusal, self.retry, self.insists) = (None, None, false);
            }
            Event::SubprotocolsEdited(subprotocols) => {
                self.subprotocols = subprotocols;
                (self.refusal, self.retry) = (None, None);
            }
            Event::ReconnectChosen(chosen) => {
                self.reconnects = chosen;
                (self.retry, self.insists) = (None, false);
            }
            Event::RetryPressed => return self.connect(moment.now),
            Event::RetryInsisted => {
                self.insists = true;
                return self.connect(moment.now);
            }
            Event::RetryStopped => self.retry = None,
            Event::ClosePressed(with) => {
                self.is_moving = false;
                return self.close(with);
            }
            Event::LetGoPressed => return self.let_go(moment),
            Event::Suspended => return self.suspend(moment),
            Event::Resumed => return self.resume(moment.now),
            Event::Transport(attempt, event) if self.hears(attempt, &event) => {
                return self.hear(event, moment);
            }
            // Of a tab alone, or late.
            Event::QueueChosen(_)
            | Event::Unqueued(_)
            | Event::LogCleared
            | Event::ClearUndone
            | Event::Transport(..) => {}
            Event::Woke => return self.wake(moment),
        }
        vec![]
    }

    /// Whether an event of a transport has a meaning in the present state. It has to be of the latest attempt,
    /// and in its turn; an acknowledgement has to be of a message in flight. [`apply`](Self::apply) ignores all
    /// other events of transports.
    #[must_use]
    pub fn hears(&self, attempt: Attempt, event: &TransportEvent) -> bool {
        attempt == self.attempt
            && match event {
                TransportEvent::Refused => true,
                TransportEvent::Opened(_) => self.state == State::Connecting,
                TransportEvent::Received(_) => {
                    matches!(self.state, State::Open | State::Closing)
                }
                TransportEvent::Sent(id) => {
                    !self.state.is_over() && self.on_its_way.iter().any(|it| it.id == *id)
                }
                TransportEvent::SendFailed(id) => self.on_its_way.iter().any(|it| it.id == *id),
                TransportEvent::Unsent(_) => self.state == State::Closing,
                TransportEvent::Closed(_) => !self.state.is_over(),
            }
    }

    /// The log, for an owner with a memory budget.
    pub(crate) fn log_mut(&mut self) -> &mut Log {
        &mut self.log
    }

    /// Changes the address and keeps a planned retry, unlike [`Event::AddressEdited`].
    pub(crate) fn correct_address(&mut self, address: Rc<str>) {
        self.address = address;
    }

    fn connect(&mut self, now: Time) -> Vec<Effect> {
        if !self.state.is_over() {
            return vec![];
        }
        (self.retry, self.is_suspended) = (None, false);
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
        self.told_as = Rc::clone(&request.url);
        self.offered = Rc::clone(&self.subprotocols);
        self.was_open = false;
        self.before = self.rates.totals();
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
        self.unsent_bytes = 0;
        vec![Effect::Close(with)]
    }

    fn hear(&mut self, event: TransportEvent, moment: Moment) -> Vec<Effect> {
        match event {
            TransportEvent::Refused => self.refusal = Some(Refusal::ByTransport),
            TransportEvent::Opened(opening) => return self.opened(opening, moment),
            TransportEvent::Received(payloads) => self.received(payloads, moment),
            TransportEvent::Sent(id) => {
                if let Some(message) = self.acknowledged(id) {
                    self.sent(message.payload, moment);
                }
            }
            TransportEvent::SendFailed(id) => {
                let _ = self.acknowledged(id);
            }
            TransportEvent::Unsent(bytes) => self.unsent_bytes = bytes,
            TransportEvent::Closed(close) => self.closed(close, moment),
        }
        vec![]
    }

    fn opened(&mut self, opening: Opening, moment: Moment) -> Vec<Effect> {
        self.state = State::Open;
        self.unreached = 0;
        self.was_open = true;
        self.opening = self.opening_at(opening, moment);
        self.since = moment.now;
        self.opened_at = Rc::clone(&self.connected_to);
        self.log_kind(RecordKind::Opened(Rc::clone(&self.opening)), moment);
        let waiting: Vec<_> = self.queue.take().collect();
        waiting.into_iter().map(|it| self.give(it, true)).collect()
    }

    fn received(&mut self, payloads: Vec<Payload>, moment: Moment) {
        let bytes: usize = payloads.iter().map(Payload::len).sum();
        let messages = payloads.len() as u64;
        self.rates
            .record(Direction::Received, messages, bytes as u64, moment.now);
        for payload in payloads {
            self.round_trips.received(&payload, moment.now);
            self.log_message(Direction::Received, payload, moment);
        }
    }

    fn closed(&mut self, close: CloseEvent, moment: Moment) {
        let ending = match self.state {
            State::Connecting => Ending::Unreachable,
            State::Open if close.was_clean => Ending::ByServer,
            State::Open => Ending::Lost,
            State::Closing => Ending::ByPage,
            State::Closed { .. } | State::Idle => return,
        };
        self.took_ms = moment.now.ms_since(self.since);
        self.log_kind(self.closing(close.clone(), ending), moment);
        self.state = State::Closed { close, ending };
        self.on_its_way.clear();
        self.round_trips.closed();
        self.since = moment.now;
        if ending == Ending::Unreachable {
            self.unreached = self.unreached.saturating_add(1);
        } else if self.took_ms >= STABLE_AFTER_MS {
            self.failures = 0;
        }
        if self.reconnects && ending != Ending::ByPage && self.rejected_with().is_none() {
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
