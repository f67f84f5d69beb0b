//! `/ticker`: quotes that are only pushed.

use crate::catalogue::{Endpoint, Message};
use crate::parameter::{Integer, OptionalInteger, Parameter, Symbols};

/// Quotes that are only pushed.
pub const ENDPOINT: Endpoint = Endpoint {
    name: "ticker",
    path: "/ticker",
    summary: "push only: JSON quotes",
    description: "Each symbol is a random walk; the same seed gives the same quotes.",
    subprotocols: &[],
    parameters: &[
        Parameter::Symbols(SYMBOLS),
        Parameter::Integer(INTERVAL_MS),
        Parameter::OptionalInteger(COUNT),
        Parameter::Integer(SEED),
    ],
    receives: None,
    sends: Some(Message {
        name: "quote",
        content_type: "application/json",
        summary: "One quote: sequence, symbol, price, change and time.",
    }),
    example: "/ticker?symbols=ULLIM,ECHO&interval_ms=500",
};

/// Which symbols are quoted, in turn.
pub const SYMBOLS: Symbols = Symbols {
    name: "symbols",
    description: "Which symbols are quoted, in turn.",
    max_symbols: 32,
    max_symbol_bytes: 12,
    default: "ULLIM,ECHO,WAVE",
};

/// The time between two quotes, in milliseconds.
pub const INTERVAL_MS: Integer = Integer {
    name: "interval_ms",
    description: "The time between two quotes, in milliseconds.",
    min: 10,
    max: 60_000,
    default: 1000,
};

/// After how many quotes the server closes with 1000; left out, never.
pub const COUNT: OptionalInteger = OptionalInteger {
    name: "count",
    description: "After how many quotes the server closes with 1000; left out, never.",
    min: 1,
    max: 1_000_000,
};

/// What the random walk starts from.
pub const SEED: Integer = Integer {
    name: "seed",
    description: "What the random walk starts from.",
    min: 0,
    max: u64::MAX,
    default: 0,
};
