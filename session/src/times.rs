//! Which time a row of the log tells, and how it is written.
//!
//! Whole numbers only: the standard library's way of writing a float weighs more than all of this.

use super::rfc3339;
use super::time::Time;

const DAY_MS: i64 = 24 * 60 * 60 * 1_000;

/// Which time a row of the log tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Times {
    /// The time of day.
    #[default]
    Clock,
    /// How long after the connection opened.
    SinceOpen,
    /// How long after the record before.
    SincePrevious,
}

impl Times {
    /// All of them, as they are offered.
    pub const ALL: [Self; 3] = [Self::Clock, Self::SinceOpen, Self::SincePrevious];

    /// Its name in a form.
    #[must_use]
    pub fn tag(self) -> &'static str {
        match self {
            Self::Clock => "clock",
            Self::SinceOpen => "open",
            Self::SincePrevious => "previous",
        }
    }

    /// The one with this name.
    #[must_use]
    pub fn of_tag(tag: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|times| times.tag() == tag)
    }
}

/// The time of day as `18:04:05.678`, where clocks are so many minutes ahead of UTC.
#[must_use]
pub fn clock(at: Time, utc_offset_min: i32) -> String {
    let ms = local_ms(at, utc_offset_min).rem_euclid(DAY_MS);
    let (hours, minutes, seconds, ms) = parts(ms.unsigned_abs());
    format!("{hours:02}:{minutes:02}:{seconds:02}.{ms:03}")
}

/// Which day it is, counted from the first of 1970, where clocks are so many minutes ahead of UTC.
#[must_use]
pub fn day(at: Time, utc_offset_min: i32) -> i64 {
    local_ms(at, utc_offset_min).div_euclid(DAY_MS)
}

/// The time of day as `18:04`, with the date before it where that is not today.
#[must_use]
pub fn local(at: Time, utc_offset_min: i32, today: i64) -> String {
    let clock = clock(at, utc_offset_min);
    let minutes = &clock[..5];
    if day(at, utc_offset_min) == today {
        return minutes.to_owned();
    }
    let date = rfc3339::utc(Time(local_ms(at, utc_offset_min) as f64));
    let date = date.split('T').next().unwrap_or_default();
    [date, " ", minutes].concat()
}

fn local_ms(at: Time, utc_offset_min: i32) -> i64 {
    (at.0 as i64).saturating_add(i64::from(utc_offset_min) * 60_000)
}

/// A time that has passed: `+0.012`, `+1:02.345`, `+25:01:02.345`.
#[must_use]
pub fn elapsed(ms: f64) -> String {
    let (hours, minutes, seconds, ms) = parts(ms.max(0.0) as u64);
    match (hours, minutes) {
        (0, 0) => format!("+{seconds}.{ms:03}"),
        (0, _) => format!("+{minutes}:{seconds:02}.{ms:03}"),
        (_, _) => format!("+{hours}:{minutes:02}:{seconds:02}.{ms:03}"),
    }
}

fn parts(ms: u64) -> (u64, u64, u64, u64) {
    let seconds = ms / 1_000;
    (seconds / 3_600, seconds / 60 % 60, seconds % 60, ms % 1_000)
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;

    #[test]
    fn the_clock_is_that_of_the_wall() {
        let at = Time(f64::from(18 * 3_600 + 4 * 60 + 5) * 1_000.0 + 678.9);
        assert_eq!(clock(at, 0), "18:04:05.678");
        assert_eq!(clock(at, 9 * 60), "03:04:05.678");
        assert_eq!(clock(at, -19 * 60), "23:04:05.678");
        assert_eq!(clock(Time(f64::NAN), 0), "00:00:00.000");
    }

    #[test]
    fn what_is_not_of_today_has_its_date() {
        let at = Time(23.0 * 3_600_000.0);
        assert_eq!(local(at, 0, day(at, 0)), "23:00");
        assert_eq!(local(at, 0, 1), "1970-01-01 23:00");
        assert_eq!(local(at, 9 * 60, 0), "1970-01-02 08:00");
        assert_eq!(day(at, 9 * 60), 1);
    }

    #[test]
    fn what_has_passed_is_as_short_as_can_be() {
        for (ms, words) in [
            (0.0, "+0.000"),
            (12.9, "+0.012"),
            (62_345.0, "+1:02.345"),
            (90_062_345.0, "+25:01:02.345"),
            (-1.0, "+0.000"),
        ] {
            assert_eq!(elapsed(ms), words);
        }
    }

    #[test]
    fn every_choice_is_known_by_its_name() {
        for times in Times::ALL {
            assert_eq!(Times::of_tag(times.tag()), Some(times));
        }
        assert_eq!(Times::of_tag("?"), None);
    }
}
