//! The rules of the opening handshake, and the subprotocol negotiation.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| properties::handshake(data));
