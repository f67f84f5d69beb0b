//! `/basic-auth`: wants a user name and a password.

use crate::catalogue::{ANYTHING, COMPRESSION, ECHO, Endpoint};
use crate::parameter::{Parameter, Text};

/// Wants a user name and a password.
pub const ENDPOINT: Endpoint = Endpoint {
    name: "basic-auth",
    path: "/basic-auth",
    summary: "401 with `WWW-Authenticate: Basic` unless the credentials are right, then echo",
    description: "A browser page can give credentials only in the address (`ws://user:password@…`).",
    subprotocols: &[],
    parameters: &[
        Parameter::Text(USER),
        Parameter::Text(PASSWORD),
        Parameter::Text(COMPRESSION),
    ],
    receives: Some(ANYTHING),
    sends: Some(ECHO),
    example: "/basic-auth?user=alice&password=secret",
};

/// The right user name.
pub const USER: Text = Text {
    name: "user",
    description: "The right user name.",
    max_bytes: 64,
    default: "user",
    is_secret: false,
};

/// The right password.
pub const PASSWORD: Text = Text {
    name: "password",
    description: "The right password.",
    max_bytes: 64,
    default: "password",
    is_secret: true,
};
