//! The words of the quotes in English.

use yew::AttrValue;

use super::QuotesPhrase;
use session::format::grouped;
use session::quotes::figure::plain;

pub(in crate::i18n) fn say(phrase: QuotesPhrase) -> AttrValue {
    AttrValue::Static(match phrase {
        QuotesPhrase::Caption => "Quotes and their change since the feed started",
        QuotesPhrase::Symbol => "Symbol",
        QuotesPhrase::Price => "Price",
        QuotesPhrase::Change => "Change",
        QuotesPhrase::Range => "Low – high",
        QuotesPhrase::LastMinute => "Last minute",
        QuotesPhrase::LastMinuteRange { low, high } => {
            return format!(
                "Between {} and {} in the last minute.",
                plain(low),
                plain(high)
            )
            .into();
        }
        QuotesPhrase::NotConnected => "No quotes yet: connect to see them.",
        QuotesPhrase::Awaited => "Waiting for the first quotes.",
        QuotesPhrase::Stale => "Not connected. These are the last quotes, from",
        QuotesPhrase::Live => "Live.",
        QuotesPhrase::Skipped(1) => "1 change was skipped for a newer one.",
        QuotesPhrase::Skipped(count) => {
            return format!("{} changes were skipped for newer ones.", grouped(count)).into();
        }
        QuotesPhrase::Unreadable(1) => "1 message was not a quote; it is in the log.",
        QuotesPhrase::Unreadable(count) => {
            return format!(
                "{} messages were not quotes; they are in the log.",
                grouped(count)
            )
            .into();
        }
    })
}
