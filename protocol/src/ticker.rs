//! The messages of `/ticker`, which the server pushes.
//!
//! Each is a text message of JSON with a `type`. What belongs here: the types. What may not enter: how prices are
//! made.
//!
//! # A feed
//!
//! Clients with the same `seed` and `interval_ms` share a *feed*. It begins at tick 0 with the first of them and
//! ends with the last. A price depends on the seed, the interval, the symbol and the tick, and on nothing else. So a
//! client with a seed of its own sees the same quotes each time, from the first one on.
//!
//! 1. The server sends one `snapshot` with every requested symbol.
//! 2. `quotes` follow, each with the symbols whose price differs from the last one sent to the client. There is no
//!    message when no price changed. A client that reads slower than prices change gets the newest price and not
//!    those before it; `skipped` is the number of those.

use serde::{Deserialize, Serialize};

/// A message of `/ticker`. Later versions may add fields and types; a client ignores those that it does not know.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum TickerMessage {
    /// The first message: every symbol.
    Snapshot(Snapshot),
    /// The changes since the last message.
    Quotes(Quotes),
}

/// Every requested symbol.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Snapshot {
    /// The number of ticks of the feed since it began.
    pub tick: u64,
    /// The time of the last tick, in milliseconds since 1970.
    pub time_ms: u64,
    /// The time between two ticks, in milliseconds.
    pub interval_ms: u64,
    /// The seed of the prices.
    pub seed: u64,
    /// A quote for each symbol, in the order of the request.
    pub quotes: Vec<FullQuote>,
}

/// The changes since the last message to this client.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Quotes {
    /// The tick of these prices. Ticks are counted and not timed: after a late tick the next one has the next
    /// number.
    pub tick: u64,
    /// The time of that tick, in milliseconds since 1970.
    pub time_ms: u64,
    /// The number of price changes since the last message that are not in this one, because a newer price is.
    pub skipped: u64,
    /// The symbols whose price differs from the last one sent to the client; never empty.
    pub quotes: Vec<Quote>,
}

/// A symbol with its price and its first price.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FullQuote {
    /// The symbol.
    pub symbol: String,
    /// Its price, with at most two decimals.
    pub price: f64,
    /// Its price at tick 0.
    pub open: f64,
}

/// A symbol and its new price.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Quote {
    /// The symbol.
    pub symbol: String,
    /// Its price, with at most two decimals.
    pub price: f64,
}
