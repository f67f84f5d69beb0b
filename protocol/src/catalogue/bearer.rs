//! `/bearer`: wants a bearer token.

use crate::catalogue::{ANYTHING, COMPRESSION, ECHO, Endpoint};
use crate::parameter::{Parameter, Text};

/// Wants a bearer token.
pub const ENDPOINT: Endpoint = Endpoint {
    name: "bearer",
    path: "/bearer",
    summary: "401 with `WWW-Authenticate: Bearer` unless the token is right, then echo",
    description: "The token is taken from the `Authorization` header of the handshake, which a browser \
         page cannot set, or from an offered subprotocol `bearer.TOKEN`. Such a page offers `bearer`, too, \
         which is selected.",
    subprotocols: &["bearer"],
    parameters: &[Parameter::Text(TOKEN), Parameter::Text(COMPRESSION)],
    receives: Some(ANYTHING),
    sends: Some(ECHO),
    example: "/bearer?token=secret",
};

/// The start of a subprotocol that carries the token. It is not selected: the answer would repeat a secret.
pub const CARRIER: &str = "bearer.";

/// The right token.
pub const TOKEN: Text = Text {
    name: "token",
    description: "The right token.",
    max_bytes: 256,
    default: "token",
    is_secret: true,
};
