//! How a session sends: what was composed, what was sent before, and what is repeated.

use std::rc::Rc;

use super::{Effect, Session, State};
use crate::composer::{self, Problem};
use crate::payload::Payload;
use crate::record::{Direction, Record};
use crate::time::{Moment, Time};

impl Session {
    pub(super) fn compose(&mut self, event: composer::Event, moment: Moment) -> Vec<Effect> {
        let before = Rc::clone(self.composer.text());
        self.composer.apply(event, moment);
        let draft = self.composer.text();
        if Rc::ptr_eq(&before, draft) {
            return vec![];
        }
        let mut effects = vec![Effect::KeepDraft(Rc::clone(draft))];
        effects.extend(self.type_in_room(moment));
        effects
    }

    pub(super) fn send(&mut self, moment: Moment) -> Vec<Effect> {
        match self.composer.compose(moment) {
            Ok(message) => self.hand_over(message, moment),
            Err(error) => {
                self.refuse_to_send(Problem::Draft(error), moment);
                vec![]
            }
        }
    }

    pub(super) fn send_again(&mut self, number: u64, moment: Moment) -> Vec<Effect> {
        let record = self.log.get(number);
        let Some((_, message)) = record.and_then(Record::message) else {
            return vec![];
        };
        let message = message.clone();
        match self.accept(message) {
            Ok(effects) => effects,
            Err(problem) => {
                self.refuse_to_send(problem, moment);
                vec![]
            }
        }
    }

    /// Sends what the composer made, or has it wait.
    pub(super) fn hand_over(&mut self, message: Payload, moment: Moment) -> Vec<Effect> {
        match self.accept(message) {
            Ok(effects) => {
                self.composer.apply(composer::Event::Sent, moment);
                effects
            }
            Err(problem) => {
                self.refuse_to_send(problem, moment);
                vec![]
            }
        }
    }

    pub(super) fn accept(&mut self, message: Payload) -> Result<Vec<Effect>, Problem> {
        if self.state == State::Open {
            Ok(vec![Effect::Send(message)])
        } else if !self.queues {
            Err(Problem::NotOpen)
        } else if self.queue.push(message) {
            Ok(vec![])
        } else {
            Err(Problem::QueueFull)
        }
    }

    pub(super) fn refuse_to_send(&mut self, problem: Problem, moment: Moment) {
        self.composer
            .apply(composer::Event::Refused(problem), moment);
    }

    /// Sends the repeated message once more. It never waits in the queue: what is repeated is of
    /// use at its time or not at all.
    pub(super) fn repeat(&mut self, moment: Moment) -> Vec<Effect> {
        let composed = self.composer.compose_repeated(moment);
        let (event, effects) = match composed.map_err(Problem::Draft) {
            Ok(_) if self.state != State::Open => {
                (composer::Event::RepeatRefused(Problem::NotOpen), vec![])
            }
            Ok(message) => (
                composer::Event::Repeated,
                message.map(Effect::Send).into_iter().collect(),
            ),
            Err(problem) => (composer::Event::RepeatRefused(problem), vec![]),
        };
        self.composer.apply(event, moment);
        effects
    }

    pub(super) fn sent(&mut self, payload: Payload, now: Time) {
        self.rates
            .record(Direction::Sent, 1, payload.len() as u64, now);
        self.round_trips.sent(&payload, now);
        self.log_message(Direction::Sent, payload, now);
    }
}
