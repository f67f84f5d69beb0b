//! The messages of `/ticker`.

use serde_json::Value;

use crate::payload::Payload;

/// The limit on a price; a message beyond it cannot be read. A larger price would fit neither the table nor
/// the integers of its changes.
const MAX_PRICE: f64 = 1e10;

/// A message.
pub(super) struct Message {
    /// Whether the message lists every symbol, and not only changed ones.
    pub(super) is_snapshot: bool,
    pub(super) quotes: Vec<QuoteUpdate>,
    pub(super) skipped: u64,
}

/// A price of a symbol, in hundredths.
pub(super) struct QuoteUpdate {
    pub(super) symbol: String,
    pub(super) price: i64,
    /// The opening price; only a snapshot has it.
    pub(super) open: i64,
}

/// Reads a message: `None` if it is none of `/ticker`, `Some(None)` for a kind that only a newer server
/// sends.
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

/// Reads a price, rounded to the nearest hundredth.
fn hundredths(price: &Value) -> Option<i64> {
    let price = price.as_f64()?;
    (price.abs() < MAX_PRICE).then(|| (price * 100.0 + 0.5).floor() as i64)
}
