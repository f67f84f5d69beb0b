//! The load on a server, and the measurement of it.
//!
//! The load must never limit the figures. It is one thread over epoll that computes nothing while it measures. Each
//! message is a frame that was masked before. Each reply is compared with bytes that are known before: a server has
//! one way to frame a message that it does not fragment.
//!
//! # Layout
//!
//! - `target`: the address of a server, and its protocol.
//! - `exchange`: the messages and the expected replies, as frames of the crate `frames`.
//! - `handshake`: a connection opened, blocking.
//! - `connection`: a connection that sends and compares, non-blocking.
//! - `sockets`: many of them.
//! - `echo`, `fan_out`, `idle`, `members`: the loads.

mod connection;
pub(crate) mod echo;
pub(crate) mod exchange;
pub(crate) mod fan_out;
mod handshake;
pub(crate) mod idle;
pub(crate) mod members;
mod sockets;
pub(crate) mod target;

use std::time::Duration;

use anyhow::Result;
use hdrhistogram::Histogram;

/// How long a load runs before it is measured: engines compile hot code, and buffers find their size.
const WARM_UP: Duration = Duration::from_millis(500);

/// The longest round trip. A longer silence ends the measurement before.
const ROUND_TRIP_MAX: Duration = Duration::from_secs(60);

/// The precision of round trips, in decimal digits.
const SIGNIFICANT_DIGITS: u8 = 3;

/// A histogram of round trips in nanoseconds.
fn round_trips() -> Result<Histogram<u64>> {
    let most_ns = ROUND_TRIP_MAX.as_nanos() as u64;
    Ok(Histogram::new_with_bounds(1, most_ns, SIGNIFICANT_DIGITS)?)
}
