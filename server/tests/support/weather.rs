//! What a network does to those who speak over it: it delays, and it cuts.
//!
//! All of it is drawn from a seed, which [`seed`] prints, so that a failure can be run again; what the scheduler
//! makes of it is its own.

use std::ops::RangeInclusive;

use fastrand::Rng;

/// What drives the proxies of a test: that of an earlier run where `ULLIM_FAULT_SEED` says it.
pub(crate) fn seed() -> u64 {
    let seed = std::env::var("ULLIM_FAULT_SEED")
        .map_or_else(|_| fastrand::u64(..), |seed| seed.parse().unwrap());
    println!("ULLIM_FAULT_SEED={seed}");
    seed
}

/// What a network does of its own accord.
#[derive(Clone, Debug)]
pub(crate) struct Weather {
    /// How long a piece is under way, in milliseconds.
    pub(crate) delay_ms: RangeInclusive<u64>,
    /// After how many bytes of a direction a connection is cut; `None` where that is never.
    pub(crate) bytes: Option<RangeInclusive<usize>>,
}

/// How a connection is cut. What is under way is lost.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Cut {
    /// Both ends see it reset.
    Reset,
    /// Both ends see it end, as if the other had closed it.
    Finish,
    /// One end sees it end, and may go on speaking to the other.
    FinishTo(End),
}

/// One of the two that a connection is between.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    Client,
    Server,
}

impl Cut {
    /// Any, of what is on its way to `end`.
    pub(crate) fn draw(rng: &mut Rng, end: End) -> Self {
        match rng.u8(..3) {
            0 => Self::Reset,
            1 => Self::Finish,
            _ => Self::FinishTo(end),
        }
    }
}
