//! `/faults`: an echo or a ticker whose frames suffer a fault.

use crate::catalogue::{ANYTHING, COMPRESSION, ECHO, Endpoint};
use crate::parameter::{Choice, Integer, OptionalInteger, Parameter};

/// An echo or a ticker whose frames suffer a fault.
pub const ENDPOINT: Endpoint = Endpoint {
    name: "faults",
    path: "/faults",
    summary: "an echo or a ticker whose frames are lost, doubled, cut, changed or held up",
    description: "The fault happens to frames on the wire, below compression, and to nothing before the frame that it \
         names. The same query gives the same bytes. A direction that stands still for ever is noticed by the server's \
         own limits, too: it closes such a connection after the ping interval and the pong timeout.",
    subprotocols: &[],
    parameters: &[
        Parameter::Choice(BEHIND),
        Parameter::Choice(FAULT),
        Parameter::Choice(DIRECTION),
        Parameter::Choice(OF),
        Parameter::Integer(FRAME),
        Parameter::OptionalInteger(OFFSET_BYTES),
        Parameter::OptionalInteger(BIT),
        Parameter::OptionalInteger(DURATION_MS),
        Parameter::OptionalInteger(PIECE_BYTES),
        Parameter::OptionalInteger(INTERVAL_MS),
        Parameter::OptionalInteger(SEED),
        Parameter::Text(COMPRESSION),
    ],
    receives: Some(ANYTHING),
    sends: Some(ECHO),
    example: "/faults?fault=drop&frame=3",
};

/// What the server does apart from the fault.
pub const BEHIND: Choice = Choice {
    name: "behind",
    description: "What the server does apart from the fault: /echo or /ticker, with their defaults.",
    of: &["echo", "ticker"],
};

/// What happens.
pub const FAULT: Choice = Choice {
    name: "fault",
    description: "What happens: the frame is left out (drop), comes twice (repeat), ends TCP within itself (cut), or has a bit \
         flipped (corrupt). Or from the frame on: all that count are left out (withhold), the direction stands still \
         (stall), bytes come in small pieces (drip), or both directions stand still (half-open).",
    of: &[
        "drop",
        "repeat",
        "cut",
        "corrupt",
        "withhold",
        "stall",
        "drip",
        "half-open",
    ],
};

/// The direction whose frames count.
pub const DIRECTION: Choice = Choice {
    name: "direction",
    description: "The direction whose frames count and suffer.",
    of: &["to-client", "to-server"],
};

/// Which frames count.
pub const OF: Choice = Choice {
    name: "of",
    description: "Which frames count: those of data, any, those of control, or those with one opcode. With `pong` and \
         `fault=withhold` the server never answers a ping.",
    of: &[
        "data",
        "any",
        "control",
        "text",
        "binary",
        "continuation",
        "close",
        "ping",
        "pong",
    ],
};

/// The number of the frame.
pub const FRAME: Integer = Integer {
    name: "frame",
    description: "The number of the frame that it happens to or begins with, from 1, among those that count.",
    min: 1,
    max: 1_000_000_000,
    default: 1,
};

/// A byte of the frame.
pub const OFFSET_BYTES: OptionalInteger = OptionalInteger {
    name: "offset_bytes",
    description: "For cut, how many bytes of the frame still come, header included. For corrupt, the byte that changes; left out, \
         the seed chooses.",
    min: 0,
    max: 1_073_741_824,
};

/// A bit of the byte.
pub const BIT: OptionalInteger = OptionalInteger {
    name: "bit",
    description: "For corrupt, the bit of that byte, from 0 for the highest; left out, the seed chooses.",
    min: 0,
    max: 7,
};

/// How long a stall takes.
pub const DURATION_MS: OptionalInteger = OptionalInteger {
    name: "duration_ms",
    description: "For stall, how long it takes, in milliseconds; left out, for ever.",
    min: 0,
    max: 3_600_000,
};

/// The size of a piece.
pub const PIECE_BYTES: OptionalInteger = OptionalInteger {
    name: "piece_bytes",
    description: "For drip, how many bytes come at once.",
    min: 1,
    max: 1_048_576,
};

/// The time after a piece.
pub const INTERVAL_MS: OptionalInteger = OptionalInteger {
    name: "interval_ms",
    description: "For drip, the time after each piece, in milliseconds.",
    min: 0,
    max: 60_000,
};

/// What chooses where the query does not.
pub const SEED: OptionalInteger = OptionalInteger {
    name: "seed",
    description: "Chooses the byte and the bit that the query leaves open. Another seed chooses others.",
    min: 0,
    max: 4_294_967_295,
};
