//! Tells Cargo that a release binary holds the page, so that a page built anew is embedded anew.
//!
//! A debug binary reads the page from `dist/` at each request and need not be built again for it.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    if std::env::var("PROFILE").is_ok_and(|profile| profile == "release") {
        println!("cargo::rerun-if-changed=../dist");
    }
}
