//! What an operator sees and does.
//!
//! - `allocator`: how jemalloc gives memory back, with the feature of that name.
//! - [`log`]: the flags of the log. [`console`]: how a line of output or of the log is written.
//! - `metrics`: the counters behind `/metrics`.
//! - [`signals`]: what each signal does. `shutdown`: the notice that the server stops.
//!
//! What may not enter: connections.

#[cfg(all(target_os = "linux", feature = "jemalloc"))]
pub mod allocator;
pub mod console;
pub mod log;
pub(crate) mod metrics;
pub(crate) mod shutdown;
pub mod signals;
