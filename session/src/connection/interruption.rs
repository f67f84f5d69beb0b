//! What ends a connection or an attempt without its peer: time, the person, and a page that is left.

use std::rc::Rc;

use super::{Connection, Effect, State};
use crate::reconnect::ConnectLimit;
use crate::record::CloseEvent;
use crate::time::{Moment, Time};

impl Connection {
    /// Ends a connection whose peer does not answer, without a closing handshake, which could last a minute. The
    /// connection counts as lost. Without a connection nothing changes.
    #[must_use]
    pub fn let_go(&mut self, moment: Moment) -> Vec<Effect> {
        // RFC 6455 section 7.1.5: no close frame came.
        self.end(1006, moment)
    }

    /// The time at which the connection wants to be woken, if any.
    #[must_use]
    pub fn next_deadline(&self) -> Option<Time> {
        let deadlines = [self.deadline_of_state(), self.clear_stands_at];
        let deadlines = deadlines.into_iter().flatten();
        deadlines.min_by(|one, other| one.0.total_cmp(&other.0))
    }

    fn deadline_of_state(&self) -> Option<Time> {
        if self.state == State::Connecting {
            let limit_ms = self.connect_limit.after_ms(self.unreached);
            return Some(self.since.after_ms(limit_ms));
        }
        self.retry.map(|retry| retry.at)
    }

    /// Changes the time limit of connecting, also of the present attempt.
    pub fn set_connect_limit(&mut self, limit: ConnectLimit) {
        self.connect_limit = limit;
    }

    /// A deadline may have passed: that of the attempt, or that of the next one.
    pub(super) fn wake(&mut self, moment: Moment) -> Vec<Effect> {
        if self.deadline_of_state().is_none_or(|at| at > moment.now) {
            return vec![];
        }
        if self.state == State::Connecting {
            self.let_go(moment)
        } else {
            self.connect(moment.now)
        }
    }

    /// Closes, as the page reads no more. A browser would keep the socket open for minutes and answer pings for the page.
    pub(super) fn suspend(&mut self, moment: Moment) -> Vec<Effect> {
        if matches!(self.state, State::Connecting | State::Open) {
            self.is_suspended = true;
            // The page means it, so it is no trouble.
            self.state = State::Closing;
        }
        // The close frame has no code.
        self.end(1005, moment)
    }

    /// Closes for good, as the tab is closed: it does not connect again by itself.
    pub(crate) fn leave(&mut self, moment: Moment) -> Vec<Effect> {
        let effects = self.suspend(moment);
        (self.is_suspended, self.retry) = (false, None);
        effects
    }

    /// Connects again if the page was suspended, and makes a planned retry at once.
    pub(super) fn resume(&mut self, now: Time) -> Vec<Effect> {
        if self.is_suspended || self.retry.is_some() {
            self.connect(now)
        } else {
            vec![]
        }
    }

    fn end(&mut self, code: u16, moment: Moment) -> Vec<Effect> {
        if self.state.is_over() {
            return vec![];
        }
        let close = CloseEvent {
            code,
            reason: Rc::default(),
            was_clean: false,
        };
        self.closed(close, moment);
        // The transport is dropped and says no more. What it has sent is not known, so none of it is sent again.
        self.on_its_way.clear();
        vec![Effect::LetGo]
    }
}
