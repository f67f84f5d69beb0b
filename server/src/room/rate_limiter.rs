//! Limits how fast a connection may send messages.

use std::time::Duration;

use tokio::time::Instant;

/// A token bucket that holds the messages of one second and fills within one second.
#[derive(Clone, Copy, Debug)]
pub struct RateLimiter {
    per_s: u32,
    /// When the bucket will be full if no message is sent until then.
    full_at: Instant,
}

impl RateLimiter {
    /// A full bucket for `per_s` messages a second; at least 1.
    #[must_use]
    pub fn new(per_s: u32, now: Instant) -> Self {
        Self {
            per_s,
            full_at: now,
        }
    }

    /// Takes a message out of the bucket.
    ///
    /// # Errors
    ///
    /// The bucket is empty. The error is the time until it has a message again.
    pub fn take(&mut self, now: Instant) -> Result<(), Duration> {
        let each = Duration::from_secs(1) / self.per_s;
        let full_at = self.full_at.max(now) + each;
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
    fn take_beyond_one_second_of_messages_has_to_wait() {
        let now = Instant::now();
        let mut rate = RateLimiter::new(4, now);
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
