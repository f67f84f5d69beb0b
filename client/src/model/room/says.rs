//! What is to be said and is not yet in the room's log.
//!
//! Each is said until it is acknowledged, with one id whatever happens to the connection or the page, so
//! that it enters the log once. One is on its way at a time, so that they enter it in the order in which they
//! were typed: of two, the first may be refused for the moment and the second taken. What is refused for good stays until the person has seen it: nothing
//! that was typed is lost.

use std::rc::Rc;

use protocol::superchat::{Position, Say};

use super::wire::{Refused, Why};
use crate::model::reconnect::BACKOFF;
use crate::model::time::{Moment, Time};

/// At most so many wait, and none is longer than [`MAX_TEXT_BYTES`](protocol::superchat::MAX_TEXT_BYTES).
pub const MOST: usize = 50;

/// Whatever a server says, it is asked again after so long.
const LONGEST_WAIT_MS: u64 = 60_000;

/// Something to say.
#[derive(Debug, Clone, PartialEq)]
pub struct Pending {
    /// What it is known by.
    pub id: Rc<str>,
    /// What is said.
    pub text: Rc<str>,
    /// Where the log was when it was said first, if it was.
    pub after: Option<Position>,
    /// What has become of it.
    pub state: State,
}

/// What has become of something to say.
#[derive(Debug, Clone, PartialEq)]
pub enum State {
    /// It is said as soon as it can be.
    Waiting,
    /// It is on its way.
    Said,
    /// It has this place in the log, which has not come here so far.
    Acknowledged(u64),
    /// It is not going to be said.
    Refused(Obstacle),
}

/// Why something is not going to be said.
#[derive(Debug, Clone, PartialEq)]
pub enum Obstacle {
    /// The server said so.
    Server(Why),
    /// It was written for another room.
    OtherRoom,
}

/// Everything that is to be said, the oldest first.
#[derive(Debug, Clone, Default)]
pub struct Says {
    pending: Vec<Pending>,
    failures: u32,
    not_before: Option<Time>,
}

impl Says {
    /// What was to be said before a reload.
    #[must_use]
    pub fn restored(pending: Vec<Pending>) -> Self {
        Self {
            pending,
            ..Self::default()
        }
    }

    /// Has something wait. `false` says that there is no room for it.
    #[must_use]
    pub fn push(&mut self, id: Rc<str>, text: Rc<str>) -> bool {
        if self.pending.len() >= MOST {
            return false;
        }
        self.pending.push(Pending {
            id,
            text,
            after: None,
            state: State::Waiting,
        });
        true
    }

