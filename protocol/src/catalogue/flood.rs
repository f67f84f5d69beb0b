//! `/flood`: numbered messages, as fast as the client takes them.

use crate::catalogue::{COMPRESSION, Endpoint, Message};
use crate::parameter::{Choice, Integer, OptionalInteger, Parameter};

/// Numbered messages, as fast as the client takes them.
pub const ENDPOINT: Endpoint = Endpoint {
    name: "flood",
    path: "/flood",
    summary: "push only: numbered messages as fast as the client takes them",
    description: "A message begins with its number, from 0, and is filled up with dots; a number \
         longer than `bytes` stays whole. The server closes with 1000 after the last.",
    subprotocols: &[],
    parameters: &[
        Parameter::Integer(COUNT),
        Parameter::Integer(BYTES),
        Parameter::OptionalInteger(RATE),
        Parameter::Choice(KIND),
        Parameter::Text(COMPRESSION),
    ],
    receives: None,
    sends: Some(Message {
        name: "numbered",
        content_type: "application/octet-stream",
        summary: "Its number in decimal, then dots.",
    }),
    example: "/flood?count=1000&bytes=128&rate=100",
};

/// Number of messages.
pub const COUNT: Integer = Integer {
    name: "count",
    description: "Number of messages.",
    min: 1,
    max: 100_000_000,
    default: 10_000,
};

/// The size of a message, in bytes.
pub const BYTES: Integer = Integer {
    name: "bytes",
    description: "The size of a message, in bytes.",
    min: 1,
    max: 1_048_576,
    default: 64,
};

/// The most messages in a second; left out, the client's reading is the only limit.
pub const RATE: OptionalInteger = OptionalInteger {
    name: "rate",
    description: "The most messages in a second; left out, the client's reading is the only limit.",
    min: 1,
    max: 1_000_000,
};

/// Whether the messages are text or binary.
pub const KIND: Choice = Choice {
    name: "kind",
    description: "Whether the messages are text or binary.",
    of: &["text", "binary"],
};
