//! What the others hear of one's own writing.

use crate::model::time::Time;

/// They hear that one writes at most so often.
const AT_MOST_EVERY_MS: f64 = 3_000.0;

/// Who has not touched a key for so long is not writing.
const PAUSE_MS: f64 = 6_000.0;

/// When to say that one writes, and when that one no longer does.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct OwnTyping {
    told_at: Option<Time>,
    ends_at: Option<Time>,
}

impl OwnTyping {
    /// The text was changed. Says what the others are to hear, if anything.
    #[must_use]
    pub(super) fn typed(&mut self, is_empty: bool, now: Time) -> Option<bool> {
        let is_told = self.ends_at.is_some();
        if is_empty {
            self.ends_at = None;
            return is_told.then_some(false);
        }
        let is_time = self
            .told_at
            .is_none_or(|at| now.ms_since(at) >= AT_MOST_EVERY_MS);
        if !is_told && !is_time {
            return None;
        }
        self.ends_at = Some(now.after_ms(PAUSE_MS));
        if is_told {
            return None;
        }
        self.told_at = Some(now);
        Some(true)
    }

    /// Says what the others are to hear once the deadline has come.
    #[must_use]
    pub(super) fn wake(&mut self, now: Time) -> Option<bool> {
        self.ends_at.take_if(|at| *at <= now).map(|_| false)
    }

    /// What was written is said, or nobody is there to hear of it.
    pub(super) fn end(&mut self) {
        self.ends_at = None;
    }

    /// When it wants to be woken.
    #[must_use]
    pub(super) fn next_deadline(&self) -> Option<Time> {
        self.ends_at
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;

    #[test]
    fn it_is_told_once_and_its_end_after_a_pause() {
        let mut typing = OwnTyping::default();
        assert_eq!(typing.typed(false, Time(0.0)), Some(true));
        assert_eq!(typing.typed(false, Time(4_000.0)), None);
        assert_eq!(typing.wake(Time(6_000.0)), None);
        assert_eq!(typing.next_deadline(), Some(Time(10_000.0)));
        assert_eq!(typing.wake(Time(10_000.0)), Some(false));
        assert_eq!(typing.wake(Time(20_000.0)), None);
    }

    #[test]
    fn who_takes_everything_back_is_not_writing() {
        let mut typing = OwnTyping::default();
        assert_eq!(typing.typed(true, Time(0.0)), None);
        assert_eq!(typing.typed(false, Time(0.0)), Some(true));
        assert_eq!(typing.typed(true, Time(1.0)), Some(false));
        assert_eq!(typing.next_deadline(), None);
    }

    #[test]
    fn who_speaks_in_many_short_lines_is_told_of_now_and_then() {
        let mut typing = OwnTyping::default();
        assert_eq!(typing.typed(false, Time(0.0)), Some(true));
        typing.end();
        assert_eq!(typing.typed(false, Time(2_999.0)), None);
        assert_eq!(typing.typed(false, Time(3_000.0)), Some(true));
    }
}
