//! Inflating what a peer sends as compressed.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| properties::inflate(data));
