//! How long something has lasted, as a person reads it.

/// Hours, minutes and seconds as on a stopwatch: `0:07`, `1:02:03`. What is left of a second is cut off.
///
/// ```
/// use session::duration::stopwatch;
///
/// assert_eq!(stopwatch(7_900.0), "0:07");
/// assert_eq!(stopwatch(3_723_000.0), "1:02:03");
/// ```
#[must_use]
pub fn stopwatch(ms: f64) -> String {
    // A cast of a float stops at the ends of `u64`; less than nothing is nothing.
    let seconds = (ms / 1_000.0) as u64;
    let (hours, minutes, seconds) = (seconds / 3_600, seconds / 60 % 60, seconds % 60);
    if hours == 0 {
        format!("{minutes}:{seconds:02}")
    } else {
        format!("{hours}:{minutes:02}:{seconds:02}")
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::stopwatch;

    #[test]
    fn an_hour_begins_when_its_minutes_are_over() {
        assert_eq!(stopwatch(0.0), "0:00");
        assert_eq!(stopwatch(59_999.0), "0:59");
        assert_eq!(stopwatch(3_599_999.0), "59:59");
        assert_eq!(stopwatch(3_600_000.0), "1:00:00");
        assert_eq!(stopwatch(360_000_000.0), "100:00:00");
    }

    #[test]
    fn what_no_clock_shows_does_no_harm() {
        assert_eq!(stopwatch(-1.0), "0:00");
        assert_eq!(stopwatch(f64::NAN), "0:00");
    }
}
