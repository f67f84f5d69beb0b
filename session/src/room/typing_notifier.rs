//! When to tell the room that this tab is typing.

use crate::time::Time;

/// The shortest time between two notices that the tab is typing; a change in between sends none. It keeps a
/// person who sends many short messages from doubling the room's traffic.
const TYPING_NOTICE_INTERVAL_MS: f64 = 3_000.0;

/// The time without a change after which the tab counts as no longer typing.
const TYPING_TIMEOUT_MS: f64 = 6_000.0;

/// Decides when to send `typing`, and with which value.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct TypingNotifier {
    notified_at: Option<Time>,
    ends_at: Option<Time>,
}

impl TypingNotifier {
    /// The person changed the text. Returns the value of `typing` to send, if any.
    #[must_use]
    pub(super) fn typed(&mut self, is_empty: bool, now: Time) -> Option<bool> {
        let is_typing = self.ends_at.is_some();
        if is_empty {
            self.ends_at = None;
            return is_typing.then_some(false);
        }
        let is_time = self
            .notified_at
            .is_none_or(|at| now.ms_since(at) >= TYPING_NOTICE_INTERVAL_MS);
        if !is_typing && !is_time {
            return None;
        }
        self.ends_at = Some(now.after_ms(TYPING_TIMEOUT_MS));
        if is_typing {
            return None;
        }
        self.notified_at = Some(now);
        Some(true)
    }

    /// The deadline has passed. Returns the value of `typing` to send, if any.
    #[must_use]
    pub(super) fn wake(&mut self, now: Time) -> Option<bool> {
        self.ends_at.take_if(|at| *at <= now).map(|_| false)
    }

    /// Stops without a notice: the message itself tells the room, or the tab has left.
    pub(super) fn stop(&mut self) {
        self.ends_at = None;
    }

    /// When [`wake`](Self::wake) is due.
    #[must_use]
    pub(super) fn next_deadline(&self) -> Option<Time> {
        self.ends_at
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;

    #[test]
    fn typing_is_sent_once_and_its_end_after_the_timeout() {
        let mut notifier = TypingNotifier::default();
        assert_eq!(notifier.typed(false, Time(0.0)), Some(true));
        assert_eq!(notifier.typed(false, Time(4_000.0)), None);
        assert_eq!(notifier.wake(Time(6_000.0)), None);
        assert_eq!(notifier.next_deadline(), Some(Time(10_000.0)));
        assert_eq!(notifier.wake(Time(10_000.0)), Some(false));
        assert_eq!(notifier.wake(Time(20_000.0)), None);
    }

    #[test]
    fn typing_ends_when_the_text_is_emptied() {
        let mut notifier = TypingNotifier::default();
        assert_eq!(notifier.typed(true, Time(0.0)), None);
        assert_eq!(notifier.typed(false, Time(0.0)), Some(true));
        assert_eq!(notifier.typed(true, Time(1.0)), Some(false));
        assert_eq!(notifier.next_deadline(), None);
    }

    #[test]
    fn typing_after_a_message_waits_for_the_interval() {
        let mut notifier = TypingNotifier::default();
        assert_eq!(notifier.typed(false, Time(0.0)), Some(true));
        notifier.stop();
        assert_eq!(notifier.typed(false, Time(2_999.0)), None);
        assert_eq!(notifier.typed(false, Time(3_000.0)), Some(true));
    }
}