    /// All of them.
    pub fn iter(&self) -> std::slice::Iter<'_, Pending> {
        self.pending.iter()
    }

    /// One came into a room, whose log has this epoch and is another than before or not: what was on its
    /// way is said again, and in a new log what was acknowledged in the old one, too.
    pub fn enter(&mut self, epoch: &str, is_new_log: bool) {
        for pending in &mut self.pending {
            match pending.state {
                State::Said => pending.state = State::Waiting,
                State::Acknowledged(_) if is_new_log => pending.state = State::Waiting,
                State::Acknowledged(_) | State::Waiting | State::Refused(_) => {}
            }
            // Nothing said to another log is in this one, to which it is going to be said first.
            pending.after.take_if(|after| *after.epoch != *epoch);
        }
        (self.failures, self.not_before) = (0, None);
    }

    /// What is to be said now, by one whose log is at this position.
    #[must_use]
    pub fn due(&mut self, position: Option<&Position>, now: Time) -> Option<Say> {
        if self.not_before.is_some_and(|at| at > now) {
            return None;
        }
        self.not_before = None;
        if self.is_on_its_way() {
            return None;
        }
        let mut waiting = self.pending.iter_mut();
        let pending = waiting.find(|it| it.state == State::Waiting)?;
        pending.state = State::Said;
        let after = pending.after.clone();
        if after.is_none() {
            pending.after = position.cloned();
        }
        Some(Say {
            id: pending.id.as_ref().to_owned(),
            text: pending.text.as_ref().to_owned(),
            after,
        })
    }

    /// Whether the server has been told one and has not answered.
    #[must_use]
    pub fn is_on_its_way(&self) -> bool {
        self.pending.iter().any(|it| it.state == State::Said)
    }

    /// When something is due that cannot be said now.
    #[must_use]
    pub fn next_deadline(&self) -> Option<Time> {
        self.not_before
    }

    /// The server keeps the one with this id at this place.
    pub fn acknowledge(&mut self, id: &str, offset: u64) {
        if let Some(pending) = self.find(id) {
            pending.state = State::Acknowledged(offset);
            self.failures = 0;
        }
    }

    /// The server refused the one with this id.
    pub fn refuse(&mut self, id: &str, refused: Refused, moment: Moment) {
        let Some(pending) = self.find(id) else {
            return;
        };
        if !refused.retryable {
            pending.state = State::Refused(Obstacle::Server(refused.why));
            return;
        }
        pending.state = State::Waiting;
        self.wait(refused.retry_after_ms, moment);
    }

    /// What is on its way may not be: it is said again, and enters the log once as it has its id.
    pub fn not_taken(&mut self, moment: Moment) {
        let mut all = self.pending.iter_mut();
        if let Some(pending) = all.find(|it| it.state == State::Said) {
            pending.state = State::Waiting;
            self.wait(None, moment);
        }
    }

    fn wait(&mut self, retry_after_ms: Option<u64>, moment: Moment) {
        let wait_ms = wait_ms(retry_after_ms, self.failures, moment);
        self.failures = self.failures.saturating_add(1);
        self.not_before = Some(moment.now.after_ms(wait_ms));
    }

    /// The message at this place in the log has come; it may have the id of one of these.
    pub fn hear(&mut self, id: Option<&str>, offset: u64) {
        self.pending.retain(|pending| match pending.state {
            State::Acknowledged(at) if at <= offset => false,
            _ => Some(&*pending.id) != id,
        });
    }

    /// None of them was written for the room that one is in now.
    pub fn leave_room(&mut self) {
        self.pending
            .retain(|it| !matches!(it.state, State::Acknowledged(_)));
        for pending in &mut self.pending {
            pending.state = State::Refused(Obstacle::OtherRoom);
        }
    }

    /// Takes out the one with this id if it was refused.
    pub fn take_refused(&mut self, id: &str) -> Option<Pending> {
        let found = self
            .pending
            .iter()
            .position(|pending| *pending.id == *id && matches!(pending.state, State::Refused(_)));
        found.map(|index| self.pending.remove(index))
    }

    /// The one with this id, unless it was refused for good.
    fn find(&mut self, id: &str) -> Option<&mut Pending> {
        let mut all = self.pending.iter_mut();
        all.find(|it| *it.id == *id && !matches!(it.state, State::Refused(_)))
    }
}

