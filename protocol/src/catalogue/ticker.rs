//! `/ticker`: quotes that are only pushed.

use crate::catalogue::{Endpoint, Message};
use crate::parameter::{Integer, OptionalInteger, Parameter, Symbols};

/// Quotes that are only pushed.
pub const ENDPOINT: Endpoint = Endpoint {
    name: "ticker",
    path: "/ticker",
    summary: "push only: JSON quotes, a snapshot first, then what changes",
    description: "Each symbol moves as geometric Brownian motion. Those who ask for the same seed and interval \
        share a feed, which begins at tick 0 with the first of them and ends with the last: a test with a seed of \
        its own always sees the same quotes. Who does not read as fast as prices change gets the newest price, \
        and is told in `skipped` how many were left out. Where as many symbols are read as the server computes, at a tick a \
        millisecond a thousand different ones, it closes with 1013.",
    subprotocols: &[],
    parameters: &[
        Parameter::Symbols(SYMBOLS),
        Parameter::Integer(INTERVAL_MS),
        Parameter::OptionalInteger(COUNT),
        Parameter::Integer(SEED),
    ],
    receives: None,
    sends: Some(Message {
        name: "quotes",
        content_type: "application/json",
        summary: "First a snapshot of every symbol, then those whose price has changed.",
    }),
    example: "/ticker?symbols=ULLIM,ECHO&interval_ms=500",
};

/// Which symbols are quoted.
pub const SYMBOLS: Symbols = Symbols {
    name: "symbols",
    description: "Which symbols are quoted.",
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

/// After how many messages behind the snapshot the server closes with 1000; left out, never.
pub const COUNT: OptionalInteger = OptionalInteger {
    name: "count",
    description: "After how many messages behind the snapshot the server closes with 1000; left out, never.",
    min: 1,
    max: 1_000_000,
};

/// What the prices are drawn from; another seed is another feed.
pub const SEED: Integer = Integer {
    name: "seed",
    description: "What the prices are drawn from; another seed is another feed.",
    min: 0,
    max: u64::MAX,
    default: 0,
};
