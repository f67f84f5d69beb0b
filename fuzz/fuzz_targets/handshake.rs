//! The rules of the opening handshake, and the subprotocol negotiation.

#![no_main]

#[path = "../src/properties.rs"]
mod properties;

libfuzzer_sys::fuzz_target!(|data: &[u8]| properties::handshake(data));
