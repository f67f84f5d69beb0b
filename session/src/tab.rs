//! One connection and what belongs to it, a state machine: events in, effects out.
//!
//! What belongs here: when to connect, send, close and connect again. What may not enter: how a
//! message is written ([`composer`](super::composer)) and how the log is looked at
//! ([`view`](super::view)).

mod event;
mod faces;
mod in_room;
mod queue;
mod reading;
mod sending;
mod state;

use std::rc::Rc;

pub use event::{ConsoleLine, Effect, Event, SocketEvent};
pub use queue::{QUEUE_BYTES, QUEUE_MESSAGES, Queue};
pub use state::{Attempt, Retry, State};

use protocol::subprotocol::Malformed;

use super::address::{self, AddressError};
use super::announcer::Announcer;
use super::close_request::CloseDraft;
use super::composer::{self, Composer, Problem};
use super::face::Face;
use super::filter::Criteria;
use super::log::Log;
use super::payload::Payload;
use super::quotes::Quotes;
use super::rates::Rates;
use super::reconnect;
use super::record::{CloseEvent, Closing, Direction, Ending, Opening, Record, What};
use super::room::Room;
use super::round_trips::RoundTrips;
use super::saved::SavedTab;
use super::subprotocols;
use super::time::{Moment, Time};
use super::view::{self, View};

/// A connection that lasted so long was a good one: the next failure is the first again. One that
/// the server accepts and drops at once counts as failed, or the page would hammer at it.
const STABLE_AFTER_MS: f64 = 5_000.0;

/// What the page knows of one connection: where to, its state, what was typed and what happened.
#[derive(Debug)]
pub struct Session {
    is_lesson: bool,
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
    close_draft: CloseDraft,
    reconnects: bool,
    retry: Option<Retry>,
    failures: u32,
    queues: bool,
    queue: Queue,
    composer: Composer,
    draft_kept: bool,
    log: Log,
    rates: Rates,
    round_trips: RoundTrips,
    /// The one that was chosen; what each shows has a field of its own.
    face: Face,
    quotes: Quotes,
    room: Option<Box<Room>>,
    room_kept: bool,
    view: View,
    announcer: Announcer,
    copied: Option<bool>,
}

/// Why the page cannot even begin to connect; it stays until what was typed changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// The address is none.
    Address(AddressError),
    /// The subprotocols are none.
    Subprotocols(Malformed),
    /// The browser takes neither the address nor the subprotocols, and does not say why.
    ByBrowser,
}

/// Where to connect to, and what to offer there.
struct Destination {
    address: Rc<str>,
    subprotocols: Rc<[Rc<str>]>,
}

impl Session {
    /// A session that is not connected, with nothing typed. A page is secure when it came by https.
    #[must_use]
    pub fn new(address: Rc<str>, page_is_secure: bool, moment: Moment) -> Self {
        Self {
            is_lesson: false,
            page_is_secure,
            address,
            subprotocols: "".into(),
            refusal: None,
            state: State::Idle,
            attempt: Attempt(0),
            since: moment.now,
            took_ms: 0.0,
            connected_to: Rc::default(),
            opening: Rc::default(),
            close_draft: CloseDraft::default(),
            reconnects: false,
            retry: None,
            failures: 0,
            queues: false,
            queue: Queue::default(),
            composer: Composer::new("".into(), moment),
            draft_kept: true,
            log: Log::new(),
            rates: Rates::new(),
            round_trips: RoundTrips::of(""),
            face: Face::Log,
            quotes: Quotes::default(),
            room: None,
            room_kept: true,
            view: View::default(),
            announcer: Announcer::default(),
            copied: None,
        }
    }

    /// Takes in what happened and tells what is to be done about it. An event that has no
    /// meaning in the present state changes nothing.
    #[must_use]
    pub fn apply(&mut self, event: Event, moment: Moment) -> Vec<Effect> {
        let effects = self.take_in(event, moment);
        // What is to be said is kept before it is said.
        self.keep_room().into_iter().chain(effects).collect()
    }

