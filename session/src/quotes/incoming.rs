//! A message of `/ticker`, read.

use serde_json::Value;

use crate::payload::Payload;

/// Prices beyond ten thousand millions would not fit into the table, nor their changes into a number.
const MAX_PRICE: f64 = 1e10;

/// A message.
pub(super) struct Message {
    /// Whether it is of every symbol, or else of those whose price has changed.
    pub(super) is_snapshot: bool,
    pub(super) quotes: Vec<QuoteUpdate>,
    pub(super) skipped: u64,
}

/// A symbol. Prices are in hundredths.
pub(super) struct QuoteUpdate {
    pub(super) symbol: String,
    pub(super) price: i64,
    /// What it was at first; only a snapshot tells.
    pub(super) open: i64,
}

/// What is in the message: `Some(None)` where it is of a kind that only a newer server sends, and `None` where
/// it is none of `/ticker`.
pub(super) fn parse(payload: &Payload) -> Option<Option<Message>> {
    let Payload::Text(text) = payload else {
        return None;
    };
    let value: Value = serde_json::from_str(text).ok()?;
    let is_snapshot = match value["type"].as_str()? {
        "snapshot" => true,
        "quotes" => false,
        _ => return Some(None),
    };
    let mut quotes = Vec::new();
    for update in value["quotes"].as_array()? {
        let open = if is_snapshot {
            hundredths(&update["open"])?
        } else {
            0
        };
        quotes.push(QuoteUpdate {
            symbol: update["symbol"].as_str()?.to_owned(),
            price: hundredths(&update["price"])?,
            open,
        });
    }
    Some(Some(Message {
        is_snapshot,
        quotes,
        skipped: value["skipped"].as_u64().unwrap_or_default(),
    }))
}

/// A price, to the nearest hundredth.
fn hundredths(price: &Value) -> Option<i64> {
    let price = price.as_f64()?;
    (price.abs() < MAX_PRICE).then(|| (price * 100.0 + 0.5).floor() as i64)
}
