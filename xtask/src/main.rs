//! Every developer command of Ullim, in Rust.

fn main() {}
