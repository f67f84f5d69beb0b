//! What there is to see of a tab.

use std::rc::Rc;

use super::{Tab, TabId};
use crate::close_request::CloseDraft;
use crate::composer::Composer;
use crate::connection::Connection;
use crate::log::Log;
use crate::pane::Pane;
use crate::quotes::Quotes;
use crate::view::View;

impl Tab {
    /// Which tab it is.
    #[must_use]
    pub fn id(&self) -> TabId {
        self.id
    }

    /// The name that the person gave it.
    #[must_use]
    pub fn name(&self) -> Option<&Rc<str>> {
        self.name.as_ref()
    }

    /// Whether the connection is the lesson's, which gets it back. Such a tab cannot be closed, and what is
    /// typed in it is kept where the lesson looks for it.
    #[must_use]
    pub fn is_borrowed(&self) -> bool {
        self.is_borrowed
    }

    /// Its connection.
    #[must_use]
    pub fn connection(&self) -> &Connection {
        &self.connection
    }

    /// With what to close, as it was typed.
    #[must_use]
    pub fn close_draft(&self) -> &CloseDraft {
        &self.close_draft
    }

    /// What is typed, and how it is to be sent.
    #[must_use]
    pub fn composer(&self) -> &Composer {
        &self.composer
    }

    /// Whether what is typed would outlive a reload.
    #[must_use]
    pub fn is_draft_kept(&self) -> bool {
        self.draft_kept
    }

    /// Whether what is to be said in the room would outlive a reload.
    #[must_use]
    pub fn is_room_kept(&self) -> bool {
        self.room_kept
    }

    /// What a feed has told of prices.
    #[must_use]
    pub fn quotes(&self) -> &Quotes {
        &self.quotes
    }

    /// What of the log is seen.
    #[must_use]
    pub fn view(&self) -> &View {
        &self.view
    }

    /// How many new messages a screen reader is told of.
    #[must_use]
    pub fn announced_messages(&self) -> u64 {
        self.announcer.announced()
    }

    /// Whether what the person asked to copy was copied, until they do something else.
    #[must_use]
    pub fn copied(&self) -> Option<bool> {
        self.copied
    }

    /// How many messages came since it was last shown.
    #[must_use]
    pub fn unread_messages(&self) -> u64 {
        let is_room = self.panes.contains(&Pane::Room);
        match self.room().filter(|_| is_room) {
            Some(room) => room.timeline().unread_count(),
            None => self.received_messages() - self.read_messages,
        }
    }

    /// The log, for a workbench that keeps all logs within a budget.
    pub(crate) fn log_mut(&mut self) -> &mut Log {
        self.connection.log_mut()
    }

    /// The person sees the tab, and so all that has come.
    pub(crate) fn mark_read(&mut self) {
        self.read_messages = self.received_messages();
    }

    fn received_messages(&self) -> u64 {
        self.connection.rates().totals().received.messages
    }
}
