//! `/ticker`: pushes quotes.

use crate::catalogue::{COMPRESSION, Endpoint, Message};
use crate::parameter::{Integer, OptionalInteger, Parameter, Symbols};

/// Pushes quotes.
pub const ENDPOINT: Endpoint = Endpoint {
    name: "ticker",
    path: "/ticker",
    summary: "push only: JSON quotes, a snapshot first, then what changes",
    description: "Each symbol moves as geometric Brownian motion. Clients with the same seed and interval share \
        a feed, which begins at tick 0 with the first of them and ends with the last. So a test with a seed of its own \
        always sees the same quotes. A client that reads slower than prices change gets the newest price, and \
        `skipped` is the number of those left out. Above the limit of computed prices, a thousand different symbols at \
        a tick of a millisecond, it closes with 1013.",
    subprotocols: &[],
    parameters: &[
        Parameter::Symbols(SYMBOLS),
        Parameter::Integer(INTERVAL_MS),
        Parameter::OptionalInteger(COUNT),
        Parameter::Integer(SEED),
        Parameter::Text(COMPRESSION),
    ],
    receives: None,
    sends: Some(Message {
        name: "quotes",
        content_type: "application/json",
        summary: "First a snapshot of every symbol, then the symbols whose price has changed.",
    }),
    example: "/ticker?symbols=ULLIM,ECHO&interval_ms=500",
};

/// The symbols.
pub const SYMBOLS: Symbols = Symbols {
    name: "symbols",
    description: "The symbols.",
    max_symbols: 64,
    max_symbol_bytes: 12,
    default: "ULLIM,ECHO,WAVE",
};

/// The time between two ticks, in which every price moves, in milliseconds.
pub const INTERVAL_MS: Integer = Integer {
    name: "interval_ms",
    description: "The time between two ticks, in which every price moves, in milliseconds.",
    min: 1,
    max: 60_000,
    default: 1000,
};

/// Number of messages after the snapshot at which the server closes with 1000; left out, it does not close.
pub const COUNT: OptionalInteger = OptionalInteger {
    name: "count",
    description: "Number of messages after the snapshot at which the server closes with 1000; left out, it does not close.",
    min: 1,
    max: 1_000_000,
};

/// The seed of the prices; another seed is another feed.
pub const SEED: Integer = Integer {
    name: "seed",
    description: "The seed of the prices; another seed is another feed.",
    min: 0,
    max: u64::MAX,
    default: 0,
};
