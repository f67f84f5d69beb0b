//! What an operator sees and does.
//!
//! - [`log`]: the flags of the log. [`console`]: how a line of output or of the log is written.
//! - `metrics`: the counters behind `/metrics`.
//! - [`signals`]: what each signal does. `shutdown`: the notice that the server stops.
//!
//! What may not enter: connections.

pub mod console;
pub mod log;
pub(crate) mod metrics;
pub(crate) mod shutdown;
pub mod signals;
