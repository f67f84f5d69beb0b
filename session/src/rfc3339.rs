//! Dates and times of day as RFC 3339 writes them, in UTC.

use super::time::Time;

/// The last millisecond of the year 9999, which is as far as RFC 3339 goes.
const LAST_MS: f64 = 253_402_300_799_999.0;

const DAY_MS: u64 = 24 * 60 * 60 * 1_000;

/// The moment as `2026-11-22T18:04:05.678Z`: always 24 characters. A moment that this cannot say,
/// of before 1970 or after the year 9999, is said as the nearest one that it can.
#[must_use]
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "it is clamped to what fits"
)]
pub fn utc(time: Time) -> String {
    let ms = time.0.clamp(0.0, LAST_MS) as u64;
    let (year, month, day) = date(ms / DAY_MS);
    let (seconds, ms) = (ms % DAY_MS / 1_000, ms % 1_000);
    let (hour, minute, second) = (seconds / 3_600, seconds / 60 % 60, seconds % 60);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{ms:03}Z")
}

/// Year, month and day of the day that is so many days after 1970-01-01, in the Gregorian calendar:
/// `civil_from_days` of Howard Hinnant's "chrono-Compatible Low-Level Date Algorithms". It counts
/// years from March, so that the leap day is a year's last and months have a length by formula.
fn date(days: u64) -> (u64, u64, u64) {
    let days = days + 719_468;
    let (era, day_of_era) = (days / 146_097, days % 146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let months_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * months_from_march + 2) / 5 + 1;
    let month = (months_from_march + 2) % 12 + 1;
    let year = era * 400 + year_of_era + u64::from(month <= 2);
    (year, month, day)
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;

    #[test]
    fn moments_whose_names_are_known() {
        for (ms, name) in [
            (0.0, "1970-01-01T00:00:00.000Z"),
            (951_782_400_000.0, "2000-02-29T00:00:00.000Z"),
            (1_234_567_890_123.9, "2009-02-13T23:31:30.123Z"),
            (1_709_251_199_999.0, "2024-02-29T23:59:59.999Z"),
            (4_107_542_400_000.0, "2100-03-01T00:00:00.000Z"),
            (LAST_MS, "9999-12-31T23:59:59.999Z"),
        ] {
            assert_eq!(utc(Time(ms)), name);
        }
    }

    #[test]
    fn moments_that_have_no_name_have_the_nearest() {
        for (ms, name) in [
            (-1.0, "1970-01-01T00:00:00.000Z"),
            (f64::NAN, "1970-01-01T00:00:00.000Z"),
            (f64::INFINITY, "9999-12-31T23:59:59.999Z"),
        ] {
            assert_eq!(utc(Time(ms)), name);
        }
    }

    #[test]
    fn every_day_follows_the_day_before() {
        let mut yesterday = date(0);
        for days in 1..3_000_000 {
            let today @ (year, month, day) = date(days);
            let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
            let (before_year, before_month, before_day) = yesterday;
            let length = match before_month {
                2 => 28 + u64::from(is_leap),
                4 | 6 | 9 | 11 => 30,
                _ => 31,
            };
            let follows = if before_day < length {
                (before_year, before_month, before_day + 1)
            } else if before_month < 12 {
                (before_year, before_month + 1, 1)
            } else {
                (before_year + 1, 1, 1)
            };
            assert_eq!(today, follows);
            assert!(day >= 1 && month >= 1);
            yesterday = today;
        }
    }
}
