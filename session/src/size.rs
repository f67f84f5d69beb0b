//! Sizes and counts as a person reads them.
//!
//! Whole numbers only: the standard library's way of writing a float weighs more than all of this.

/// The units of [`human`], each 1,024 times the one before.
const UNITS: [&str; 5] = ["B", "KiB", "MiB", "GiB", "TiB"];

/// A size in the largest unit of which it is at least one, with a tenth where there is one. It is
/// cut off and not rounded, so that what is short of a limit never reads as if it reached it.
///
/// ```
/// use session::size::human;
///
/// assert_eq!(human(1_023), "1023 B");
/// assert_eq!(human(1_536), "1.5 KiB");
/// assert_eq!(human(16 << 20), "16 MiB");
/// ```
#[must_use]
pub fn human(bytes: u64) -> String {
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

/// The size that somebody typed: bytes, or a number with a unit of 1,024, of which the first letter
/// is enough. `Some(None)` when nothing was typed; `None` when it cannot be read as a size, as `1 KB`
/// cannot, which to some is 1,000 bytes.
///
/// ```
/// use session::size::parse;
///
/// assert_eq!(parse("512"), Some(Some(512)));
/// assert_eq!(parse("4k"), Some(Some(4_096)));
/// assert_eq!(parse("1 MiB"), Some(Some(1 << 20)));
/// assert_eq!(parse(" "), Some(None));
/// assert_eq!(parse("1 KB"), None);
/// ```
#[must_use]
pub fn parse(typed: &str) -> Option<Option<u64>> {
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
/// assert_eq!(session::size::grouped(1_234_567), "1,234,567");
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
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_size_is_in_the_largest_unit_that_it_fills() {
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
            assert_eq!(human(bytes), words);
        }
    }

    #[test]
    fn a_size_is_read_as_it_is_typed() {
        for (typed, bytes) in [
            ("0", 0),
            (" 512 ", 512),
            ("12 b", 12),
            ("4k", 4 << 10),
            ("4 KIB", 4 << 10),
            ("16MiB", 16 << 20),
            ("3 g", 3 << 30),
        ] {
            assert_eq!(parse(typed), Some(Some(bytes)), "{typed}");
        }
    }

    #[test]
    fn what_is_no_size_is_not_guessed_at() {
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
            assert_eq!(parse(typed), None, "{typed}");
        }
    }

    #[test]
    fn thousands_are_set_apart() {
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
        fn a_count_without_its_commas_is_the_count(count: u64) {
            prop_assert_eq!(grouped(count).replace(',', ""), count.to_string());
        }
    }
}