/// How long to wait before the same is asked for again, after so many refusals before this one.
pub(super) fn wait_ms(retry_after_ms: Option<u64>, failures: u32, moment: Moment) -> f64 {
    match retry_after_ms {
        Some(ms) => ms.clamp(BACKOFF.floor_ms.into(), LONGEST_WAIT_MS) as f64,
        None => BACKOFF.delay_ms(failures, moment.random),
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use protocol::superchat::ErrorCode;

    use super::*;

    const NOW: Time = Time(0.0);

    fn says(count: usize) -> Says {
        let mut says = Says::default();
        for number in 0..count {
            assert!(says.push(format!("{number}").into(), "hi".into()));
        }
        says.enter("e", false);
        says
    }

    /// The id of what is said now.
    fn said(says: &mut Says, now: Time) -> Option<String> {
        says.due(None, now).map(|say| say.id)
    }

    fn position(offset: u64) -> Position {
        Position {
            epoch: "e".to_owned(),
            offset,
        }
    }

    fn refuse(says: &mut Says, id: &str, code: ErrorCode, retry_after_ms: Option<u64>) {
        let refused = Refused {
            id: None,
            retryable: code.is_retryable(),
            retry_after_ms,
            why: Why::Known(code),
        };
        let moment = Moment {
            now: NOW,
            random: u128::MAX,
        };
        says.refuse(id, refused, moment);
    }

    #[test]
    fn what_was_not_acknowledged_is_said_again_from_where_it_was_said_first() {
        let mut says = says(2);
        assert_eq!(says.due(Some(&position(3)), NOW).unwrap().id, "0");
        says.acknowledge("0", 4);
        assert_eq!(says.due(Some(&position(3)), NOW).unwrap().id, "1");
        says.enter("e", false);
        let due = says.due(Some(&position(9)), NOW).unwrap();
        assert_eq!((&*due.id, due.after), ("1", Some(position(3))));
        says.hear(Some("1"), 3);
        assert_eq!(says.iter().count(), 1, "4 has not come");
        says.hear(None, 5);
        assert_eq!(says.iter().count(), 0);
    }

    #[test]
    fn in_a_new_log_what_the_old_one_had_acknowledged_is_said_again() {
        let mut says = says(1);
        let _ = says.due(Some(&position(3)), NOW);
        says.acknowledge("0", 4);
        says.enter("f", true);
        let due = says.due(Some(&position(0)), NOW).unwrap();
        assert_eq!((&*due.id, due.after), ("0", None));
    }

    #[test]
    fn one_is_on_its_way_at_a_time_and_what_may_be_taken_later_comes_first_then() {
        let mut says = says(2);
        assert_eq!(said(&mut says, NOW).as_deref(), Some("0"));
        assert_eq!(said(&mut says, NOW), None);
        refuse(&mut says, "0", ErrorCode::TooFast, Some(400));
        assert_eq!(said(&mut says, Time(399.0)), None);
        assert_eq!(says.next_deadline(), Some(Time(400.0)));
        assert_eq!(said(&mut says, Time(400.0)).as_deref(), Some("0"));
        says.acknowledge("0", 1);
        assert_eq!(said(&mut says, Time(400.0)).as_deref(), Some("1"));
    }

    #[test]
    fn no_server_has_it_ask_without_end() {
        let mut says = says(1);
        let _ = says.due(None, NOW);
        refuse(&mut says, "0", ErrorCode::TooFast, Some(0));
        let floor_ms = f64::from(BACKOFF.floor_ms);
        assert_eq!(says.next_deadline(), Some(Time(floor_ms)));
    }

    #[test]
    fn no_server_can_have_it_wait_for_ever() {
        let mut says = says(1);
        let _ = says.due(None, NOW);
        refuse(&mut says, "0", ErrorCode::StoreUnavailable, Some(u64::MAX));
        assert_eq!(says.next_deadline(), Some(Time(LONGEST_WAIT_MS as f64)));
        let _ = says.due(None, Time(LONGEST_WAIT_MS as f64));
        refuse(&mut says, "0", ErrorCode::StoreUnavailable, None);
        assert!(says.next_deadline().is_some_and(|at| at.0 <= 30_000.0));
    }

    #[test]
    fn what_is_refused_for_good_stays_until_somebody_takes_it() {
        let mut says = says(1);
        let _ = says.due(None, NOW);
        assert_eq!(says.take_refused("0"), None);
        refuse(&mut says, "0", ErrorCode::IdForgotten, None);
        says.acknowledge("0", 1);
        says.enter("f", true);
        assert_eq!(says.due(None, NOW), None);
        let taken = says.take_refused("0").unwrap();
        assert_eq!(
            taken.state,
            State::Refused(Obstacle::Server(Why::Known(ErrorCode::IdForgotten)))
        );
        assert_eq!(says.iter().count(), 0);
    }

    #[test]
    fn there_is_room_for_so_many() {
        let mut says = says(MOST);
        assert!(!says.push("x".into(), "hi".into()));
        assert_eq!(says.iter().count(), MOST);
    }
}
