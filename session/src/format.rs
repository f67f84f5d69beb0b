//! Times, durations, sizes and counts, as a person reads and types them.
//!
//! What belongs here: numbers to text, and text to numbers, in no language. What may not enter: words,
//! which the shell has in its language.
//!
//! Whole numbers only: the standard library's way of writing a float weighs more than all of this.

use super::time::{TimeZone, WallTime};

/// The last millisecond of the year 9999, which is as far as RFC 3339 goes.
const LAST_MS: f64 = 253_402_300_799_999.0;

const DAY_MS: i64 = 24 * 60 * 60 * 1_000;

/// The units of [`human_size`], each 1,024 times the one before.
const UNITS: [&str; 5] = ["B", "KiB", "MiB", "GiB", "TiB"];

/// The moment in UTC as RFC 3339 has it, `2026-11-22T18:04:05.678Z`: always 24 characters. A moment before 1970
/// or after the year 9999 becomes the nearest one in between.
#[must_use]
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "it is clamped to what fits"
)]
pub fn utc(time: WallTime) -> String {
    let ms = time.0.clamp(0.0, LAST_MS) as u64;
    let day_ms = DAY_MS.unsigned_abs();
    let (year, month, day) = date(ms / day_ms);
    let (hour, minute, second, ms) = parts(ms % day_ms);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{ms:03}Z")
}

/// Year, month and day of the day that is this many days after 1970-01-01, in the Gregorian calendar. It is
/// `civil_from_days` of Howard Hinnant's "chrono-Compatible Low-Level Date Algorithms". It counts years from March,
/// so that the leap day is a year's last and months have a length by formula.
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

/// The local time of day as `18:04:05.678`.
#[must_use]
pub fn clock(at: WallTime, zone: TimeZone) -> String {
    let ms = local_ms(at, zone).rem_euclid(DAY_MS);
    let (hours, minutes, seconds, ms) = parts(ms.unsigned_abs());
    format!("{hours:02}:{minutes:02}:{seconds:02}.{ms:03}")
}

/// The local day, counted from the first of 1970.
#[must_use]
pub fn day(at: WallTime, zone: TimeZone) -> i64 {
    local_ms(at, zone).div_euclid(DAY_MS)
}

/// The time of day as `18:04`, after the date if that is not today.
#[must_use]
pub fn local(at: WallTime, zone: TimeZone, today: i64) -> String {
    let clock = clock(at, zone);
    let minutes = &clock[..5];
    if day(at, zone) == today {
        return minutes.to_owned();
    }
    let date = utc(WallTime(local_ms(at, zone) as f64));
    let date = date.split('T').next().unwrap_or_default();
    [date, " ", minutes].concat()
}

/// The time of day as `18:04:05`, after the date if that is not today.
#[must_use]
pub fn local_seconds(at: WallTime, zone: TimeZone, today: i64) -> String {
    let clock = clock(at, zone);
    [&local(at, zone, today), &clock[5..8]].concat()
}

fn local_ms(at: WallTime, zone: TimeZone) -> i64 {
    (at.0 as i64).saturating_add(i64::from(zone.0(at)) * 60_000)
}

/// A duration as `+0.012`, `+1:02.345`, `+25:01:02.345`; less than zero as `-0.012`.
#[must_use]
pub fn elapsed(ms: f64) -> String {
    let sign = if ms <= -1.0 { '-' } else { '+' };
    let (hours, minutes, seconds, ms) = parts(ms.abs() as u64);
    match (hours, minutes) {
        (0, 0) => format!("{sign}{seconds}.{ms:03}"),
        (0, _) => format!("{sign}{minutes}:{seconds:02}.{ms:03}"),
        (_, _) => format!("{sign}{hours}:{minutes:02}:{seconds:02}.{ms:03}"),
    }
}

