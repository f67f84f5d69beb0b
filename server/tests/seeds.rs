//! The seeds of the fuzz targets, and every input that has ever failed, on this Rust and without a
//! fuzzer. One that fails is found in `fuzz/seeds/` by the name that it is reported with.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops at the first surprise"
)]

#[path = "../../fuzz/src/properties.rs"]
mod properties;

use std::fs;
use std::path::Path;

#[test]
fn the_handshake_takes_its_seeds() {
    replay("handshake", properties::handshake);
}

#[test]
fn the_head_takes_its_seeds() {
    replay("head", properties::head);
}

#[test]
fn the_query_takes_its_seeds() {
    replay("query", properties::query);
}

fn replay(target: &str, property: fn(&[u8])) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../fuzz/seeds")
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
