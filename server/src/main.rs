//! The server of Ullim.

fn main() {}
