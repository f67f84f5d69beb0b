//! `/headers`: what the server saw of the handshake.

use crate::catalogue::{ANYTHING, COMPRESSION, Endpoint, Message};
use crate::parameter::Parameter;

/// What the server saw of the handshake.
pub const ENDPOINT: Endpoint = Endpoint {
    name: "headers",
    path: "/headers",
    summary: "first message: JSON of what the server saw; then echoes",
    description: "Sends the request line, the headers in order, the peer address, whether the connection is TLS, \
         the negotiated subprotocol, and what was agreed on compression, as proxies have passed them on.",
    subprotocols: &[],
    parameters: &[Parameter::Text(COMPRESSION)],
    receives: Some(ANYTHING),
    sends: Some(Message {
        name: "seen",
        content_type: "application/json",
        summary: "What the server saw of the handshake; after it, the echo of each message.",
    }),
    example: "/headers",
};
