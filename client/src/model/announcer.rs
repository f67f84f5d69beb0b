//! How often a screen reader hears that messages came.

use super::time::Time;

/// A screen reader says what it is told to the end, or drops it for the next; so it is told of new
/// messages once in this time, and then of all of them.
const ANNOUNCEMENT_INTERVAL_MS: f64 = 5_000.0;

/// Counts new messages until they are announced together.
#[derive(Debug, Default)]
pub struct Announcer {
    waiting: u64,
    announced: u64,
    announced_at: Option<Time>,
}

impl Announcer {
    /// So many messages came.
    pub fn count(&mut self, messages: u64, now: Time) {
        self.waiting += messages;
        self.wake(now);
    }

    /// Announces what waits, if it is time. To be called when the deadline has come.
    pub fn wake(&mut self, now: Time) {
        let is_time = self
            .announced_at
            .is_none_or(|at| now.ms_since(at) >= ANNOUNCEMENT_INTERVAL_MS);
        if is_time && self.waiting > 0 {
            self.announced = std::mem::take(&mut self.waiting);
            self.announced_at = Some(now);
        }
    }

    /// When it wants to be woken, if anything waits.
    #[must_use]
    pub fn next_deadline(&self) -> Option<Time> {
        let at = self.announced_at.filter(|_| self.waiting > 0)?;
        Some(at.after_ms(ANNOUNCEMENT_INTERVAL_MS))
    }

    /// How many messages were announced last; none before the first.
    #[must_use]
    pub fn announced(&self) -> u64 {
        self.announced
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;

    #[test]
    fn the_first_is_announced_at_once_and_the_next_together_and_later() {
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
