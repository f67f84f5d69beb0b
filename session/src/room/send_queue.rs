//! The send queue of a room: messages of this tab that are not in the timeline yet.
//!
//! A message keeps its id over reconnects and reloads and is sent until it is acknowledged, so it enters the
//! room's log once. One message is in flight at a time, so messages enter the log in the order of typing. With
//! two in flight, the server could refuse the first for the moment and take the second. A message that is
//! refused for good stays until the person has seen it.
//!
//! What may not enter: the timeline, and when the tab joins.

use std::rc::Rc;

use protocol::superchat::{Say, StreamPosition};

use super::incoming::{Reason, Refusal};
use crate::reconnect::BACKOFF;
use crate::time::{Moment, Time};

/// The limit on messages; beyond it [`SendQueue::push`] takes none. All of them are saved with each change,
/// and each has at most [`MAX_TEXT_BYTES`](protocol::superchat::MAX_TEXT_BYTES).
pub const MAX_MESSAGES: usize = 50;

/// The limit on the delay before the next attempt, whatever delay a server asks for.
const MAX_RETRY_DELAY_MS: u64 = 60_000;

/// A message that is not in the timeline yet.
#[derive(Debug, Clone, PartialEq)]
pub struct LocalEcho {
    /// Its id, the same in each attempt.
    pub id: Rc<str>,
    /// Its text.
    pub text: Rc<str>,
    /// The log's position at the first attempt. The server searches for the id behind it.
    pub after: Option<StreamPosition>,
    /// How far it has come.
    pub state: SendState,
}

/// How far a message has come.
#[derive(Debug, Clone, PartialEq)]
pub enum SendState {
    /// It waits for its turn, or for the tab to join.
    Queued,
    /// It was sent, and the server has not answered.
    Sending,
    /// The server logged it at this offset, and the timeline does not have it yet.
    Acknowledged(u64),
    /// It is not sent again.
    Failed(SendError),
}

/// Why a message is not sent again.
#[derive(Debug, Clone, PartialEq)]
pub enum SendError {
    /// The server refused it for good.
    Server(Reason),
    /// The person wrote it for another room.
    OtherRoom,
}

/// The messages that are not in the timeline yet, the oldest first.
#[derive(Debug, Clone, Default)]
pub struct SendQueue {
    messages: Vec<LocalEcho>,
    failures: u32,
    not_before: Option<Time>,
}

impl SendQueue {
    /// The queue as it was before a reload.
    #[must_use]
    pub fn restored(messages: Vec<LocalEcho>) -> Self {
        Self {
            messages,
            ..Self::default()
        }
    }

    /// Queues a message. Returns `false`, and queues nothing, when the queue is full.
    #[must_use]
    pub fn push(&mut self, id: Rc<str>, text: Rc<str>) -> bool {
        if self.messages.len() >= MAX_MESSAGES {
            return false;
        }
        self.messages.push(LocalEcho {
            id,
            text,
            after: None,
            state: SendState::Queued,
        });
        true
    }

