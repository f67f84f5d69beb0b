//! Time and randomness, which the platform passes in.

/// Milliseconds since 1970-01-01T00:00:00Z. The clock never goes back while the page is open
/// (`performance.timeOrigin + performance.now()`), so two times may be subtracted.
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

/// The time of an event, and 128 random bits for it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Moment {
    /// The time of the event.
    pub now: Time,
    /// New for each event, from the browser's cryptographic source.
    pub random: u128,
}
