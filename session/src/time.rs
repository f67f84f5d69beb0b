//! Time and randomness, which the platform passes in.

use std::ptr;

/// Milliseconds on the page's monotonic clock, for differences and deadlines only. It never goes back, and in some
/// browsers it stands still while the machine sleeps; so it tells no time of day.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
pub struct Time(pub f64);

impl Time {
    /// The milliseconds since an earlier time.
    #[must_use]
    pub fn ms_since(self, earlier: Self) -> f64 {
        self.0 - earlier.0
    }

    /// The time this many milliseconds later.
    #[must_use]
    pub fn after_ms(self, ms: f64) -> Self {
        Self(self.0 + ms)
    }
}

/// Milliseconds since 1970-01-01T00:00:00Z on the wall clock, for times that are shown or sent. It jumps when the
/// system's clock is set and after sleep, so it has no differences.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
pub struct WallTime(pub f64);

/// The local time zone: the minutes by which local clocks are ahead of UTC at a moment. Summer time changes them,
/// so the offset of one moment is not that of another.
#[derive(Debug, Clone, Copy)]
pub struct TimeZone(pub fn(WallTime) -> i32);

impl PartialEq for TimeZone {
    fn eq(&self, other: &Self) -> bool {
        ptr::fn_addr_eq(self.0, other.0)
    }
}

/// The time of an event on both clocks, and 128 random bits for it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Moment {
    /// The time of the event.
    pub now: Time,
    /// The same on the wall clock.
    pub wall: WallTime,
    /// New for each event, from the browser's cryptographic source.
    pub random: u128,
}
