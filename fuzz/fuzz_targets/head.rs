//! Reading the head of a request.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| properties::head(data));
