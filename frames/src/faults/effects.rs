//! Which faults of a plan happen to a frame, and what they do to it together.

use std::time::Duration;

use super::{Fault, FaultKind, Plan};
use crate::direction::Direction;
use crate::reader::Frame;

/// The most bytes of a frame that is repeated, with its header. Its bytes are kept until they are repeated, and a
/// longer frame comes once. It is the memory that one faulty connection may cost.
pub const MAX_REPEATED_BYTES: usize = 1 << 20;

/// The faults of one direction, and how many frames each has counted.
#[derive(Clone, Debug)]
pub(super) struct ArmedFaults(Vec<Armed>);

/// A fault that counts frames.
#[derive(Clone, Copy, Debug)]
struct Armed {
    fault: Fault,
    counted: u64,
    /// What chooses in its place what it leaves open.
    seed: u64,
}

/// What happens to one frame.
#[derive(Clone, Debug, Default)]
pub(super) struct Effects {
    /// Whether it is left out.
    pub(super) is_dropped: bool,
    /// Whether it comes twice.
    pub(super) is_repeated: bool,
    /// How many of its bytes pass before TCP ends.
    pub(super) cut_at: Option<u64>,
    /// How long nothing passes before it.
    pub(super) wait: Duration,
    /// How the bytes that come from it on drip.
    pub(super) drip: Option<Drip>,
    /// What ends the direction before it.
    pub(super) ending: Option<Ending>,
    /// Bits to flip: a byte of the frame, and the bit in it.
    flips: Vec<(u64, u8)>,
}

/// Bytes that come in small pieces.
#[derive(Clone, Copy, Debug)]
pub(super) struct Drip {
    /// How many bytes pass between two waits.
    pub(super) piece_bytes: u64,
    /// How long a wait is.
    pub(super) interval: Duration,
    /// How many bytes pass before the next wait.
    pub(super) left: u64,
}

/// After which nothing passes any more.
#[derive(Clone, Copy, Debug)]
pub(super) enum Ending {
    Hold,
    HalfOpen,
    CutTcp,
}

impl ArmedFaults {
    /// The faults of `plan` in `direction`, before the first frame.
    pub(super) fn new(plan: &Plan, direction: Direction) -> Self {
        let faults = plan.faults.iter().zip(0..);
        let faults = faults.filter(|(fault, _)| fault.direction == direction);
        Self(
            faults
                .map(|(fault, number)| Armed {
                    fault: *fault,
                    counted: 0,
                    seed: mixed(plan.seed.wrapping_add(mixed(number))),
                })
                .collect(),
        )
    }

    /// Counts `frame`, and says what happens to it.
    pub(super) fn effects_on(&mut self, frame: &Frame) -> Effects {
        let mut effects = Effects::default();
        for armed in &mut self.0 {
            if armed.happens_to(frame) {
                effects.add(armed, frame);
            }
        }
        if effects.ending.is_some() {
            // A direction that stands still for ever does not wait before.
            effects.wait = Duration::ZERO;
        }
        effects
    }

    /// Whether each fault has happened for the last time.
    pub(super) fn are_spent(&self) -> bool {
        self.0.iter().all(Armed::is_spent)
    }
}

impl Armed {
    /// Counts `frame`, and returns whether the fault happens to it.
    fn happens_to(&mut self, frame: &Frame) -> bool {
        if !self.fault.of.counts(frame.header().opcode) {
            return false;
        }
        self.counted = self.counted.saturating_add(1);
        match self.fault.kind {
            FaultKind::Withhold => self.counted >= self.fault.frame.get(),
            _ => self.counted == self.fault.frame.get(),
        }
    }

    fn is_spent(&self) -> bool {
        self.fault.kind != FaultKind::Withhold && self.counted >= self.fault.frame.get()
    }
}

impl Effects {
    /// Adds what `armed` does to `frame`.
    fn add(&mut self, armed: &Armed, frame: &Frame) {
        let header_bytes = frame.decoded.header_bytes as u64;
        let payload_bytes = frame.header().length;
        match armed.fault.kind {
            FaultKind::Drop | FaultKind::Withhold => self.is_dropped = true,
            FaultKind::Repeat => {
                let frame_bytes = header_bytes.saturating_add(payload_bytes);
                self.is_repeated = frame_bytes <= MAX_REPEATED_BYTES as u64;
            }
            FaultKind::Cut { offset_bytes } => {
                let earliest = self.cut_at.unwrap_or(u64::MAX);
                self.cut_at = Some(earliest.min(offset_bytes));
            }
            FaultKind::Corrupt { offset_bytes, bit } => {
                let chosen = mixed(armed.seed);
                let byte = offset_bytes.unwrap_or(match payload_bytes {
                    0 => chosen % header_bytes,
                    _ => header_bytes.saturating_add(chosen % payload_bytes),
                });
                let bit = bit.unwrap_or((mixed(chosen) % 8) as u8);
                self.flips.push((byte, bit));
            }
            FaultKind::Stall {
                duration_ms: Some(duration_ms),
            } => {
                let stall = Duration::from_millis(duration_ms);
                self.wait = self.wait.saturating_add(stall);
            }
            FaultKind::Stall { duration_ms: None } => {
                self.ending.get_or_insert(Ending::Hold);
            }
            FaultKind::HalfOpen => self.ending = Some(Ending::HalfOpen),
            FaultKind::Drip {
                piece_bytes,
                interval_ms,
            } => {
                self.drip = Some(Drip {
                    piece_bytes: piece_bytes.get(),
                    interval: Duration::from_millis(interval_ms),
                    left: piece_bytes.get(),
                });
            }
        }
    }

    /// The bits that are flipped in the byte at `offset`.
    pub(super) fn flips_at(&self, offset: u64) -> u8 {
        let here = self.flips.iter().filter(|(byte, _)| *byte == offset);
        here.fold(0, |flips, (_, bit)| flips ^ (0x80 >> (bit % 8)))
    }

    /// How many bytes from `offset` on come before the next that is flipped, or the cut. At least 1.
    pub(super) fn unchanged_bytes(&self, offset: u64) -> u64 {
        let flips = self.flips.iter().map(|(byte, _)| *byte);
        let next = flips.chain(self.cut_at).filter(|at| *at > offset).min();
        next.unwrap_or(u64::MAX) - offset
    }
}

/// A number in which each bit depends on each bit of `seed` (the finalizer of SplitMix64).
const fn mixed(seed: u64) -> u64 {
    let it = seed.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let it = (it ^ (it >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let it = (it ^ (it >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    it ^ (it >> 31)
}
