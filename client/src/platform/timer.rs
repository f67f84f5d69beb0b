//! Timers of the browser. Dropping one stops it.

pub use gloo_timers::callback::{Interval, Timeout};
