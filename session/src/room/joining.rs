//! Connecting to a room, joining it, and the member's name.
//!
//! What may not enter: the messages of members ([`messaging`](super::messaging)).

use std::rc::Rc;

use protocol::superchat::{ClientMessage, ErrorCode, Join, Leave, is_name};

use super::incoming::{Reason, Refusal, Welcome};
use super::liveness::Liveness;
use super::members::Members;
use super::{Membership, Room, RoomError, message_id, room_address, send_queue};
use crate::time::{Moment, Time};

impl Room {
    /// The person wants to be in the room at this address, or in none.
    pub fn set_wanted(&mut self, address: Option<&str>) {
        self.is_wanted = address.is_some();
        if let Some(address) = address
            && self.canonical_address.is_empty()
        {
            self.canonical_address = room_address::canonical(address);
        }
    }

    /// A connection to this address is open. Returns the messages to send.
    #[must_use]
    pub fn connected(
        &mut self,
        address: &str,
        is_superchat: bool,
        moment: Moment,
    ) -> Vec<ClientMessage> {
        self.move_to(address);
        if !is_superchat {
            self.membership = Membership::Unsupported;
            return vec![];
        }
        self.ensure_key(moment);
        self.liveness = Some(Liveness::new(moment.now));
        self.join_failures = 0;
        vec![self.join_request(moment.now)]
    }

    /// The connection is gone.
    pub fn disconnected(&mut self) {
        self.membership = Membership::Disconnected;
        self.liveness = None;
        self.members = Members::default();
        self.join_at = None;
        self.typing.stop();
    }

    /// The person chose a name; [`join`](Self::join) asks the server for it. Returns `false` for text that is
    /// no valid name.
    #[must_use]
    pub fn choose_name(&mut self, name: &Rc<str>) -> bool {
        let is_valid = is_name(name);
        self.error = (!is_valid).then_some(RoomError::InvalidName);
        if is_valid {
            self.wanted_name = Some(Rc::clone(name));
            self.chosen_name = self.wanted_name.clone();
        }
        is_valid
    }

    /// Joins again after a refusal, or leaves and joins again when the member's name is not the chosen one.
    /// Returns the messages to send.
    #[must_use]
    pub fn join(&mut self, now: Time) -> Vec<ClientMessage> {
        match self.membership {
            Membership::Joined => {
                self.chosen_name.take_if(|chosen| *chosen == self.name);
                if self.chosen_name.is_none() {
                    return vec![];
                }
                self.typing.stop();
                vec![ClientMessage::Leave(Leave {}), self.join_request(now)]
            }
            Membership::Refused(_) => vec![self.join_request(now)],
            Membership::Disconnected | Membership::Unsupported | Membership::Joining => vec![],
        }
    }

    /// The delay after a refused `join` has passed.
    pub(super) fn retry_join(&mut self, now: Time) -> Vec<ClientMessage> {
        let mut messages = Vec::new();
        if self.membership == Membership::Refused(Reason::Known(ErrorCode::AlreadyJoined)) {
            messages.push(ClientMessage::Leave(Leave {}));
        }
        messages.push(self.join_request(now));
        messages
    }

    /// The room is now the one at this address. In another room than before, queued messages fail: the person
    /// did not write them for it.
    pub(super) fn move_to(&mut self, address: &str) {
        let canonical = room_address::canonical(address);
        self.wanted_name = room_address::member_name(address);
        if self.canonical_address == canonical {
            return;
        }
        let was_elsewhere = !self.canonical_address.is_empty();
        self.canonical_address = canonical;
        if was_elsewhere {
            self.timeline = self.timeline.for_other_room();
            self.send_queue.leave_room();
        }
    }

    pub(super) fn ensure_key(&mut self, moment: Moment) {
        if self.key.is_empty() {
            self.key = message_id::new_key(moment.random).into();
        }
    }

    fn join_request(&mut self, now: Time) -> ClientMessage {
        self.membership = Membership::Joining;
        self.awaiting_since = Some(now);
        self.join_at = None;
        self.requested_name = self.wanted_name.clone();
        ClientMessage::Join(Join {
            room: None,
            name: self.requested_name.as_deref().map(ToOwned::to_owned),
            key: Some(self.key.as_ref().to_owned()),
            after: self.timeline.position(),
        })
    }

    pub(super) fn on_welcome(&mut self, welcome: Welcome, moment: Moment) -> Vec<ClientMessage> {
        if self.membership == Membership::Joined {
            return vec![];
        }
        let is_new_log = self.timeline.on_welcome(&welcome);
        if !is_new_log && !welcome.recovered {
            // Acknowledged messages are in the page that follows, or the log no longer has them.
            self.send_queue.on_message(None, welcome.newest);
        }
        self.send_queue.on_welcome(&welcome.epoch, is_new_log);
        self.membership = Membership::Joined;
        self.join_at = None;
        self.join_failures = 0;
        self.name = welcome.name;
        self.members = Members::new(welcome.members, welcome.count);
        if self.chosen_name == self.requested_name
            && self
                .chosen_name
                .take()
                .is_some_and(|chosen| chosen != self.name)
        {
            self.error = Some(RoomError::NameNotGiven);
        }
        let renaming = self.join(moment.now);
        if renaming.is_empty() {
            self.send_next(moment.now)
        } else {
            renaming
        }
    }

    /// The server refused a `join`.
    pub(super) fn on_join_refused(&mut self, refusal: Refusal, moment: Moment) {
        if self.membership != Membership::Joining
            || refusal.reason == Reason::Known(ErrorCode::NotJoined)
        {
            return;
        }
        let is_in_twice = refusal.reason == Reason::Known(ErrorCode::AlreadyJoined);
        if refusal.retryable || is_in_twice {
            self.schedule_join(refusal.retry_after_ms, moment);
        }
        self.membership = Membership::Refused(refusal.reason);
    }

    pub(super) fn schedule_join(&mut self, retry_after_ms: Option<u64>, moment: Moment) {
        let delay_ms = send_queue::retry_delay_ms(retry_after_ms, self.join_failures, moment);
        self.join_at = Some(moment.now.after_ms(delay_ms));
        self.join_failures = self.join_failures.saturating_add(1);
    }
}