    fn take_in(&mut self, event: Event, moment: Moment) -> Vec<Effect> {
        let now = moment.now;
        match event {
            Event::ConnectPressed => {
                self.failures = 0;
                return self.connect(now);
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
            Event::RetryPressed => return self.connect(now),
            Event::RetryStopped => {
                self.retry = None;
                self.want_room(false);
            }
            Event::Compose(event) => return self.compose(event, moment),
            Event::SendPressed => return self.send(moment),
            Event::SendVerbatimPressed => {
                let message = self.composer.compose_verbatim();
                return self.hand_over(message, moment);
            }
            Event::SendAgainPressed(number) => return self.send_again(number, moment),
            Event::CloseEdited(draft) => self.close_draft = draft,
            Event::ClosePressed(with) => return self.close(with),
            Event::Unqueued(index) => {
                self.queue.remove(index);
            }
            Event::Handed(payload) => self.sent(payload, now),
            Event::NotTaken => {
                self.refuse_to_send(Problem::NotTaken, moment);
                if let Some(room) = &mut self.room {
                    room.send_failed(moment);
                }
            }
            Event::DraftKept(kept) => self.draft_kept = kept,
            Event::Refused(attempt) if attempt == self.attempt => {
                self.refusal = Some(Refusal::ByBrowser);
            }
            Event::Opened(attempt, opening) if attempt == self.attempt => {
                return self.opened(opening, moment);
            }
            Event::Received(attempt, payloads) if attempt == self.attempt => {
                return self.received(payloads, moment);
            }
            Event::Closed(attempt, close) if attempt == self.attempt => {
                return self.closed(close, moment);
            }
            Event::Refused(_) | Event::Opened(..) | Event::Received(..) | Event::Closed(..) => {}
            Event::QuotesSorted(column) => self.quotes.sort_by(column),
            Event::FaceChosen(face) => return self.choose_face(face, moment),
            Event::Room(event) => return self.in_room(event, moment),
            Event::RoomKept(kept) => self.room_kept = kept,
            Event::View(event) => {
                self.copied = None;
                self.view.apply(event, &self.log);
            }
            Event::CopyPressed(number) => {
                let record = self.log.get(number);
                let message = record.and_then(Record::message);
                return message
                    .map(|(_, payload)| Effect::Copy(payload.clone()))
                    .into_iter()
                    .collect();
            }
            Event::Copied(copied) => self.copied = Some(copied),
            Event::LogCleared => self.log.clear(),
            Event::Woke => return self.wake(moment),
        }
        vec![]
    }

    /// When the session wants to be woken, if it waits for anything.
    #[must_use]
    pub fn next_deadline(&self) -> Option<Time> {
        let retry = self.retry.map(|retry| retry.at);
        let deadlines = [
            retry,
            self.composer.next_deadline(),
            self.room().and_then(Room::next_deadline),
            self.announcer.next_deadline(),
        ];
        deadlines
            .into_iter()
            .flatten()
            .min_by(|one, other| one.0.total_cmp(&other.0))
    }

    /// The log, for whoever keeps all logs within a budget.
    pub(super) fn log_mut(&mut self) -> &mut Log {
        &mut self.log
    }

    /// Has the view take in what it has not yet looked at, at most so many records of it. Says
    /// whether there is more.
    pub fn advance(&mut self, max_records: usize) -> bool {
        self.view.advance(&self.log, max_records)
    }

    /// Has it be the lesson's: its connection is the lesson's alone, so the log is all its face.
    pub(super) fn keep_to_lesson(&mut self) {
        self.is_lesson = true;
    }

    /// Puts back what was typed before a reload.
    pub(super) fn restore_draft(&mut self, draft: Rc<str>, moment: Moment) {
        self.composer = Composer::new(draft, moment);
    }

    /// Puts back what the person set and typed before a reload.
    pub(super) fn restore(&mut self, saved: &SavedTab, draft: Rc<str>, moment: Moment) {
        self.subprotocols = Rc::clone(&saved.subprotocols);
        self.reconnects = saved.auto_reconnect;
        self.queues = saved.queue_when_closed;
        let _ = self.choose_face(saved.face, moment);
        self.restore_draft(draft, moment);
        self.composer
            .apply(composer::Event::KindChosen(saved.kind), moment);
    }

    /// What of it outlives a reload; which tab it is in, the workbench knows.
    pub(super) fn saved(&self) -> SavedTab {
        SavedTab {
            address: Rc::clone(&self.address),
            subprotocols: Rc::clone(&self.subprotocols),
            auto_reconnect: self.reconnects,
            queue_when_closed: self.queues,
            kind: self.composer.kind(),
            face: self.face,
            ..SavedTab::default()
        }
    }

    /// Has the view hide messages that match one of these patterns, and no others.
    pub(super) fn hide(&mut self, hidden: Vec<Rc<str>>) {
        let criteria = Criteria {
            hidden,
            ..self.view.criteria().clone()
        };
        self.view.apply(view::Event::Criteria(criteria), &self.log);
    }

    /// Another session with what the person set and typed in this one, not connected.
    #[must_use]
    pub fn duplicate(&self, moment: Moment) -> Self {
        let mut copy = Self::new(Rc::clone(&self.address), self.page_is_secure, moment);
        copy.restore(&self.saved(), Rc::clone(self.composer.text()), moment);
        copy.view.apply(
            view::Event::Criteria(self.view.criteria().clone()),
            &copy.log,
        );
        copy
    }

    fn connect(&mut self, now: Time) -> Vec<Effect> {
        if !self.state.is_over() {
            return vec![];
        }
        self.retry = None;
        let Destination {
            address,
            subprotocols,
        } = match self.destination() {
            Ok(destination) => destination,
            Err(refusal) => {
                self.refusal = Some(refusal);
                return vec![];
            }
        };
        self.refusal = None;
        self.attempt = Attempt(self.attempt.0 + 1);
        self.state = State::Connecting;
        self.since = now;
        if self.connected_to != address {
            self.quotes = Quotes::default();
        }
        self.connected_to = Rc::clone(&address);
        self.want_room(true);
        self.round_trips = RoundTrips::of(&address);
        vec![Effect::Open {
            attempt: self.attempt,
            address,
            subprotocols,
        }]
    }

    fn destination(&self) -> Result<Destination, Refusal> {
        let address = address::understand(&self.address, self.page_is_secure);
        let subprotocols = subprotocols::parse(&self.subprotocols);
        Ok(Destination {
            address: address.map_err(Refusal::Address)?,
            subprotocols: subprotocols.map_err(Refusal::Subprotocols)?.into(),
        })
    }

    fn wake(&mut self, moment: Moment) -> Vec<Effect> {
        self.announcer.wake(moment.now);
        if self.retry.is_some_and(|retry| retry.at <= moment.now) {
            return self.connect(moment.now);
        }
        if self.composer.due(moment.now) {
            return self.repeat(moment);
        }
        self.wake_room(moment)
    }

    fn close(&mut self, with: Option<(u16, Rc<str>)>) -> Vec<Effect> {
        if !matches!(self.state, State::Connecting | State::Open) {
            return vec![];
        }
        self.state = State::Closing;
        self.want_room(false);
        self.leave_room();
        vec![
            Effect::Print(ConsoleLine::ClosePressed),
            Effect::Close(with),
        ]
    }

    fn opened(&mut self, opening: Opening, moment: Moment) -> Vec<Effect> {
        let now = moment.now;
        if self.state != State::Connecting {
            return vec![];
        }
        self.state = State::Open;
        self.since = now;
        self.opening = Rc::new(opening);
        self.log.append(Record {
            at: now,
            what: What::Opened(Rc::clone(&self.opening)),
        });
        let mut effects = vec![Effect::Print(ConsoleLine::Opened)];
        effects.extend(self.enter_room(moment));
        effects.extend(self.queue.take().map(Effect::Send));
        effects
    }

    fn received(&mut self, payloads: Vec<Payload>, moment: Moment) -> Vec<Effect> {
        let now = moment.now;
        if !matches!(self.state, State::Open | State::Closing) {
            return vec![];
        }
        let effects = self.hear_in_room(&payloads, moment);
        let bytes: usize = payloads.iter().map(Payload::len).sum();
        self.announcer.count(payloads.len() as u64, now);
        self.rates.record(
            Direction::Received,
            payloads.len() as u64,
            bytes as u64,
            now,
        );
        if self.faces().contains(&Face::Quotes) {
            self.quotes.received(&payloads, now);
        }
        for payload in payloads {
            self.round_trips.received(&payload, now);
            self.log_message(Direction::Received, payload, now);
        }
        effects
    }

    fn log_message(&mut self, direction: Direction, payload: Payload, now: Time) {
        self.log.append(Record {
            at: now,
            what: What::Message(direction, payload),
        });
    }

    /// The connection is dead, whatever the browser knows. It is not closed as others are, with a handshake
    /// that nobody would answer for a minute.
    fn let_go(&mut self, moment: Moment) -> Vec<Effect> {
        let close = CloseEvent {
            // That no close frame came.
            code: 1006,
            reason: Rc::default(),
            was_clean: false,
        };
        let mut effects = vec![Effect::LetGo];
        effects.extend(self.closed(close, moment));
        effects
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
        self.leave_room();
        self.round_trips.closed();
        self.quotes.closed(moment.now);
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
        vec![Effect::Print(ConsoleLine::Closed)]
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;
