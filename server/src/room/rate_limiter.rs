//! How fast somebody may speak.

use std::time::Duration;

use tokio::time::Instant;

/// A bucket that holds the messages of a second, and is filled by as many in each.
#[derive(Clone, Copy, Debug)]
pub struct Rate {
    per_s: u32,
    /// When the bucket is full, should nothing be taken from it until then.
    full_at: Instant,
}

impl Rate {
    /// At most `per_s` in a second.
    #[must_use]
    pub fn new(per_s: u32, now: Instant) -> Self {
        Self {
            per_s,
            full_at: now,
        }
    }

    /// Takes one.
    ///
    /// # Errors
    ///
    /// After how long there will be one again.
    pub fn take(&mut self, now: Instant) -> Result<(), Duration> {
        let each = Duration::from_secs(1) / self.per_s;
        let full_at = self.full_at.max(now) + each;
        // The bucket holds a second's worth.
        let too_early = full_at.saturating_duration_since(now + Duration::from_secs(1));
        if too_early.is_zero() {
            self.full_at = full_at;
            Ok(())
        } else {
            Err(too_early)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_s_worth_at_once_and_then_one_after_the_other() {
        let now = Instant::now();
        let mut rate = Rate::new(4, now);
        for _ in 0..4 {
            assert_eq!(rate.take(now), Ok(()));
        }
        let wait = Duration::from_millis(250);
        assert_eq!(rate.take(now), Err(wait));
        assert_eq!(rate.take(now + wait), Ok(()));
        assert_eq!(rate.take(now + wait), Err(wait));
        let later = now + Duration::from_secs(60);
        for _ in 0..4 {
            assert_eq!(rate.take(later), Ok(()));
        }
        assert!(rate.take(later).is_err());
    }
}
