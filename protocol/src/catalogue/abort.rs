//! `/abort`: ends TCP without a close frame.

use crate::catalogue::{ANYTHING, ECHO, Endpoint};
use crate::parameter::{Choice, Integer, Parameter};

/// Ends TCP without a close frame.
pub const ENDPOINT: Endpoint = Endpoint {
    name: "abort",
    path: "/abort",
    summary: "ends the TCP connection with no close frame (client sees 1006)",
    description: "It echoes until then.",
    subprotocols: &[],
    parameters: &[Parameter::Integer(AFTER_MS), Parameter::Choice(RESET)],
    receives: Some(ANYTHING),
    sends: Some(ECHO),
    example: "/abort?after_ms=1000",
};

/// Time from the handshake to the end of the connection, in milliseconds.
pub const AFTER_MS: Integer = Integer {
    name: "after_ms",
    description: "Time from the handshake to the end of the connection, in milliseconds.",
    min: 0,
    max: 600_000,
    default: 0,
};

/// Whether TCP ends with RST instead of FIN.
pub const RESET: Choice = Choice {
    name: "reset",
    description: "Whether TCP ends with RST instead of FIN.",
    of: &["false", "true"],
};
