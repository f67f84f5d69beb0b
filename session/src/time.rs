//! Moments and what comes with them, as the platform reads them for the model.

/// A moment: milliseconds since 1970-01-01T00:00:00Z, by a clock that never goes back while the page
/// is open (`performance.timeOrigin + performance.now()`), so that one may be taken from another.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
pub struct Time(pub f64);

impl Time {
    /// Milliseconds from an earlier moment to this one.
    #[must_use]
    pub fn ms_since(self, earlier: Self) -> f64 {
        self.0 - earlier.0
    }

    /// The moment that is so many milliseconds later.
    #[must_use]
    pub fn after_ms(self, ms: f64) -> Self {
        Self(self.0 + ms)
    }
}

/// What the model cannot know by itself when an event happens: the time, and 128 random bits.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Moment {
    /// When it happens.
    pub now: Time,
    /// Fresh for each event, from the browser's cryptographic source.
    pub random: u128,
}
