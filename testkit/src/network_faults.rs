//! What a network does to the connections over it: it delays bytes, and it cuts connections.
//!
//! All of it is drawn from a seed, which [`seed`] prints, so that a failed run can be repeated. The order in which
//! tasks run is not repeated.
#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::ops::RangeInclusive;

use fastrand::Rng;

/// The seed of a test's proxies: that of an earlier run where `ULLIM_FAULT_SEED` gives it, and a new one otherwise.
#[must_use]
pub fn seed() -> u64 {
    let seed = std::env::var("ULLIM_FAULT_SEED")
        .map_or_else(|_| fastrand::u64(..), |seed| seed.parse().unwrap());
    println!("ULLIM_FAULT_SEED={seed}");
    seed
}

/// What a network does by itself, without an order of the test.
#[derive(Clone, Debug)]
pub struct NetworkFaults {
    /// How long a piece is under way, in milliseconds.
    pub delay_ms: RangeInclusive<u64>,
    /// After how many bytes of one direction a connection is cut; `None` for never.
    pub cut_after_bytes: Option<RangeInclusive<usize>>,
}

/// How a connection is cut. The bytes under way are lost.
#[derive(Clone, Copy, Debug)]
pub enum Cut {
    /// Both sides see a reset.
    Reset,
    /// Both sides see an orderly end, as if the other side had closed.
    Finish,
    /// One side sees an orderly end, and may still send to the other.
    FinishTo(Side),
}

/// A side of a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The side that connected.
    Client,
    /// The side that accepted.
    Server,
}

impl Cut {
    /// Any cut of the bytes on their way to `side`.
    pub(crate) fn draw(rng: &mut Rng, side: Side) -> Self {
        match rng.u8(..3) {
            0 => Self::Reset,
            1 => Self::Finish,
            _ => Self::FinishTo(side),
        }
    }
}
