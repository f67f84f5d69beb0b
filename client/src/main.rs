//! The page of Ullim.

fn main() {}
