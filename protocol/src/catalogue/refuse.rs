//! `/refuse`: refuses the handshake.

use crate::catalogue::Endpoint;
use crate::parameter::{Integer, OptionalInteger, Parameter};

/// Refuses the handshake.
pub const ENDPOINT: Endpoint = Endpoint {
    name: "refuse",
    path: "/refuse",
    summary: "refuses the handshake with an HTTP status",
    description: "The answer is never a 101; its body tells that the client asked for it.",
    subprotocols: &[],
    parameters: &[
        Parameter::Integer(STATUS),
        Parameter::OptionalInteger(RETRY_AFTER),
    ],
    receives: None,
    sends: None,
    example: "/refuse?status=503&retry_after=5",
};

/// The HTTP status of the answer.
pub const STATUS: Integer = Integer {
    name: "status",
    description: "The HTTP status of the answer.",
    min: 300,
    max: 599,
    default: 403,
};

/// The Retry-After header of the answer, in seconds; left out, there is none.
pub const RETRY_AFTER: OptionalInteger = OptionalInteger {
    name: "retry_after",
    description: "The Retry-After header of the answer, in seconds; left out, there is none.",
    min: 0,
    max: 86_400,
};