    /// The messages, the oldest first.
    pub fn iter(&self) -> std::slice::Iter<'_, LocalEcho> {
        self.messages.iter()
    }

    /// The tab joined a room whose log has this epoch. A message in flight is queued again; in a new log, an
    /// acknowledged one too.
    pub fn on_welcome(&mut self, epoch: &str, is_new_log: bool) {
        for message in &mut self.messages {
            match message.state {
                SendState::Sending => message.state = SendState::Queued,
                SendState::Acknowledged(_) if is_new_log => message.state = SendState::Queued,
                SendState::Acknowledged(_) | SendState::Queued | SendState::Failed(_) => {}
            }
            // A position in another log says nothing about this one.
            message.after.take_if(|after| *after.epoch != *epoch);
        }
        (self.failures, self.not_before) = (0, None);
    }

    /// The message to send now, if any. `position` is the newest known position of the log.
    #[must_use]
    pub fn next_to_send(&mut self, position: Option<&StreamPosition>, now: Time) -> Option<Say> {
        if self.not_before.is_some_and(|at| at > now) {
            return None;
        }
        self.not_before = None;
        if self.is_sending() {
            return None;
        }
        let mut messages = self.messages.iter_mut();
        let message = messages.find(|it| it.state == SendState::Queued)?;
        message.state = SendState::Sending;
        let after = message.after.clone();
        if after.is_none() {
            message.after = position.cloned();
        }
        Some(Say {
            id: message.id.as_ref().to_owned(),
            text: message.text.as_ref().to_owned(),
            after,
        })
    }

    /// Whether a message is in flight.
    #[must_use]
    pub fn is_sending(&self) -> bool {
        self.messages
            .iter()
            .any(|it| it.state == SendState::Sending)
    }

    /// When the next attempt is due, after one was refused for the moment.
    #[must_use]
    pub fn next_deadline(&self) -> Option<Time> {
        self.not_before
    }

    /// The server logged the message with this id at this offset.
    pub fn acknowledge(&mut self, id: &str, offset: u64) {
        if let Some(message) = self.find(id) {
            message.state = SendState::Acknowledged(offset);
            self.failures = 0;
        }
    }

    /// The server refused the message with this id, for the moment or for good.
    pub fn refuse(&mut self, id: &str, refusal: Refusal, moment: Moment) {
        let Some(message) = self.find(id) else {
            return;
        };
        if !refusal.retryable {
            message.state = SendState::Failed(SendError::Server(refusal.reason));
            return;
        }
        message.state = SendState::Queued;
        self.retry_later(refusal.retry_after_ms, moment);
    }

    /// The browser failed to send something, perhaps the message in flight. It is sent again: its id keeps it
    /// from entering the log twice.
    pub fn send_failed(&mut self, moment: Moment) {
        let mut messages = self.messages.iter_mut();
        if let Some(message) = messages.find(|it| it.state == SendState::Sending) {
            message.state = SendState::Queued;
            self.retry_later(None, moment);
        }
    }

    fn retry_later(&mut self, retry_after_ms: Option<u64>, moment: Moment) {
        let delay_ms = retry_delay_ms(retry_after_ms, self.failures, moment);
        self.failures = self.failures.saturating_add(1);
        self.not_before = Some(moment.now.after_ms(delay_ms));
    }

    /// The timeline has reached this offset, with a message of this id. Removes what it shows now.
    pub fn on_message(&mut self, id: Option<&str>, offset: u64) {
        self.messages.retain(|message| match message.state {
            SendState::Acknowledged(at) if at <= offset => false,
            _ => Some(&*message.id) != id,
        });
    }

    /// The tab goes to another room. Its messages were not written for that one, so they fail.
    pub fn leave_room(&mut self) {
        self.messages
            .retain(|it| !matches!(it.state, SendState::Acknowledged(_)));
        for message in &mut self.messages {
            message.state = SendState::Failed(SendError::OtherRoom);
        }
    }

    /// Removes the message with this id, if it failed.
    pub fn take_failed(&mut self, id: &str) -> Option<LocalEcho> {
        let found = self.messages.iter().position(|message| {
            *message.id == *id && matches!(message.state, SendState::Failed(_))
        });
        found.map(|index| self.messages.remove(index))
    }

    /// The message with this id, unless it failed.
    fn find(&mut self, id: &str) -> Option<&mut LocalEcho> {
        let mut messages = self.messages.iter_mut();
        messages.find(|it| *it.id == *id && !matches!(it.state, SendState::Failed(_)))
    }
}

