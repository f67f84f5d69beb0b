//! `/ping`: pings, and tells the round-trip time.

use crate::catalogue::{ANYTHING, COMPRESSION, Endpoint, Message};
use crate::parameter::{Integer, Parameter};

/// Pings, and tells the round-trip time.
pub const ENDPOINT: Endpoint = Endpoint {
    name: "ping",
    path: "/ping",
    summary: "server pings and tells the round-trip time",
    description: "Pings at the start and then at each interval, and sends a message for each pong. A client that \
         answers no ping receives no message; this endpoint does not close its connection.",
    subprotocols: &[],
    parameters: &[
        Parameter::Integer(INTERVAL_MS),
        Parameter::Text(COMPRESSION),
    ],
    receives: Some(ANYTHING),
    sends: Some(Message {
        name: "pong",
        content_type: "application/json",
        summary: "The number of the ping and its round-trip time in milliseconds.",
    }),
    example: "/ping?interval_ms=500",
};

/// The time between two pings, in milliseconds.
pub const INTERVAL_MS: Integer = Integer {
    name: "interval_ms",
    description: "The time between two pings, in milliseconds.",
    min: 100,
    max: 60_000,
    default: 1000,
};
