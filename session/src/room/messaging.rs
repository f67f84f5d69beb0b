//! Receiving the server's messages, and sending the person's.
//!
//! What may not enter: joining ([`joining`](super::joining)).

use std::rc::Rc;

use protocol::superchat::{ClientMessage, MAX_TEXT_BYTES, Typing};

use super::incoming::{self, Incoming};
use super::send_queue::LocalEcho;
use super::{Membership, Room, RoomError, message_id};
use crate::time::{Moment, Time};

impl Room {
    /// The server sent this text. Returns the messages to send.
    #[must_use]
    pub fn receive(&mut self, text: &str, moment: Moment) -> Vec<ClientMessage> {
        if matches!(
            self.membership,
            Membership::Disconnected | Membership::Unsupported
        ) {
            return vec![];
        }
        if let Some(server) = &mut self.liveness {
            server.hear(moment.now);
        }
        match incoming::parse(text) {
            None => return vec![],
            Some(Incoming::Welcome(welcome)) => return self.on_welcome(welcome, moment),
            // The server sends messages from before the welcome again after it.
            Some(Incoming::Message(_)) if self.membership != Membership::Joined => return vec![],
            Some(Incoming::Message(message)) => self.on_message(message, moment.now),
            Some(Incoming::Ack(id, offset)) => self.send_queue.acknowledge(&id, offset),
            Some(Incoming::Presence {
                joined,
                left,
                count,
            }) => self.members.change(joined, &left, count),
            Some(Incoming::Typing(name, is_typing)) => {
                if name != self.name {
                    self.members.set_typing(&name, is_typing);
                }
            }
            Some(Incoming::Error(refusal)) => match refusal.id.clone() {
                Some(id) => self.send_queue.refuse(&id, refusal, moment),
                None => self.on_join_refused(refusal, moment),
            },
        }
        self.send_next(moment.now)
    }

    fn on_message(&mut self, message: incoming::Message, now: Time) {
        let id = message.id.as_deref();
        let is_own = id.is_some_and(|id| message_id::is_own(&self.key, id));
        self.send_queue.on_message(id, message.offset);
        self.members.set_typing(&message.name, false);
        self.timeline.add(message, is_own);
        if self.timeline.is_catching_up() {
            // The answer comes behind the missed messages.
            self.awaiting_since = Some(now);
        }
    }

    /// Queues a text, and returns the messages to send now. An error also becomes the room's
    /// [`error`](Self::error).
    ///
    /// # Errors
    /// [`RoomError::TooLong`] and [`RoomError::QueueFull`]: the text is not queued.
    pub fn send(
        &mut self,
        address: &str,
        text: &Rc<str>,
        moment: Moment,
    ) -> Result<Vec<ClientMessage>, RoomError> {
        self.move_to(address);
        self.ensure_key(moment);
        let id = message_id::new_id(&self.key, moment.random);
        let error = if text.len() > MAX_TEXT_BYTES {
            Some(RoomError::TooLong)
        } else if !self.send_queue.push(id.into(), Rc::clone(text)) {
            Some(RoomError::QueueFull)
        } else {
            None
        };
        self.error = error;
        if let Some(error) = error {
            return Err(error);
        }
        self.typing.stop();
        Ok(self.send_next(moment.now))
    }

    /// Removes the message with this id from the send queue, if it failed.
    pub fn take_failed(&mut self, id: &str) -> Option<LocalEcho> {
        self.send_queue.take_failed(id)
    }

    /// The person changed the text. Returns the messages to send.
    #[must_use]
    pub fn typed(&mut self, is_empty: bool, now: Time) -> Vec<ClientMessage> {
        self.error = None;
        if self.membership != Membership::Joined {
            return vec![];
        }
        let is_typing = self.typing.typed(is_empty, now);
        is_typing.map(typing).into_iter().collect()
    }

    /// The browser failed to send a message and does not tell which. The `join` or `say` in flight is sent
    /// again.
    pub fn send_failed(&mut self, moment: Moment) {
        match self.membership {
            Membership::Joining => self.schedule_join(None, moment),
            Membership::Joined => self.send_queue.send_failed(moment),
            Membership::Disconnected | Membership::Unsupported | Membership::Refused(_) => {}
        }
    }

    /// The next message of the send queue, if one may be sent now.
    pub(super) fn send_next(&mut self, now: Time) -> Vec<ClientMessage> {
        if self.membership != Membership::Joined {
            return vec![];
        }
        let newest = self.timeline.newest_known();
        let say = self.send_queue.next_to_send(newest.as_ref(), now);
        if say.is_some() {
            self.awaiting_since = Some(now);
        }
        say.map(ClientMessage::Say).into_iter().collect()
    }
}

pub(super) fn typing(is_typing: bool) -> ClientMessage {
    ClientMessage::Typing(Typing { is_typing })
}
