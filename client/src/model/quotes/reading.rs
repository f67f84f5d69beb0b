//! A message of `/ticker`, read.

use serde_json::Value;

use crate::model::payload::Payload;

/// Prices beyond ten thousand millions would not fit into the table, nor their changes into a number.
const MAX_PRICE: f64 = 1e10;

/// A message.
pub(super) enum Message {
    /// Every symbol, with its price and what it was at first.
    Snapshot(Vec<(Quote, i64)>),
    /// Symbols whose price has changed.
    Quotes { quotes: Vec<Quote>, skipped: u64 },
    /// One of a kind that a newer server sends.
    Unknown,
}

/// A symbol and its price in hundredths.
pub(super) struct Quote {
    pub(super) symbol: String,
    pub(super) price: i64,
}

/// What is in the message; `None` when it is none of `/ticker`.
pub(super) fn read(payload: &Payload) -> Option<Message> {
    let Payload::Text(text) = payload else {
        return None;
    };
    let value: Value = serde_json::from_str(text).ok()?;
    let quotes = || value["quotes"].as_array();
    Some(match value["type"].as_str()? {
        "snapshot" => {
            let full = |value| Some((quote(value)?, hundredths(&value["open"])?));
            Message::Snapshot(quotes()?.iter().map(full).collect::<Option<_>>()?)
        }
        "quotes" => Message::Quotes {
            quotes: quotes()?.iter().map(quote).collect::<Option<_>>()?,
            skipped: value["skipped"].as_u64().unwrap_or_default(),
        },
        _ => Message::Unknown,
    })
}

fn quote(value: &Value) -> Option<Quote> {
    Some(Quote {
        symbol: value["symbol"].as_str()?.to_owned(),
        price: hundredths(&value["price"])?,
    })
}

/// A price, to the nearest hundredth.
fn hundredths(price: &Value) -> Option<i64> {
    let price = price.as_f64()?;
    (price.abs() < MAX_PRICE).then(|| (price * 100.0 + 0.5).floor() as i64)
}
