//! Sending: the transport gets a message, and the message counts as sent once the transport acknowledges it.

use super::queue::InFlight;
use super::{Connection, Effect, SendError, State};
use crate::payload::Payload;
use crate::record::Direction;
use crate::time::Moment;
use crate::transport::MessageId;

impl Connection {
    /// Sends a message. `Ok(None)` means that it waits for an open connection, as the person wants.
    ///
    /// # Errors
    ///
    /// The message is neither sent nor queued; see [`SendError`].
    pub fn send(&mut self, payload: Payload) -> Result<Option<Effect>, SendError> {
        if self.state == State::Open {
            Ok(Some(self.give(payload, self.queues)))
        } else if !self.queues {
            Err(SendError::NotOpen)
        } else if self.queue.push(payload) {
            Ok(None)
        } else {
            Err(SendError::QueueFull)
        }
    }

    /// Sends a message that is never queued; `None` if the connection is not open.
    pub fn send_now(&mut self, payload: Payload) -> Option<Effect> {
        (self.state == State::Open).then(|| self.give(payload, false))
    }

    /// Whether this message waits for the next connection if the transport refuses it.
    #[must_use]
    pub fn queues_if_refused(&self, id: MessageId) -> bool {
        let message = self.on_its_way.iter().find(|it| it.id == id);
        message.is_some_and(|it| it.queues_if_refused)
    }

    pub(super) fn give(&mut self, payload: Payload, queues_if_refused: bool) -> Effect {
        let message = self.next_message;
        self.next_message = MessageId(message.0 + 1);
        self.on_its_way.push_back(InFlight {
            id: message,
            payload: payload.clone(),
            queues_if_refused,
        });
        Effect::Send {
            attempt: self.attempt,
            message,
            payload,
        }
    }

    /// Removes an acknowledged message, as a rule the oldest in flight.
    pub(super) fn acknowledged(&mut self, id: MessageId) -> Option<InFlight> {
        let index = self.on_its_way.iter().position(|it| it.id == id)?;
        self.on_its_way.remove(index)
    }

    /// The transport did not send a message: its socket was closing. The message goes back to the queue if it came from
    /// there, or would have gone there a moment later.
    pub(super) fn refused(&mut self, id: MessageId) {
        if let Some(message) = self.acknowledged(id).filter(|it| it.queues_if_refused) {
            self.queue.put_back(id, message.payload);
        }
    }

    pub(super) fn sent(&mut self, payload: Payload, moment: Moment) {
        self.rates
            .record(Direction::Sent, 1, payload.len() as u64, moment.now);
        self.round_trips.sent(&payload, moment.now);
        self.log_message(Direction::Sent, payload, moment);
    }
}
