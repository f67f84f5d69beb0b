//! What the tabs share as they connect: the server of the page, the time limit, and the browser's one handshake at a time.

use std::rc::Rc;

use super::{Effect, TabId, Workbench};
use crate::address::destination;
use crate::connection::{Event, State};
use crate::reconnect::ConnectLimit;
use crate::saved::Settings;
use crate::tab::Tab;
use crate::time::Moment;

impl Workbench {
    /// Whether another tab has been connecting to the server of this one for longer. A browser makes one opening
    /// handshake at a time with an address and port; Firefox with an address, whatever the ports.
    #[must_use]
    pub fn is_held_up(&self, id: TabId) -> bool {
        let Some(tab) = self.tab(id) else {
            return false;
        };
        let Some(to) = destination(tab.connection().connected_to()) else {
            return false;
        };
        self.tabs.iter().any(|other| {
            let connection = other.connection();
            other.id() != id
                && *connection.state() == State::Connecting
                && connection.since() <= tab.connection().since()
                && destination(connection.connected_to()).is_some_and(|other| {
                    self.letter_case.is_same(other.host, to.host)
                        && (self.browser_delays || other.port == to.port)
                })
        })
    }

    /// Whether the server of this tab's latest attempt is known to answer: a tab was connected to it before.
    #[must_use]
    pub fn has_answered(&self, id: TabId) -> bool {
        let Some(tab) = self.tab(id) else {
            return false;
        };
        let to = destination(tab.connection().connected_to());
        let mut tabs = self.tabs.iter();
        to.is_some() && tabs.any(|other| destination(other.connection().opened_at()) == to)
    }

    /// Whether a server that selects none of the offered subprotocols would fail the connection of this tab. Firefox
    /// opens it.
    #[must_use]
    pub fn needs_subprotocol(&self, id: TabId) -> bool {
        let offered = self.tab(id).map(|tab| tab.connection().subprotocols());
        !self.browser_delays && offered.is_some_and(|offered| !offered.trim().is_empty())
    }

    pub(super) fn change_page(&mut self, is_left: bool, moment: Moment) -> Vec<Effect> {
        let mut effects = Vec::new();
        for index in 0..self.tabs.len() {
            let event = if is_left {
                Event::Suspended
            } else {
                Event::Resumed
            };
            effects.extend(self.apply_in(self.tabs[index].id(), event, moment));
        }
        effects
    }

    /// Tells a new tab what all tabs share.
    pub(super) fn place(&self, tab: &mut Tab) {
        tab.set_connect_limit(self.connect_limit());
        tab.set_server(Rc::clone(&self.server));
        tab.set_letter_case(self.letter_case);
        tab.set_density(self.density());
    }

    pub(super) fn choose_connect_timeout(&mut self, seconds: u32) -> Vec<Effect> {
        let (least, most) = Settings::CONNECT_TIMEOUT_S.into_inner();
        self.settings.connect_timeout_s = seconds.clamp(least, most);
        self.limit_connecting();
        vec![]
    }

    pub(super) fn limit_connecting(&mut self) {
        let limit = self.connect_limit();
        for tab in &mut self.tabs {
            tab.set_connect_limit(limit);
        }
    }

    pub(super) fn connect_limit(&self) -> ConnectLimit {
        ConnectLimit {
            timeout_ms: f64::from(self.settings.connect_timeout_s) * 1_000.0,
            browser_delays: self.browser_delays,
        }
    }
}
