//! `/close`: closes with any code and reason.

use crate::catalogue::{ANYTHING, COMPRESSION, ECHO, Endpoint};
use crate::parameter::{CloseCode, OptionalInteger, Parameter, Text};

/// Closes with any code and reason.
pub const ENDPOINT: Endpoint = Endpoint {
    name: "close",
    path: "/close",
    summary: "closes with any code and reason",
    description: "The code is what the client sees: 1005 is a close frame without a code, 1006 the \
         end of TCP without a close frame. With both `after_ms` and `after_messages` \
         the first of the two closes it; with neither it closes at once. It echoes until then.",
    subprotocols: &[],
    parameters: &[
        Parameter::CloseCode(CODE),
        Parameter::Text(REASON),
        Parameter::OptionalInteger(AFTER_MS),
        Parameter::OptionalInteger(AFTER_MESSAGES),
        Parameter::Text(COMPRESSION),
    ],
    receives: Some(ANYTHING),
    sends: Some(ECHO),
    example: "/close?code=4000&reason=bye&after_messages=3",
};

/// The close code that the client sees.
pub const CODE: CloseCode = CloseCode {
    name: "code",
    description: "The close code that the client sees.",
    default: 1000,
};

/// The reason in the close frame.
///
/// A control frame carries at most 125 bytes (RFC 6455 section 5.5), two of which are the code.
pub const REASON: Text = Text {
    name: "reason",
    description: "The reason in the close frame; not with 1005 and 1006, which have none.",
    max_bytes: 123,
    default: "",
    is_secret: false,
};

/// Time from the handshake to the close, in milliseconds.
pub const AFTER_MS: OptionalInteger = OptionalInteger {
    name: "after_ms",
    description: "Time from the handshake to the close, in milliseconds; left out, there is no such limit.",
    min: 0,
    max: 600_000,
};

/// Number of the client's messages after which the server closes.
pub const AFTER_MESSAGES: OptionalInteger = OptionalInteger {
    name: "after_messages",
    description: "Number of the client's messages after which the server closes; left out, there is no such limit.",
    min: 1,
    max: 1_000_000,
};
