//! What a connection can do in a tab alone: the lesson, which starts without the workbench, does not drag it in.

use std::mem;

use super::{Connection, Effect, Event, Retry};
use crate::address::without_password;
use crate::request::Request;
use crate::time::{Moment, Time};
use crate::transport::{Attempt, TransportEvent};

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
                return self.move_to_typed(moment.now);
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

    /// Connects; to something else than what is open only once that is closed.
    fn move_to_typed(&mut self, now: Time) -> Vec<Effect> {
        if self.state.is_over() {
            return self.connect(now);
        }
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
}
