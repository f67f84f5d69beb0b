//! A tab: a connection, and how a person looks at it and writes to it.
//!
//! What belongs here: the traffic between the parts of a tab. What may not enter: the work of a part, such as the
//! [`connection`], the [`composer`](super::composer), the [`view`](super::view), the
//! [`room`](super::room) or the [`quotes`](super::quotes).

mod event;
mod getters;
mod in_room;
mod label;
pub mod on_rows;
mod panes;
mod saving;
mod sending;

use std::mem;
use std::rc::Rc;

pub use event::{Effect, Event};
pub use label::label;

use super::announcer::Announcer;
use super::close_request::CloseDraft;
use super::composer::{Composer, Problem};
use super::connection::{self, Connection, State};
use super::dry_run::{self, Answer};
use super::lesson::ConsoleLine;
use super::pane::Pane;
use super::payload::Payload;
use super::quotes::Quotes;
use super::reconnect::ConnectLimit;
use super::record::{Ending, Record};
use super::room::Room;
use super::time::{Moment, Time};
use super::transport::TransportEvent;
use super::view::{CopiedRows, View};

/// The number of a tab, never reused while the page is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct TabId(pub u32);

/// A connection, and all that a person has for it. The doc of [`Connection`] says which kinds of methods there are,
/// and in which order they are called.
#[derive(Debug)]
pub struct Tab {
    id: TabId,
    name: Option<Rc<str>>,
    /// Whether the connection is lent by the lesson, which gets it back.
    is_borrowed: bool,
    connection: Connection,
    /// The address of the page's server; empty for none.
    server: Rc<str>,
    /// What that server would have answered to the handshake that failed.
    answer: Option<Rc<Answer>>,
    /// The address that a form of the catalogue made; empty for none.
    form_address: Rc<str>,
    close_draft: CloseDraft,
    composer: Composer,
    draft_kept: bool,
    /// The chosen pane. The content of each has its own field.
    pane: Pane,
    panes: &'static [Pane],
    quotes: Quotes,
    room: Option<Box<Room>>,
    room_kept: bool,
    view: View,
    announcer: Announcer,
    copied: Option<bool>,
    /// Whether the person wants to see how the latest attempt ended, if they said so.
    why_shown: Option<bool>,
    /// How many rows were copied, where that is told.
    copied_rows: Option<CopiedRows>,
    read_messages: u64,
}

impl Tab {
    /// A tab with this connection and an empty draft.
    #[must_use]
    pub fn new(id: TabId, connection: Connection, moment: Moment) -> Self {
        let mut tab = Self {
            id,
            name: None,
            is_borrowed: false,
            connection,
            server: "".into(),
            answer: None,
            form_address: "".into(),
            close_draft: CloseDraft::default(),
            composer: Composer::new("".into(), moment),
            draft_kept: true,
            pane: Pane::Log,
            panes: &[Pane::Log],
            quotes: Quotes::default(),
            room: None,
            room_kept: true,
            view: View::default(),
            announcer: Announcer::default(),
            copied: None,
            why_shown: None,
            copied_rows: None,
            read_messages: 0,
        };
        tab.update_panes();
        tab
    }

    /// Applies an event and returns the effects, to be run in their order. An event without a meaning in the
    /// present state changes nothing.
    #[must_use]
    pub fn apply(&mut self, event: impl Into<Event>, moment: Moment) -> Vec<Effect> {
        let effects = self.take_in(event.into(), moment);
        // The room saves a message before it is sent.
        self.keep_room().into_iter().chain(effects).collect()
    }

    fn take_in(&mut self, event: Event, moment: Moment) -> Vec<Effect> {
        match event {
            Event::Connection(event) => return self.apply_to_connection(event, moment),
            Event::Compose(event) => return self.compose(event, moment),
            Event::SendPressed => return self.send(moment),
            Event::SendAgainPressed(number) => return self.send_again(number, moment),
            Event::CloseEdited(draft) => self.close_draft = draft,
            Event::DraftKept(kept) => self.draft_kept = kept,
            Event::PaneChosen(pane) => return self.choose_pane(pane, moment),
            Event::QuotesSorted(column) => self.quotes.sort_by(column),
            Event::Room(event) => return self.in_room(event, moment),
            Event::RoomKept(kept) => self.room_kept = kept,
            Event::View(event) => {
                (self.copied, self.copied_rows) = (None, None);
                self.view.apply(event, self.connection.log());
            }
            Event::Rows(event) => return self.apply_to_rows(event, moment),
            Event::CopyPressed(number) => {
                let record = self.connection.log().get(number);
                let message = record.and_then(Record::message);
                let copy = message.map(|(_, payload)| Effect::Copy(payload.clone()));
                return copy.into_iter().collect();
            }
            Event::DetailCopyPressed(what) => {
                let copy = self.view.copied(what).map(Effect::Copy);
                return copy.into_iter().collect();
            }
            Event::Copied(copied) => self.copied = Some(copied),
            Event::WhyShown(shown) => self.why_shown = Some(shown),
            Event::HandshakeTried(attempt, answer) => {
                if attempt == self.connection.attempt() && self.is_unexplained() {
                    self.answer = answer.map(Rc::new);
                }
            }
            Event::Woke => return self.wake(moment),
        }
        vec![]
    }

