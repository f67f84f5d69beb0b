//! What an operator sees and does: logs, standard output, metrics, signals.

pub mod console;
pub mod log;
pub(crate) mod metrics;
pub mod shutdown;
