//! Whether the server is still there: a question, when nothing came for a while.
//!
//! A network that is gone ends no connection. Somebody who only reads would never find out, because a page does not
//! see the pings of RFC 6455, and its browser sends none.

use crate::time::Time;

/// The time without a message from the server; after it the server is asked. It is longer than the silence of a room
/// in which people talk. Two of them are shorter than the time for which most proxies keep a silent connection.
const IDLE_TIMEOUT_MS: f64 = 25_000.0;

/// The time from one question to the next in a room that is never silent, as the server expects
/// ([`SILENCE_TIMEOUT_MS`](protocol::superchat::SILENCE_TIMEOUT_MS)).
const PING_INTERVAL_MS: f64 = 50_000.0;

/// The time within which the server must answer; beyond it the connection counts as lost.
const PONG_TIMEOUT_MS: f64 = 10_000.0;

/// What is known of the server of an open connection.
#[derive(Debug, Clone, Copy)]
pub(super) struct Liveness {
    heard_at: Time,
    asked_at: Time,
    is_waiting: bool,
}

impl Liveness {
    /// The connection opened.
    pub(super) fn new(now: Time) -> Self {
        Self {
            heard_at: now,
            asked_at: now,
            is_waiting: false,
        }
    }

    /// The server sent something: whatever it is, it answers the question.
    pub(super) fn hear(&mut self, now: Time) {
        (self.heard_at, self.is_waiting) = (now, false);
    }

    /// Asks now, unless an answer is awaited. Returns whether to send a `ping`.
    pub(super) fn ask(&mut self, now: Time) -> bool {
        if self.is_waiting {
            return false;
        }
        (self.asked_at, self.is_waiting) = (now, true);
        true
    }

    /// Asks if it is time. Returns whether to send a `ping`.
    pub(super) fn wake(&mut self, now: Time) -> bool {
        self.next_deadline() <= now && self.ask(now)
    }

    /// Whether the answer is overdue.
    pub(super) fn is_overdue(&self, now: Time) -> bool {
        self.is_waiting && self.next_deadline() <= now
    }

    /// When the next question or its answer is due.
    pub(super) fn next_deadline(&self) -> Time {
        if self.is_waiting {
            return self.asked_at.after_ms(PONG_TIMEOUT_MS);
        }
        let idle = self.heard_at.after_ms(IDLE_TIMEOUT_MS);
        let regular = self.asked_at.after_ms(PING_INTERVAL_MS);
        if idle < regular { idle } else { regular }
    }
}