/// Hours, minutes and seconds as on a stopwatch: `0:07`, `1:02:03`. The rest of a second is cut off.
///
/// ```
/// use session::format::stopwatch;
///
/// assert_eq!(stopwatch(7_900.0), "0:07");
/// assert_eq!(stopwatch(3_723_000.0), "1:02:03");
/// ```
#[must_use]
pub fn stopwatch(ms: f64) -> String {
    // A cast of a float stops at the ends of `u64`; less than nothing is nothing.
    let (hours, minutes, seconds, _) = parts(ms as u64);
    if hours == 0 {
        format!("{minutes}:{seconds:02}")
    } else {
        format!("{hours}:{minutes:02}:{seconds:02}")
    }
}

/// How long something lasted: `2.5 s` below a minute, otherwise as on a stopwatch. The rest is cut off.
///
/// ```
/// use session::format::lasted;
///
/// assert_eq!(lasted(2_567), "2.5 s");
/// assert_eq!(lasted(62_000), "1:02");
/// ```
#[must_use]
pub fn lasted(ms: u64) -> String {
    if ms < 60_000 {
        format!("{}.{} s", ms / 1_000, ms / 100 % 10)
    } else {
        stopwatch(ms as f64)
    }
}

/// Hours, minutes, seconds and milliseconds.
fn parts(ms: u64) -> (u64, u64, u64, u64) {
    let seconds = ms / 1_000;
    (seconds / 3_600, seconds / 60 % 60, seconds % 60, ms % 1_000)
}

/// A size in the largest unit of which it is at least one, with one decimal unless that is 0. It is cut off and
/// not rounded: a size below a limit never reads like the limit.
///
/// ```
/// use session::format::human_size;
///
/// assert_eq!(human_size(1_023), "1023 B");
/// assert_eq!(human_size(1_536), "1.5 KiB");
/// assert_eq!(human_size(16 << 20), "16 MiB");
/// ```
#[must_use]
pub fn human_size(bytes: u64) -> String {
    let mut unit = 0;
    while unit + 1 < UNITS.len() && bytes >> (10 * (unit + 1)) > 0 {
        unit += 1;
    }
    let whole = bytes >> (10 * unit);
    let rest = bytes - (whole << (10 * unit));
    let tenths = (rest * 10) >> (10 * unit);
    let name = UNITS[unit];
    if tenths == 0 {
        format!("{whole} {name}")
    } else {
        format!("{whole}.{tenths} {name}")
    }
}

/// A typed size: bytes, or a number with a unit, of which the first letter is enough. `Some(None)` for an empty
/// text; `None` for anything else. `1 KB` is not a size here, as some take it for 1,000 bytes.
///
/// ```
/// use session::format::parse_size;
///
/// assert_eq!(parse_size("512"), Some(Some(512)));
/// assert_eq!(parse_size("4k"), Some(Some(4_096)));
/// assert_eq!(parse_size("1 MiB"), Some(Some(1 << 20)));
/// assert_eq!(parse_size(" "), Some(None));
/// assert_eq!(parse_size("1 KB"), None);
/// ```
#[must_use]
pub fn parse_size(typed: &str) -> Option<Option<u64>> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Some(None);
    }
    let digits_end = typed.find(|c: char| !c.is_ascii_digit());
    let (digits, unit) = typed.split_at(digits_end.unwrap_or(typed.len()));
    let unit = unit.trim_start();
    let power = if unit.is_empty() {
        0
    } else {
        UNITS.iter().position(|name| {
            unit.eq_ignore_ascii_case(name) || unit.eq_ignore_ascii_case(&name[..1])
        })?
    };
    let bytes = digits.parse::<u64>().ok()?;
    bytes.checked_mul(1 << (10 * power)).map(Some)
}

/// A count with a comma between thousands, as both of the page's languages write it.
///
/// ```
/// assert_eq!(session::format::grouped(1_234_567), "1,234,567");
/// ```
#[must_use]
pub fn grouped(count: u64) -> String {
    let digits = count.to_string();
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;
