//! `/silent`: never says a word.

use crate::catalogue::{ANYTHING, COMPRESSION, Endpoint};
use crate::parameter::Parameter;

/// Never says a word.
pub const ENDPOINT: Endpoint = Endpoint {
    name: "silent",
    path: "/silent",
    summary: "accepts, reads, never says a word",
    description: "It answers a ping and a close frame, as RFC 6455 demands, and nothing else.",
    subprotocols: &[],
    parameters: &[Parameter::Text(COMPRESSION)],
    receives: Some(ANYTHING),
    sends: None,
    example: "/silent",
};
