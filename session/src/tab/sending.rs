//! Sending from a tab: the draft, a message of the log again, and the repeated message.

use std::rc::Rc;

use super::{Effect, State, Tab};
use crate::composer::{self, Problem};
use crate::connection::SendError;
use crate::payload::Payload;
use crate::record::Record;
use crate::time::Moment;

impl From<SendError> for Problem {
    fn from(error: SendError) -> Self {
        match error {
            SendError::NotOpen => Self::NotOpen,
            SendError::QueueFull => Self::QueueFull,
        }
    }
}

impl Tab {
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

    /// Sends the composed draft, or queues it.
    pub(super) fn send(&mut self, moment: Moment) -> Vec<Effect> {
        match self.composer.compose(moment) {
            Ok(message) => self.hand_over(message, moment),
            Err(error) => {
                self.refuse_to_send(Problem::Draft(error), moment);
                vec![]
            }
        }
    }

    fn hand_over(&mut self, message: Payload, moment: Moment) -> Vec<Effect> {
        match self.connection.send(message).map_err(Problem::from) {
            Ok(effect) => {
                self.composer.apply(composer::Event::Sent, moment);
                effect.map(Effect::Connection).into_iter().collect()
            }
            Err(problem) => {
                self.refuse_to_send(problem, moment);
                vec![]
            }
        }
    }

    pub(super) fn send_again(&mut self, number: u64, moment: Moment) -> Vec<Effect> {
        let record = self.connection.log().get(number);
        let Some((_, message)) = record.and_then(Record::message) else {
            return vec![];
        };
        let message = message.clone();
        match self.connection.send(message) {
            Ok(effect) => effect.map(Effect::Connection).into_iter().collect(),
            Err(error) => {
                self.refuse_to_send(error.into(), moment);
                vec![]
            }
        }
    }

    pub(super) fn refuse_to_send(&mut self, problem: Problem, moment: Moment) {
        self.composer
            .apply(composer::Event::Refused(problem), moment);
    }

    /// Sends the repeated message again. It is never queued: later it would be of no use.
    pub(super) fn repeat(&mut self, moment: Moment) -> Vec<Effect> {
        let composed = self.composer.compose_repeated(moment);
        let (event, effect) = match composed.map_err(Problem::Draft) {
            Ok(_) if *self.connection.state() != State::Open => {
                (composer::Event::RepeatRefused(Problem::NotOpen), None)
            }
            Ok(message) => (
                composer::Event::Repeated,
                message.and_then(|it| self.connection.send_now(it)),
            ),
            Err(problem) => (composer::Event::RepeatRefused(problem), None),
        };
        self.composer.apply(event, moment);
        effect.map(Effect::Connection).into_iter().collect()
    }

    /// Sends messages that are never queued.
    pub(super) fn send_now(&mut self, messages: impl IntoIterator<Item = Payload>) -> Vec<Effect> {
        let messages = messages.into_iter();
        messages
            .filter_map(|it| self.connection.send_now(it).map(Effect::Connection))
            .collect()
    }
}
