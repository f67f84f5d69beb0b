//! One file a subcommand, each with its flags and `run`.

pub(crate) mod audit;
pub(crate) mod autobahn;
pub(crate) mod bench;
pub(crate) mod browsers;
pub(crate) mod build;
pub(crate) mod faults;
pub(crate) mod fuzz;
pub(crate) mod open;
pub(crate) mod proxies;
pub(crate) mod readme;
pub(crate) mod run;
pub(crate) mod test;
pub(crate) mod tools;