    /// The time at which the tab wants to be woken, if any.
    #[must_use]
    pub fn next_deadline(&self) -> Option<Time> {
        let deadlines = [
            self.connection.next_deadline(),
            self.composer.next_deadline(),
            self.room().and_then(Room::next_deadline),
            self.announcer.next_deadline(),
        ];
        deadlines
            .into_iter()
            .flatten()
            .min_by(|one, other| one.0.total_cmp(&other.0))
    }

    /// Names the page's server.
    pub(crate) fn set_server(&mut self, server: Rc<str>) {
        self.server = server;
        self.update_panes();
    }

    /// Changes the time limit of connecting.
    pub(crate) fn set_connect_limit(&mut self, limit: ConnectLimit) {
        self.connection.set_connect_limit(limit);
    }

    /// Has the view scan at most this many further records. Returns whether there are more.
    pub fn advance(&mut self, max_records: usize) -> bool {
        self.view.advance(self.connection.log(), max_records)
    }

    fn wake(&mut self, moment: Moment) -> Vec<Effect> {
        self.announcer.wake(moment.now);
        let deadline = self.connection.next_deadline();
        if deadline.is_some_and(|deadline| deadline <= moment.now) {
            return self.apply_to_connection(connection::Event::Woke, moment);
        }
        if self.composer.due(moment.now) {
            return self.repeat(moment);
        }
        self.wake_room(moment)
    }

    fn apply_to_connection(&mut self, event: connection::Event, moment: Moment) -> Vec<Effect> {
        let mut effects = Vec::new();
        let is_edited = matches!(
            event,
            connection::Event::AddressEdited(_) | connection::Event::SubprotocolsEdited(_)
        );
        match &event {
            connection::Event::Transport(attempt, event) => {
                if !self.connection.hears(*attempt, event) {
                    return effects;
                }
                match event {
                    TransportEvent::Received(payloads) => effects = self.hear(payloads, moment),
                    TransportEvent::SendFailed(id) if !self.connection.queues_if_refused(*id) => {
                        self.refuse_to_send(Problem::SendFailed, moment);
                        if let Some(room) = &mut self.room {
                            room.send_failed(moment);
                        }
                    }
                    _ => {}
                }
            }
            connection::Event::RetryStopped => self.want_room(false),
            connection::Event::Resumed => effects = self.ask_in_room(moment),
            _ => {}
        }
        effects.extend(self.drive(moment, |connection| connection.apply_in_tab(event, moment)));
        if is_edited {
            self.update_panes();
        }
        effects
    }

    /// Asks the page's server why it refused the handshake that failed, or which rule it broke.
    fn try_handshake(&self) -> Option<Effect> {
        let connection = &self.connection;
        let offered = connection.subprotocols();
        let address = dry_run::address_of(connection.connected_to(), offered, &self.server);
        Some(Effect::TryHandshake {
            attempt: connection.attempt(),
            address: address.filter(|_| self.is_unexplained())?,
        })
    }

    /// Whether the browser ended the latest attempt and does not say why.
    fn is_unexplained(&self) -> bool {
        match self.connection.state() {
            State::Closed { ending, .. } => match ending {
                Ending::Unreachable => true,
                Ending::Lost => self.is_at_broken(),
                Ending::ByServer | Ending::ByPage => false,
            },
            _ => false,
        }
    }

    /// Messages arrived, before the connection logs them.
    fn hear(&mut self, payloads: &[Payload], moment: Moment) -> Vec<Effect> {
        self.announcer.count(payloads.len() as u64, moment.now);
        if self.panes.contains(&Pane::Quotes) {
            self.quotes.received(payloads, moment);
        }
        self.hear_in_room(payloads, moment)
    }

    /// Acts on the connection, and has the other parts of the tab follow a change of its state.
    fn drive(
        &mut self,
        moment: Moment,
        act: impl FnOnce(&mut Connection) -> Vec<connection::Effect>,
    ) -> Vec<Effect> {
        let (before, went_to) = (
            self.connection.state().clone(),
            Rc::clone(self.connection.connected_to()),
        );
        let acted = act(&mut self.connection);
        let state = self.connection.state();
        let line = ConsoleLine::of_change(&before, state).filter(|_| self.is_borrowed);
        let mut effects: Vec<_> = line.map(Effect::Print).into_iter().collect();
        if mem::discriminant(&before) != mem::discriminant(state) {
            self.update_panes();
            match self.connection.state() {
                State::Connecting => {
                    (self.answer, self.why_shown) = (None, None);
                    if went_to != *self.connection.connected_to() {
                        self.quotes = Quotes::default();
                    }
                    self.want_room(true);
                }
                // The room joins before queued messages are sent.
                State::Open => effects.extend(self.enter_room(moment)),
                State::Closing => {
                    self.want_room(false);
                    self.leave_room();
                }
                State::Closed { .. } => {
                    self.leave_room();
                    self.quotes.closed(moment.now);
                    effects.extend(self.try_handshake());
                }
                State::Idle => {}
            }
        }
        effects.extend(acted.into_iter().map(Effect::Connection));
        effects
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;
