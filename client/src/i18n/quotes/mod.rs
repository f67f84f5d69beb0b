//! The table of quotes of a feed.

pub(super) mod english;
pub(super) mod korean;

/// The table of quotes. Prices are in hundredths.
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
    /// The lowest and the highest price so far.
    Range,
    LastMinute,
    /// The sparkline of the last minute in words.
    LastMinuteRange {
        low: i64,
        high: i64,
    },
    NotConnected,
    /// Connected, and the first quote has not arrived.
    Awaited,
    /// Not connected; the time of the last quote follows.
    Stale,
    Live,
    Skipped(u64),
    Unreadable(u64),
}
