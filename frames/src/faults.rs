//! Faults of a network or of a peer, as a plan that can be repeated.
//!
//! A [`Plan`] says which frame of which direction suffers what. A [`FaultInjector`] applies it to the bytes of one
//! direction. The same plan and the same bytes give the same bytes, however a network cuts them into pieces.
//!
//! # Above and below compression
//!
//! The injector sees frames and knows nothing of compression (RFC 7692), so its place decides what a fault means:
//!
//! - Between the network and the compressor it is *below*. A flipped bit is an error of the compressed data, and with
//!   context takeover a dropped message spoils the messages behind it.
//! - Between the compressor and the endpoint it is *above*. A flipped bit is a wrong letter in a message that inflates
//!   well, and a dropped message was never compressed.
//!
//! Above, the frames are those of the WebSocket implementation, which may be others than those on the wire.
//!
//! # Which frame is the n-th
//!
//! Each fault counts the frames of its direction for itself, from 1. It counts those that [`Counted`] names, by default
//! frames of data. Pings come by time, and a count with them would not be the same twice.
//!
//! What may not enter: I/O, a clock and randomness. The caller waits, and the seed is in the plan.

use std::num::NonZeroU64;

use crate::direction::Direction;
use crate::header::OpCode;

pub use self::effects::MAX_REPEATED_BYTES;
pub use self::injector::{Action, FaultInjector};
pub use self::text::PlanError;

mod effects;
mod injector;
mod text;

/// The most faults of a plan that is read from a text. More is an error, as each frame costs a look at each fault.
pub const MAX_FAULTS: usize = 16;

/// What is to go wrong.
///
/// As a text it is the query parameters of its faults, with `;` between faults and at most one `seed`, as in
/// `fault=drop&frame=3;fault=corrupt&frame=5&direction=to-server&seed=7`. Their order does not matter. The parameters
/// of a fault are:
///
/// | name | of | takes |
/// |---|---|---|
/// | `fault` | each | `drop`, `repeat`, `cut`, `corrupt`, `withhold`, `stall`, `drip`, `half-open` |
/// | `direction` | each | `to-client` (the default), `to-server` |
/// | `of` | each | which frames count: `data` (the default), `any`, `control` or the name of an opcode |
/// | `frame` | each | the number of the frame, from 1 (the default) |
/// | `offset_bytes` | cut, corrupt | [`FaultKind::Cut`], which needs it, and [`FaultKind::Corrupt`] |
/// | `bit` | corrupt | 0 to 7 |
/// | `duration_ms` | stall | [`FaultKind::Stall`] |
/// | `piece_bytes`, `interval_ms` | drip | [`FaultKind::Drip`], which needs both |
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// The faults. Those of one frame happen together, as [`FaultInjector`] says.
    pub faults: Vec<Fault>,
    /// Chooses what a fault leaves open. Another seed chooses something else.
    pub seed: u64,
}

/// One thing that goes wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The direction whose frames it counts and changes.
    pub direction: Direction,
    /// Which frames count.
    pub of: Counted,
    /// The frame that it happens to or begins with.
    pub frame: NonZeroU64,
    /// What happens.
    pub kind: FaultKind,
}

/// What happens to a frame, or from a frame on.
///
/// Offsets count from the first byte of the frame, so that the header is part of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FaultKind {
    /// The frame is left out.
    Drop,
    /// The frame comes twice. One with more than [`MAX_REPEATED_BYTES`] comes once.
    Repeat,
    /// TCP ends within the frame.
    Cut {
        /// How many bytes of the frame pass. Where it has no more than these, all of it passes before the end.
        offset_bytes: u64,
    },
    /// One bit of the frame is flipped.
    Corrupt {
        /// The byte that it is in. A frame that is shorter stays as it is. Without it the seed chooses a byte of the
        /// payload, or of the header where there is no payload.
        offset_bytes: Option<u64>,
        /// The bit in that byte, from 0 for the highest, as the figures of the RFC count, to 7. Without it the seed
        /// chooses.
        bit: Option<u8>,
    },
    /// Every frame that counts is left out from this one on. With [`Counted::Pong`] a peer never answers a ping.
    Withhold,
    /// The direction stands still before the frame.
    Stall {
        /// How long. Without it for ever.
        duration_ms: Option<u64>,
    },
    /// From the frame on the bytes come in small pieces, to the end of the connection.
    Drip {
        /// How many bytes pass at once.
        piece_bytes: NonZeroU64,
        /// The time after each of them.
        interval_ms: u64,
    },
    /// From before the frame on nothing is read nor written, in both directions, and TCP stays open.
    HalfOpen,
}

/// Which frames a fault counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Counted {
    /// Frames of data: text, binary, continuation, and reserved ones.
    #[default]
    Data,
    /// Every frame.
    Any,
    /// Frames of control: close, ping, pong, and reserved ones.
    Control,
    /// Frames that begin a text message.
    Text,
    /// Frames that begin a binary message.
    Binary,
    /// Frames that continue a message.
    Continuation,
    /// Close frames.
    Close,
    /// Pings.
    Ping,
    /// Pongs.
    Pong,
}

impl Plan {
    /// What applies the faults of `direction` to its bytes.
    #[must_use]
    pub fn injector(&self, direction: Direction) -> FaultInjector {
        FaultInjector::new(self, direction)
    }

    /// Whether a fault happens in `direction`. Without one its bytes need no injector.
    #[must_use]
    pub fn concerns(&self, direction: Direction) -> bool {
        self.faults.iter().any(|fault| fault.direction == direction)
    }
}

impl Counted {
    /// Whether a frame with `opcode` counts.
    #[must_use]
    pub const fn counts(self, opcode: OpCode) -> bool {
        match self {
            Self::Data => !opcode.is_control(),
            Self::Any => true,
            Self::Control => opcode.is_control(),
            Self::Text => matches!(opcode, OpCode::Text),
            Self::Binary => matches!(opcode, OpCode::Binary),
            Self::Continuation => matches!(opcode, OpCode::Continuation),
            Self::Close => matches!(opcode, OpCode::Close),
            Self::Ping => matches!(opcode, OpCode::Ping),
            Self::Pong => matches!(opcode, OpCode::Pong),
        }
    }
}
