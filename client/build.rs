//! Has a release's page linked with its relocations, by which it is cut into parts.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    if std::env::var_os("CARGO_FEATURE_SPLIT").is_some() {
        println!("cargo::rustc-link-arg-bin=client=--emit-relocs");
    }
}
