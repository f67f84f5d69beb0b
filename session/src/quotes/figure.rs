//! Formats hundredths.
//!
//! The numbers are integers: the standard library's float formatting weighs more in the page than this
//! file.

use crate::format::grouped;

/// A number of hundredths.
///
/// ```
/// use session::quotes::figure::plain;
///
/// assert_eq!(plain(123_456), "1,234.56");
/// assert_eq!(plain(-5), "−0.05");
/// ```
#[must_use]
pub fn plain(hundredths: i64) -> String {
    let sign = if hundredths < 0 { "−" } else { "" };
    sign.to_owned() + &unsigned(hundredths)
}

/// A change by a number of hundredths, with its sign.
///
/// ```
/// use session::quotes::figure::signed;
///
/// assert_eq!(signed(123), "+1.23");
/// assert_eq!(signed(0), "0.00");
/// ```
#[must_use]
pub fn signed(hundredths: i64) -> String {
    let sign = if hundredths > 0 { "+" } else { "" };
    sign.to_owned() + &plain(hundredths)
}

fn unsigned(hundredths: i64) -> String {
    let hundredths = hundredths.unsigned_abs();
    let rest = hundredths % 100;
    format!("{}.{}{}", grouped(hundredths / 100), rest / 10, rest % 10)
}
