//! The times of connecting: the limit of an attempt, and the wait before a retry.

/// Exponential backoff with full jitter, as in Marc Brooker's "Exponential Backoff And Jitter" (AWS
/// Architecture Blog, 2015). With it the clients of a server that comes back do not connect all at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Backoff {
    /// The shortest wait. The article has 0. But then a server that accepts and closes at once would be called in a
    /// tight loop, and the countdown could not be seen.
    pub floor_ms: u32,
    /// The longest first wait. It doubles with each attempt.
    pub base_ms: u32,
    /// The longest wait.
    pub cap_ms: u32,
}

/// The waits of the page.
pub const BACKOFF: Backoff = Backoff {
    floor_ms: 100,
    base_ms: 500,
    cap_ms: 30_000,
};

impl Backoff {
    /// The wait in milliseconds before an attempt, of which the first is 0. `random` decides; each wait between
    /// the floor and the longest wait of the attempt is as likely as any other.
    #[must_use]
    pub fn delay_ms(self, attempt: u32, random: u128) -> f64 {
        let ceiling_ms = 2_u32
            .saturating_pow(attempt)
            .saturating_mul(self.base_ms)
            .min(self.cap_ms);
        let floor_ms = self.floor_ms.min(ceiling_ms);
        f64::from(floor_ms) + fraction(random) * f64::from(ceiling_ms - floor_ms)
    }
}

/// A number from 0 to less than 1. 32 bits fit into an `f64`, so no rounding makes 1 of them, and a timer of
/// whole milliseconds needs no more.
fn fraction(random: u128) -> f64 {
    f64::from((random >> 96) as u32) / (f64::from(u32::MAX) + 1.0)
}

/// Whether a server that closes with this code would close the next connection, too. 1008 is a broken policy (RFC 6455
/// section 7.4.1). Applications use 4400 to 4499 as HTTP uses 400 to 499: 4401 for a token that has expired.
pub(crate) fn is_rejection(code: u16) -> bool {
    code == 1008 || (4400..=4499).contains(&code)
}

/// The delay that a browser puts before a reconnect by itself: its first, its growth and its longest. Firefox ESR 153
/// delays 200 ms and half as long again with each failure (`network.websocket.delay-failed-reconnects`); it stops
/// at a minute.
const BROWSER_DELAY_MS: f64 = 200.0;
const BROWSER_DELAY_GROWTH: f64 = 1.5;
const MAX_BROWSER_DELAY_MS: f64 = 60_000.0;

/// The limit of an attempt to connect; beyond it the connection gives the attempt up.
///
/// A browser's own limit is up to 4 minutes, and until then it holds up every other attempt to the same server.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ConnectLimit {
    /// The time for the opening handshake, in milliseconds.
    pub timeout_ms: f64,
    /// Whether the browser delays reconnects by itself. That time does not count.
    pub browser_delays: bool,
}

impl Default for ConnectLimit {
    fn default() -> Self {
        Self {
            timeout_ms: 15_000.0,
            browser_delays: false,
        }
    }
}

impl ConnectLimit {
    /// The longest delay of the browser after this many failures in a row, in milliseconds.
    pub(crate) fn browser_delay_ms(self, failures: u32) -> f64 {
        if !self.browser_delays || failures == 0 {
            return 0.0;
        }
        let mut delay_ms = BROWSER_DELAY_MS;
        for _ in 1..failures.min(32) {
            delay_ms *= BROWSER_DELAY_GROWTH;
        }
        delay_ms.min(MAX_BROWSER_DELAY_MS)
    }

    /// The time after which an attempt is given up, in milliseconds.
    pub(crate) fn after_ms(self, failures: u32) -> f64 {
        self.timeout_ms + self.browser_delay_ms(failures)
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn longest_wait_doubles_up_to_the_cap() {
        let longest = |attempt| BACKOFF.delay_ms(attempt, u128::MAX).ceil();
        let waits: Vec<f64> = (0..9).map(longest).collect();
        assert_eq!(
            waits,
            [
                500.0, 1_000.0, 2_000.0, 4_000.0, 8_000.0, 16_000.0, 30_000.0, 30_000.0, 30_000.0
            ]
        );
        assert_eq!(longest(u32::MAX), 30_000.0);
    }

    #[test]
    fn wait_of_a_middle_random_is_in_the_middle() {
        let middle = 1 << 127;
        assert_eq!(BACKOFF.delay_ms(0, middle), 300.0);
        assert_eq!(BACKOFF.delay_ms(1, middle), 550.0);
    }

    proptest! {
        #[test]
        fn wait_of_any_random_is_between_floor_and_cap(
            floor_ms: u32, base_ms: u32, cap_ms: u32, attempt: u32, random: u128,
        ) {
            let backoff = Backoff { floor_ms, base_ms, cap_ms };
            let delay_ms = backoff.delay_ms(attempt, random);
            prop_assert!(delay_ms >= f64::from(floor_ms.min(base_ms).min(cap_ms)));
            prop_assert!(delay_ms <= f64::from(cap_ms));
            prop_assert!(BACKOFF.delay_ms(attempt, random) >= 100.0);
        }
    }
}
