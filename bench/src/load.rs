//! What a server is given to do, and what is measured meanwhile.
//!
//! The load must never be what limits the figures, so it is one thread over epoll that computes nothing while it
//! measures: each message is a frame masked beforehand, and each reply is compared with bytes that are known
//! beforehand, as a server has no choice in how it frames a message that it does not fragment.
//!
//! # Layout
//!
//! - `target`: where a server is, and which protocol it speaks.
//! - `frame`: RFC 6455's frames, written.
//! - `exchange`: what is sent, and what must come back.
//! - `handshake`: a connection opened, blocking.
//! - `connection`: a connection that sends and compares, non-blocking.
//! - `sockets`: many of them.
//! - `echo`, `fan_out`, `idle`, `members`: what they do, and what is measured meanwhile.

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

/// How long a load runs before anything counts: engines compile what is hot, and buffers find their size.
const WARM_UP: Duration = Duration::from_millis(500);

/// No round trip is longer: the silence would have ended the measurement.
const ROUND_TRIP_MAX: Duration = Duration::from_secs(60);

/// Of round trips as many digits are kept.
const SIGNIFICANT_DIGITS: u8 = 3;

/// A histogram of round trips in nanoseconds.
fn round_trips() -> Result<Histogram<u64>> {
    let most_ns = ROUND_TRIP_MAX.as_nanos() as u64;
    Ok(Histogram::new_with_bounds(1, most_ns, SIGNIFICANT_DIGITS)?)
}
