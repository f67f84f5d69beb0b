//! The getters of a tab.

use std::rc::Rc;

use super::{Tab, TabId};
use crate::catalogue::Fault;
use crate::close_request::CloseDraft;
use crate::composer::Composer;
use crate::connection::{Connection, State};
use crate::dry_run::{self, Answer};
use crate::log::Log;
use crate::pane::Pane;
use crate::quotes::Quotes;
use crate::rates::Traffic;
use crate::view::{CopiedRows, View};

impl Tab {
    /// The number.
    #[must_use]
    pub fn id(&self) -> TabId {
        self.id
    }

    /// The name that the person gave it.
    #[must_use]
    pub fn name(&self) -> Option<&Rc<str>> {
        self.name.as_ref()
    }

    /// Whether the connection is lent by the lesson, which gets it back. Such a tab cannot be closed, and its draft
    /// is saved as the lesson's.
    #[must_use]
    pub fn is_borrowed(&self) -> bool {
        self.is_borrowed
    }

    /// The connection.
    #[must_use]
    pub fn connection(&self) -> &Connection {
        &self.connection
    }

    /// What the page's server would have answered to the handshake that failed.
    #[must_use]
    pub fn answer(&self) -> Option<&Answer> {
        self.answer.as_deref()
    }

    /// Whether the explanation of how the connection ended is shown. Without a choice of the person it is while there is
    /// no message that it would cover.
    #[must_use]
    pub fn is_why_shown(&self) -> bool {
        let has_messages = self.connection.rates().totals() != Traffic::default();
        let is_trouble = match self.connection.state() {
            State::Closed { ending, .. } => ending.is_trouble(),
            _ => true,
        };
        self.why_shown.unwrap_or(is_trouble && !has_messages)
    }

    /// The WebSocket address of the page's server.
    #[must_use]
    pub fn server(&self) -> &Rc<str> {
        &self.server
    }

    /// The parameter that the page's server refused, where a form of the catalogue made the address.
    #[must_use]
    pub fn fault(&self) -> Option<Fault> {
        let answer = self.answer()?;
        let connection = &self.connection;
        if self.form_address.is_empty() || *connection.address() != self.form_address {
            return None;
        }
        Some(Fault {
            target: dry_run::path_on(connection.connected_to(), &self.server)?.into(),
            parameter: Rc::from(&**answer.parameter.as_ref()?),
            sentence: Rc::from(&*answer.sentence),
        })
    }

    /// Whether the latest attempt led to `/broken` of the page's server, which breaks RFC 6455 as asked for.
    #[must_use]
    pub fn is_at_broken(&self) -> bool {
        self.leads_to_broken(self.connection.connected_to())
    }

    /// Whether an address leads there.
    #[must_use]
    pub fn leads_to_broken(&self, address: &str) -> bool {
        let path = dry_run::path_on(address, &self.server);
        path.is_some_and(|path| path.starts_with("/broken/"))
    }

    /// The code and the reason to close with, as typed.
    #[must_use]
    pub fn close_draft(&self) -> &CloseDraft {
        &self.close_draft
    }

    /// How many rows were copied at last, where that is told.
    #[must_use]
    pub fn copied_rows(&self) -> Option<CopiedRows> {
        self.copied_rows
    }

    /// The composer.
    #[must_use]
    pub fn composer(&self) -> &Composer {
        &self.composer
    }

    /// Whether the draft would survive a reload.
    #[must_use]
    pub fn is_draft_kept(&self) -> bool {
        self.draft_kept
    }

    /// Whether the room would survive a reload.
    #[must_use]
    pub fn is_room_kept(&self) -> bool {
        self.room_kept
    }

    /// The quotes.
    #[must_use]
    pub fn quotes(&self) -> &Quotes {
        &self.quotes
    }

    /// The view of the log.
    #[must_use]
    pub fn view(&self) -> &View {
        &self.view
    }

    /// The number of new messages in the latest announcement to a screen reader.
    #[must_use]
    pub fn announced_messages(&self) -> u64 {
        self.announcer.announced()
    }

    /// The outcome of the latest copy, until the person does something else.
    #[must_use]
    pub fn copied(&self) -> Option<bool> {
        self.copied
    }

    /// The number of messages since the tab was last shown.
    #[must_use]
    pub fn unread_messages(&self) -> u64 {
        let is_room = self.panes.contains(&Pane::Room);
        match self.room().filter(|_| is_room) {
            Some(room) => room.timeline().unread_count(),
            None => self.received_messages() - self.read_messages,
        }
    }

    /// Whether the lesson's server has said nothing but its greeting.
    pub(crate) fn has_greeting_only(&self) -> bool {
        self.is_borrowed && self.connection.rates().totals().sent.messages == 0
    }

    /// Whether a reload would lose something: an open connection with messages, or messages and text that wait here.
    /// A room comes back by itself.
    pub(crate) fn is_lost_with_page(&self) -> bool {
        let connection = &self.connection;
        let counts = connection.log().counts();
        let has_messages = counts.sent > 0 || (counts.received > 0 && !self.is_borrowed);
        let is_open = *connection.state() == State::Open && !self.is_in_room();
        (is_open && has_messages)
            || connection.queue().iter().next().is_some()
            || self.has_undelivered()
            || (!self.draft_kept && !self.composer.text().is_empty())
    }

    /// The log, for the memory budget of a workbench.
    pub(crate) fn log_mut(&mut self) -> &mut Log {
        self.connection.log_mut()
    }

    /// The tab is shown: its messages are read.
    pub(crate) fn mark_read(&mut self) {
        self.read_messages = self.received_messages();
    }

    fn received_messages(&self) -> u64 {
        self.connection.rates().totals().received.messages
    }
}
