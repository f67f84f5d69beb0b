//! Times, sizes and counts are written as a person reads them, to the ends of their ranges.

use proptest::prelude::*;

use super::*;

#[test]
fn utc_of_known_moments_is_their_name() {
    for (ms, name) in [
        (0.0, "1970-01-01T00:00:00.000Z"),
        (951_782_400_000.0, "2000-02-29T00:00:00.000Z"),
        (1_234_567_890_123.9, "2009-02-13T23:31:30.123Z"),
        (1_709_251_199_999.0, "2024-02-29T23:59:59.999Z"),
        (4_107_542_400_000.0, "2100-03-01T00:00:00.000Z"),
        (LAST_MS, "9999-12-31T23:59:59.999Z"),
    ] {
        assert_eq!(utc(WallTime(ms)), name);
    }
}

#[test]
fn utc_of_other_moments_is_the_nearest() {
    for (ms, name) in [
        (-1.0, "1970-01-01T00:00:00.000Z"),
        (f64::NAN, "1970-01-01T00:00:00.000Z"),
        (f64::INFINITY, "9999-12-31T23:59:59.999Z"),
    ] {
        assert_eq!(utc(WallTime(ms)), name);
    }
}

#[test]
fn date_of_each_day_follows_the_day_before() {
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

#[test]
fn clock_is_local_time() {
    let at = WallTime(f64::from(18 * 3_600 + 4 * 60 + 5) * 1_000.0 + 678.9);
    assert_eq!(clock(at, TimeZone(|_| 0)), "18:04:05.678");
    assert_eq!(clock(at, TimeZone(|_| 9 * 60)), "03:04:05.678");
    assert_eq!(clock(at, TimeZone(|_| -19 * 60)), "23:04:05.678");
    assert_eq!(clock(WallTime(f64::NAN), TimeZone(|_| 0)), "00:00:00.000");
}

#[test]
fn local_of_another_day_has_its_date() {
    let (utc, seoul) = (TimeZone(|_| 0), TimeZone(|_| 9 * 60));
    let at = WallTime(23.0 * 3_600_000.0);
    assert_eq!(local(at, utc, day(at, utc)), "23:00");
    assert_eq!(local(at, utc, 1), "1970-01-01 23:00");
    assert_eq!(local(at, seoul, 0), "1970-01-02 08:00");
    assert_eq!(day(at, seoul), 1);
}

/// 2026-07-15T12:00Z, when it is summer in the north.
const JULY: WallTime = WallTime(1_784_116_800_000.0);

/// 2026-11-30T12:00Z.
const NOVEMBER: WallTime = WallTime(1_796_040_000_000.0);

/// A zone with these offsets in July and in November 2026.
macro_rules! zone {
    ($july:expr, $november:expr) => {
        TimeZone(|at| {
            if at.0 < 1_790_000_000_000.0 {
                $july
            } else {
                $november
            }
        })
    };
}

#[test]
fn local_of_summer_read_in_winter_has_the_offset_of_then() {
    let berlin = zone!(2 * 60, 60);
    let new_york = zone!(-4 * 60, -5 * 60);
    let chatham = zone!(12 * 60 + 45, 13 * 60 + 45);
    for (zone, july, november) in [
        (berlin, "2026-07-15 14:00", "13:00"),
        (new_york, "2026-07-15 08:00", "07:00"),
        (chatham, "2026-07-16 00:45", "01:45"),
    ] {
        let today = day(NOVEMBER, zone);
        assert_eq!(local(JULY, zone, today), july);
        assert_eq!(local(NOVEMBER, zone, today), november);
    }
}

#[test]
fn clock_of_a_row_when_summer_time_ends_stays() {
    // In Berlin, summer time ended at 2026-10-25T01:00Z.
    let berlin = TimeZone(|at| if at.0 < 1_792_890_000_000.0 { 120 } else { 60 });
    assert_eq!(clock(WallTime(1_792_889_961_000.0), berlin), "02:59:21.000");
    assert_eq!(clock(WallTime(1_792_890_001_000.0), berlin), "02:00:01.000");
}

#[test]
fn elapsed_has_no_empty_units() {
    for (ms, words) in [
        (0.0, "+0.000"),
        (12.9, "+0.012"),
        (62_345.0, "+1:02.345"),
        (90_062_345.0, "+25:01:02.345"),
        (-0.9, "+0.000"),
        (-1.0, "-0.001"),
        (-62_345.0, "-1:02.345"),
    ] {
        assert_eq!(elapsed(ms), words);
    }
}

#[test]
fn stopwatch_of_an_hour_has_hours() {
    assert_eq!(stopwatch(0.0), "0:00");
    assert_eq!(stopwatch(59_999.0), "0:59");
    assert_eq!(stopwatch(3_599_999.0), "59:59");
    assert_eq!(stopwatch(3_600_000.0), "1:00:00");
    assert_eq!(stopwatch(360_000_000.0), "100:00:00");
}

#[test]
fn stopwatch_of_no_duration_is_zero() {
    assert_eq!(stopwatch(-1.0), "0:00");
    assert_eq!(stopwatch(f64::NAN), "0:00");
}

#[test]
fn human_size_has_the_largest_filled_unit() {
    for (bytes, words) in [
        (0, "0 B"),
        (1, "1 B"),
        (1_023, "1023 B"),
        (1_024, "1 KiB"),
        (1_127, "1.1 KiB"),
        ((1 << 20) - 1, "1023.9 KiB"),
        (1 << 20, "1 MiB"),
        (256 << 20, "256 MiB"),
        (3 << 29, "1.5 GiB"),
        (u64::MAX, "16777215.9 TiB"),
    ] {
        assert_eq!(human_size(bytes), words);
    }
}

#[test]
fn parse_size_of_a_typed_size_returns_it() {
    for (typed, bytes) in [
        ("0", 0),
        (" 512 ", 512),
        ("12 b", 12),
        ("4k", 4 << 10),
        ("4 KIB", 4 << 10),
        ("16MiB", 16 << 20),
        ("3 g", 3 << 30),
    ] {
        assert_eq!(parse_size(typed), Some(Some(bytes)), "{typed}");
    }
}

#[test]
fn parse_size_of_other_text_is_none() {
    for typed in [
        "k",
        "-1",
        "1.5 KiB",
        "4 KB",
        "1 000",
        "4 k 2",
        "크다",
        "99999999999999999999",
        "16777216 T",
    ] {
        assert_eq!(parse_size(typed), None, "{typed}");
    }
}

#[test]
fn grouped_has_a_comma_between_thousands() {
    for (count, words) in [
        (0, "0"),
        (999, "999"),
        (1_000, "1,000"),
        (100_012, "100,012"),
        (u64::MAX, "18,446,744,073,709,551,615"),
    ] {
        assert_eq!(grouped(count), words);
    }
}

proptest! {
    #[test]
    fn grouped_without_commas_is_the_count(count: u64) {
        prop_assert_eq!(grouped(count).replace(',', ""), count.to_string());
    }
}