/// The delay before the next attempt, after this many failures before the last one.
pub(super) fn retry_delay_ms(retry_after_ms: Option<u64>, failures: u32, moment: Moment) -> f64 {
    match retry_after_ms {
        Some(ms) => ms.clamp(BACKOFF.floor_ms.into(), MAX_RETRY_DELAY_MS) as f64,
        None => BACKOFF.delay_ms(failures, moment.random),
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use protocol::superchat::ErrorCode;

    use super::*;

    const NOW: Time = Time(0.0);

    fn queue_of(count: usize) -> SendQueue {
        let mut queue = SendQueue::default();
        for number in 0..count {
            assert!(queue.push(format!("{number}").into(), "hi".into()));
        }
        queue.on_welcome("e", false);
        queue
    }

    /// The id of the message to send now.
    fn next_id(queue: &mut SendQueue, now: Time) -> Option<String> {
        queue.next_to_send(None, now).map(|say| say.id)
    }

    fn position(offset: u64) -> StreamPosition {
        StreamPosition {
            epoch: "e".to_owned(),
            offset,
        }
    }

    fn refuse(queue: &mut SendQueue, id: &str, code: ErrorCode, retry_after_ms: Option<u64>) {
        let refusal = Refusal {
            id: None,
            retryable: code.is_retryable(),
            retry_after_ms,
            reason: Reason::Known(code),
        };
        let moment = Moment {
            now: NOW,
            wall: crate::time::WallTime(0.0),
            random: u128::MAX,
        };
        queue.refuse(id, refusal, moment);
    }

    #[test]
    fn unacknowledged_message_after_rejoining_is_sent_with_its_first_position() {
        let mut queue = queue_of(2);
        assert_eq!(queue.next_to_send(Some(&position(3)), NOW).unwrap().id, "0");
        queue.acknowledge("0", 4);
        assert_eq!(queue.next_to_send(Some(&position(3)), NOW).unwrap().id, "1");
        queue.on_welcome("e", false);
        let say = queue.next_to_send(Some(&position(9)), NOW).unwrap();
        assert_eq!((&*say.id, say.after), ("1", Some(position(3))));
        queue.on_message(Some("1"), 3);
        assert_eq!(queue.iter().count(), 1, "the timeline has not reached 4");
        queue.on_message(None, 5);
        assert_eq!(queue.iter().count(), 0);
    }

    #[test]
    fn acknowledged_message_in_a_new_log_is_sent_again() {
        let mut queue = queue_of(1);
        let _ = queue.next_to_send(Some(&position(3)), NOW);
        queue.acknowledge("0", 4);
        queue.on_welcome("f", true);
        let say = queue.next_to_send(Some(&position(0)), NOW).unwrap();
        assert_eq!((&*say.id, say.after), ("0", None));
    }

    #[test]
    fn message_refused_for_the_moment_is_sent_before_later_ones() {
        let mut queue = queue_of(2);
        assert_eq!(next_id(&mut queue, NOW).as_deref(), Some("0"));
        assert_eq!(next_id(&mut queue, NOW), None);
        refuse(&mut queue, "0", ErrorCode::TooFast, Some(400));
        assert_eq!(next_id(&mut queue, Time(399.0)), None);
        assert_eq!(queue.next_deadline(), Some(Time(400.0)));
        assert_eq!(next_id(&mut queue, Time(400.0)).as_deref(), Some("0"));
        queue.acknowledge("0", 1);
        assert_eq!(next_id(&mut queue, Time(400.0)).as_deref(), Some("1"));
    }

    #[test]
    fn retry_delay_of_zero_is_raised_to_the_floor() {
        let mut queue = queue_of(1);
        let _ = queue.next_to_send(None, NOW);
        refuse(&mut queue, "0", ErrorCode::TooFast, Some(0));
        let floor_ms = f64::from(BACKOFF.floor_ms);
        assert_eq!(queue.next_deadline(), Some(Time(floor_ms)));
    }

    #[test]
    fn retry_delay_without_end_is_capped() {
        let mut queue = queue_of(1);
        let _ = queue.next_to_send(None, NOW);
        refuse(&mut queue, "0", ErrorCode::StoreUnavailable, Some(u64::MAX));
        assert_eq!(queue.next_deadline(), Some(Time(MAX_RETRY_DELAY_MS as f64)));
        let _ = queue.next_to_send(None, Time(MAX_RETRY_DELAY_MS as f64));
        refuse(&mut queue, "0", ErrorCode::StoreUnavailable, None);
        assert!(queue.next_deadline().is_some_and(|at| at.0 <= 30_000.0));
    }

    #[test]
    fn message_refused_for_good_stays_until_it_is_taken() {
        let mut queue = queue_of(1);
        let _ = queue.next_to_send(None, NOW);
        assert_eq!(queue.take_failed("0"), None);
        refuse(&mut queue, "0", ErrorCode::IdForgotten, None);
        queue.acknowledge("0", 1);
        queue.on_welcome("f", true);
        assert_eq!(queue.next_to_send(None, NOW), None);
        let taken = queue.take_failed("0").unwrap();
        assert_eq!(
            taken.state,
            SendState::Failed(SendError::Server(Reason::Known(ErrorCode::IdForgotten)))
        );
        assert_eq!(queue.iter().count(), 0);
    }

    #[test]
    fn push_when_full_is_refused() {
        let mut queue = queue_of(MAX_MESSAGES);
        assert!(!queue.push("x".into(), "hi".into()));
        assert_eq!(queue.iter().count(), MAX_MESSAGES);
    }
}
