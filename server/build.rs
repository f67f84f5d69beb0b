//! Tells Cargo that a release binary holds the page, so that a new build of the page is embedded.
//!
//! A debug binary reads the page from `dist/` at each request, so it need not be built again.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    if std::env::var("PROFILE").is_ok_and(|profile| profile == "release") {
        println!("cargo::rerun-if-changed=../dist");
    }
}
