//! The messages of `/ticker`: quotes that are only pushed.
//!
//! Each is a text message of JSON whose `type` says which it is. What belongs here: the types. What may not
//! enter: how prices come about.
//!
//! # A feed
//!
//! Those who ask for the same `seed` and `interval_ms` share a *feed*. It begins at tick 0 with the first of
//! them and ends with the last. A price depends on the seed, the interval, the symbol and the tick, and on
//! nothing else: whoever is alone with a seed sees the same quotes each time, from the first one on.
//!
//! 1. The server sends one `snapshot`, with every symbol that was asked for.
//! 2. `quotes` follow, each with those symbols whose price is not what the client was told last; there is no
//!    message when no price changed. A client that does not take messages in as fast as prices change gets
//!    the newest price and not those before it; `skipped` says how many those were.

use serde::{Deserialize, Serialize};

/// A message of `/ticker`. Later versions may add fields and types; a client passes over what it does not
/// know.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum TickerMessage {
    /// The first message: every symbol.
    Snapshot(Snapshot),
    /// What has changed since the last message.
    Quotes(Quotes),
}

/// Every symbol that was asked for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Snapshot {
    /// How many times the feed has moved since it began.
    pub tick: u64,
    /// When it moved last, in milliseconds since 1970.
    pub time_ms: u64,
    /// The time between two ticks, in milliseconds.
    pub interval_ms: u64,
    /// What the prices are drawn from.
    pub seed: u64,
    /// A quote for each symbol, in the order in which they were asked for.
    pub quotes: Vec<FullQuote>,
}

/// What has changed since the last message to this client.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Quotes {
    /// Which tick these are the prices of. Ticks are counted, not timed: one that is late is not made up
    /// for, and the next has the next number.
    pub tick: u64,
    /// When that was, in milliseconds since 1970.
    pub time_ms: u64,
    /// How many changes of the client's symbols since the last message are not in this one, because there
    /// is a newer price.
    pub skipped: u64,
    /// The symbols whose price is not what the client was told last; never empty.
    pub quotes: Vec<Quote>,
}

/// A symbol with all that is known of it.
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
