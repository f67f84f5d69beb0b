//! `/slow`: reads no faster than told.

use crate::catalogue::{ANYTHING, COMPRESSION, Endpoint, Message};
use crate::parameter::{Integer, Parameter};

/// Reads no faster than told.
pub const ENDPOINT: Endpoint = Endpoint {
    name: "slow",
    path: "/slow",
    summary: "reads no faster than told: backpressure to feel",
    description: "The messages of the client wait on its own side, where they can be measured. After each whole message \
         the server reports how much it has read.",
    subprotocols: &[],
    parameters: &[
        Parameter::Integer(BYTES_PER_S),
        Parameter::Text(COMPRESSION),
    ],
    receives: Some(ANYTHING),
    sends: Some(Message {
        name: "progress",
        content_type: "application/json",
        summary: "After each message: its number, its bytes, all bytes so far, and the time since the handshake.",
    }),
    example: "/slow?bytes_per_s=1024",
};

/// The limit on the server's reading, in bytes a second.
pub const BYTES_PER_S: Integer = Integer {
    name: "bytes_per_s",
    description: "The limit on the server's reading, in bytes a second.",
    min: 1,
    max: 1_000_000_000,
    default: 1024,
};
