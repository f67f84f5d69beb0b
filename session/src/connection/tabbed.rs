//! What a connection can do in a tab alone: the lesson, which starts without the workbench, does not drag it in.

use std::mem;

use super::{Connection, Effect, Event, Retry};
use crate::address::without_password;
use crate::request::Request;
use crate::time::{Moment, Time};
use crate::transport::{Attempt, TransportEvent};

/// How long a cleared log can come back, in milliseconds: long enough to see the mistake and to reach the button. It takes
/// memory of the budget meanwhile.
const UNDO_CLEAR_MS: f64 = 10_000.0;

impl Connection {
    /// Applies an event as [`apply`](Self::apply) does. In a tab there are also a queue, a log that can be cleared, and
    /// another address to connect to while a connection is open.
    #[must_use]
    pub fn apply_in_tab(&mut self, event: Event, moment: Moment) -> Vec<Effect> {
        let before = self.attempt;
        let is_heard = |attempt: &Attempt| *attempt == before && !self.state.is_over();
        let is_closing = matches!(&event, Event::Transport(attempt, TransportEvent::Closed(_)) if is_heard(attempt));
        let in_flight = is_closing.then(|| mem::take(&mut self.on_its_way));
        let effects = self.apply_in_tab_only(event, moment);
        if let Some(mut in_flight) = in_flight {
            // The transport may still say which of these it has refused.
            in_flight.retain(|it| it.queues_if_refused);
            self.on_its_way = in_flight;
        }
        if self.state.is_over() && mem::take(&mut self.is_moving) {
            self.retry = Some(Retry {
                attempt: 0,
                at: moment.now,
            });
        }
        if self.attempt != before {
            self.told_as = without_password(&self.connected_to).into();
        }
        effects
    }

    fn apply_in_tab_only(&mut self, event: Event, moment: Moment) -> Vec<Effect> {
        match event {
            Event::Woke => {
                let clear_stands = self.clear_stands_at.take_if(|at| *at <= moment.now);
                if clear_stands.is_some() {
                    self.log.forget_cleared();
                }
                return self.apply(Event::Woke, moment);
            }
            Event::ConnectPressed if !self.state.is_over() => {
                self.failures = 0;
                return self.move_to_typed();
            }
            Event::QueueChosen(chosen) => self.queues = chosen,
            Event::Unqueued(index) => {
                self.queue.remove(index);
            }
            Event::LogCleared => self.clear_log(moment.now),
            Event::ClearUndone => self.undo_clear(),
            Event::Transport(attempt, TransportEvent::SendFailed(id))
                if attempt == self.attempt =>
            {
                self.refused(id);
            }
            event => return self.apply(event, moment),
        }
        vec![]
    }

    /// Closes what is not over, to connect to something else.
    fn move_to_typed(&mut self) -> Vec<Effect> {
        match Request::parse(&self.address, &self.subprotocols, self.page_is_secure) {
            Err(refusal) => {
                self.refusal = Some(refusal);
                vec![]
            }
            Ok(request) if self.is_request(&request) => vec![],
            Ok(_) => {
                let effects = self.close(None);
                self.is_moving = true;
                effects
            }
        }
    }

    /// Whether the typed address and subprotocols are valid, and others than those of the present connection.
    #[must_use]
    pub fn can_move(&self) -> bool {
        !self.state.is_over()
            && Request::parse(&self.address, &self.subprotocols, self.page_is_secure)
                .is_ok_and(|request| !self.is_request(&request))
    }

    /// Whether the latest attempt made this request.
    fn is_request(&self, request: &Request) -> bool {
        (&self.connected_to, &self.offered) == (&request.url, &self.subprotocols)
    }

    fn clear_log(&mut self, now: Time) {
        self.log.clear();
        self.clear_stands_at = Some(now.after_ms(UNDO_CLEAR_MS));
    }

    fn undo_clear(&mut self) {
        self.log.undo_clear();
        self.clear_stands_at = None;
    }
}
