//! The frames in bytes that come in pieces.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| properties::frame_reader(data));
