//! What the quotes of a feed are called.

use super::Phrase;

/// What the quotes say. Prices are in hundredths.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(
    missing_docs,
    reason = "each is named by what it says; the languages spell it out"
)]
pub enum QuotesPhrase {
    Caption,
    Symbol,
    Price,
    Change,
    /// The lowest and the highest price that was seen.
    Range,
    LastMinute,
    /// The picture of the last minute in words.
    Course {
        low: i64,
        high: i64,
    },
    /// There is nothing to show yet, and why.
    NotConnected,
    Awaited,
    /// The connection is not open; the time of the last quote follows.
    Stale,
    Live,
    Skipped(u64),
    Misread(u64),
}

impl From<QuotesPhrase> for Phrase {
    fn from(phrase: QuotesPhrase) -> Self {
        Self::Quotes(phrase)
    }
}
