//! `/echo`: the same message back, exactly.

use crate::catalogue::{ANYTHING, COMPRESSION, ECHO, Endpoint};
use crate::parameter::{Integer, OptionalInteger, Parameter};

/// The same message back, exactly.
pub const ENDPOINT: Endpoint = Endpoint {
    name: "echo",
    path: "/echo",
    summary: "the same message back, text as text, binary as binary",
    description: "Messages are sent back in the order of their arrival, whatever their delays.",
    subprotocols: &[],
    parameters: &[
        Parameter::Integer(DELAY_MS),
        Parameter::Integer(JITTER_MS),
        Parameter::OptionalInteger(FRAGMENT_BYTES),
        Parameter::Text(COMPRESSION),
    ],
    receives: Some(ANYTHING),
    sends: Some(ECHO),
    example: "/echo?delay_ms=250&jitter_ms=100",
};

/// Time that each message waits before it is sent back, in milliseconds.
pub const DELAY_MS: Integer = Integer {
    name: "delay_ms",
    description: "Time that each message waits before it is sent back, in milliseconds.",
    min: 0,
    max: 60_000,
    default: 0,
};

/// Upper limit of a random time added to the delay, in milliseconds.
pub const JITTER_MS: Integer = Integer {
    name: "jitter_ms",
    description: "Upper limit of a random time added to the delay, in milliseconds.",
    min: 0,
    max: 60_000,
    default: 0,
};

/// The largest payload of one frame, in bytes; left out, a message is one frame.
pub const FRAGMENT_BYTES: OptionalInteger = OptionalInteger {
    name: "fragment_bytes",
    description: "The largest payload of one frame, in bytes; left out, a message is one frame.",
    min: 1,
    max: 16_777_216,
};
