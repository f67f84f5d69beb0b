//! When a screen reader hears of new messages.

use super::time::Time;

/// The shortest time between two announcements; messages in between are announced together. A screen reader
/// drops an announcement for the next one, or finishes it first.
const ANNOUNCEMENT_INTERVAL_MS: f64 = 5_000.0;

/// Counts new messages and announces them together.
#[derive(Debug, Default)]
pub struct Announcer {
    waiting: u64,
    announced: u64,
    announced_at: Option<Time>,
}

impl Announcer {
    /// New messages came.
    pub fn count(&mut self, messages: u64, now: Time) {
        self.waiting += messages;
        self.wake(now);
    }

    /// The deadline has passed: announces the waiting messages.
    pub fn wake(&mut self, now: Time) {
        let is_time = self
            .announced_at
            .is_none_or(|at| now.ms_since(at) >= ANNOUNCEMENT_INTERVAL_MS);
        if is_time && self.waiting > 0 {
            self.announced = std::mem::take(&mut self.waiting);
            self.announced_at = Some(now);
        }
    }

    /// When [`wake`](Self::wake) is due, if messages wait.
    #[must_use]
    pub fn next_deadline(&self) -> Option<Time> {
        let at = self.announced_at.filter(|_| self.waiting > 0)?;
        Some(at.after_ms(ANNOUNCEMENT_INTERVAL_MS))
    }

    /// The number of messages in the last announcement; 0 before the first.
    #[must_use]
    pub fn announced(&self) -> u64 {
        self.announced
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;

    #[test]
    fn announcement_within_the_interval_waits_for_its_end() {
        let mut announcer = Announcer::default();
        assert_eq!(
            (announcer.announced(), announcer.next_deadline()),
            (0, None)
        );
        announcer.count(1, Time(1_000.0));
        assert_eq!(
            (announcer.announced(), announcer.next_deadline()),
            (1, None)
        );
        announcer.count(2, Time(2_000.0));
        announcer.count(3, Time(3_000.0));
        assert_eq!(announcer.announced(), 1);
        assert_eq!(announcer.next_deadline(), Some(Time(6_000.0)));
        announcer.wake(Time(5_999.0));
        assert_eq!(announcer.announced(), 1);
        announcer.wake(Time(6_000.0));
        assert_eq!(
            (announcer.announced(), announcer.next_deadline()),
            (5, None)
        );
        announcer.count(7, Time(60_000.0));
        assert_eq!(announcer.announced(), 7);
    }
}
