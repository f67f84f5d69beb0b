//! One file a subcommand, each with its flags and `run`.

pub(crate) mod audit;
pub(crate) mod build;
pub(crate) mod open;
pub(crate) mod run;
pub(crate) mod test;
pub(crate) mod tools;
