//! Replays the seeds of the fuzz targets, and every input that has ever failed, on any Rust and without a fuzzer.
//!
//! A failed test prints the path of the input in `fuzz/seeds/`.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops at the first surprise"
)]

use std::fs;
use std::path::Path;

#[test]
fn frame_reader_property_holds_for_its_seeds() {
    replay("frame_reader", properties::frame_reader);
}

#[test]
fn handshake_property_holds_for_its_seeds() {
    replay("handshake", properties::handshake);
}

#[test]
fn head_property_holds_for_its_seeds() {
    replay("head", properties::head);
}

#[test]
fn inflate_property_holds_for_its_seeds() {
    replay("inflate", properties::inflate);
}

#[test]
fn negotiation_property_holds_for_its_seeds() {
    replay("negotiation", properties::negotiation);
}

#[test]
fn query_property_holds_for_its_seeds() {
    replay("query", properties::query);
}

fn replay(target: &str, property: fn(&[u8])) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../seeds")
        .join(target);
    let mut seeds = 0;
    for seed in fs::read_dir(folder).unwrap() {
        let path = seed.unwrap().path();
        // Shown when the test fails.
        println!("{}", path.display());
        property(&fs::read(path).unwrap());
        seeds += 1;
    }
    assert!(seeds > 0);
}
