//! A plan, applied to the bytes of one direction.

use std::ops::Range;
use std::time::Duration;

use super::Plan;
use super::effects::{ArmedFaults, Drip, Effects, Ending};
use crate::direction::Direction;
use crate::header::EncodedHeader;
use crate::reader::{Event, Frame, FrameReader};

/// What the caller does next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action<'a> {
    /// Pass these bytes of the input on.
    Pass(Range<usize>),
    /// Pass these bytes on. The injector holds them: a header that came in pieces, a changed byte, a repeated frame.
    PassBytes(&'a [u8]),
    /// Pass nothing on for this time. The input waits, so that the sender feels it.
    Wait(Duration),
    /// Pass nothing on any more, and read no more of this direction. The other one lives.
    Hold,
    /// Read nothing and write nothing any more, in both directions, and leave TCP open.
    HalfOpen,
    /// End TCP, in both directions.
    CutTcp,
}

/// Applies a plan to one direction of a connection.
///
/// The caller gives it the bytes of the wire, and does what [`next`](Self::next) says until that is `None`. When the
/// sender has ended TCP, it passes on what [`finish`](Self::finish) returns.
///
/// Several faults may happen to one frame. Half-open comes before everything else, and then a stall for ever. Other
/// stalls add up. A frame that is cut ends there, whatever else happens to it. A frame that is dropped is not repeated.
/// Each corrupted bit is flipped, and in a repeated frame both times. Of several drips the last in the plan counts.
///
/// It keeps a header until that is whole, at most 13 bytes, and a frame to repeat
/// ([`MAX_REPEATED_BYTES`](super::MAX_REPEATED_BYTES)).
///
/// ```
/// use frames::direction::Direction;
/// use frames::faults::{Action, Plan};
/// let plan: Plan = "fault=drop&frame=2".parse()?;
/// let mut injector = plan.injector(Direction::ToClient);
/// let input = b"\x81\x01a\x81\x01b\x81\x01c";
/// let (mut position, mut passed) = (0, Vec::new());
/// while let Some(action) = injector.next(input, &mut position) {
///     match action {
///         Action::Pass(range) => passed.extend_from_slice(&input[range]),
///         other => unreachable!("{other:?}"),
///     }
/// }
/// assert_eq!(passed, b"\x81\x01a\x81\x01c");
/// # Ok::<(), frames::faults::PlanError>(())
/// ```
#[derive(Clone, Debug)]
pub struct FaultInjector {
    faults: ArmedFaults,
    /// Whether no fault can happen any more, so that frames need not be read.
    is_spent: bool,
    reader: FrameReader,
    effects: Effects,
    /// How many bytes of the frame were passed on or left out.
    frame_bytes: u64,
    segment: Option<Segment>,
    /// The header of the frame, where it came in pieces.
    header: Option<EncodedHeader>,
    /// The beginning of a frame that is repeated at its end.
    copy: Vec<u8>,
    changed: [u8; 1],
    drip: Option<Drip>,
    wait: Duration,
    ending: Option<Ending>,
}

/// Bytes that are to be passed on.
#[derive(Clone, Debug)]
struct Segment {
    source: Source,
    range: Range<usize>,
    ends_frame: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Source {
    Input,
    Header,
    Copy,
}

/// An [`Action`] that borrows nothing yet.
enum Step {
    Pass(Source, Range<usize>),
    PassChanged,
    Wait(Duration),
    End(Ending),
}

impl FaultInjector {
    /// The faults of `plan` in `direction`, before the first frame.
    pub(super) fn new(plan: &Plan, direction: Direction) -> Self {
        let faults = ArmedFaults::new(plan, direction);
        Self {
            is_spent: faults.are_spent(),
            faults,
            reader: FrameReader::default(),
            effects: Effects::default(),
            frame_bytes: 0,
            segment: None,
            header: None,
            copy: Vec::new(),
            changed: [0],
            drip: None,
            wait: Duration::ZERO,
            ending: None,
        }
    }

    /// What to do next with `input` from `position` on, which it moves behind what it has read.
    ///
    /// The caller calls it again with the same `input` until it returns `None`, and then with the bytes that follow.
    /// [`Action::Hold`], [`Action::HalfOpen`] and [`Action::CutTcp`] are the end: every later call returns the same.
    pub fn next(&mut self, input: &[u8], position: &mut usize) -> Option<Action<'_>> {
        Some(match self.step(input, position)? {
            Step::Pass(source, range) => {
                let held = match source {
                    Source::Input => return Some(Action::Pass(range)),
                    Source::Header => self.header.as_deref(),
                    Source::Copy => Some(self.copy.as_slice()),
                };
                Action::PassBytes(held.and_then(|it| it.get(range)).unwrap_or_default())
            }
            Step::PassChanged => Action::PassBytes(&self.changed),
            Step::Wait(duration) => Action::Wait(duration),
            Step::End(Ending::Hold) => Action::Hold,
            Step::End(Ending::HalfOpen) => Action::HalfOpen,
            Step::End(Ending::CutTcp) => Action::CutTcp,
        })
    }

    /// What is left to pass on when the sender has ended TCP: the beginning of a header that never became whole.
    #[must_use]
    pub fn finish(&self) -> &[u8] {
        self.reader.partial_header()
    }

    /// Whether no fault of this direction is left, and every byte passes as it is.
    #[must_use]
    pub const fn is_spent(&self) -> bool {
        self.is_spent
    }

    fn step(&mut self, input: &[u8], position: &mut usize) -> Option<Step> {
        loop {
            if !self.wait.is_zero() {
                return Some(Step::Wait(std::mem::take(&mut self.wait)));
            }
            if let Some(ending) = self.ending {
                return Some(Step::End(ending));
            }
            if let Some(segment) = self.segment.take() {
                if let Some(step) = self.pass(segment, input) {
                    return Some(step);
                }
                continue;
            }
            if self.is_spent {
                let start = std::mem::replace(position, input.len());
                return (start < input.len())
                    .then_some(Step::Pass(Source::Input, start..input.len()));
            }
            let start = *position;
            match self.reader.read(input, position)? {
                Event::Header(frame) => self.begin_frame(&frame, start..*position),
                Event::Payload(piece) => {
                    self.segment = Some(Segment {
                        source: Source::Input,
                        range: piece.range,
                        ends_frame: piece.ends_frame,
                    });
                }
            }
        }
    }

    /// Decides what happens to `frame`, whose header ends in the bytes `range` of the input.
    fn begin_frame(&mut self, frame: &Frame, range: Range<usize>) {
        let header_bytes = frame.decoded.header_bytes;
        self.effects = self.faults.effects_on(frame);
        self.frame_bytes = 0;
        self.wait = self.effects.wait;
        self.ending = self.effects.ending;
        self.drip = self.effects.drip.or(self.drip);
        // With the header in pieces, those that came before are not in this input.
        let is_whole = range.len() == header_bytes;
        self.header = (!is_whole).then(|| frame.decoded.encoded());
        self.segment = Some(Segment {
            source: if is_whole {
                Source::Input
            } else {
                Source::Header
            },
            range: if is_whole { range } else { 0..header_bytes },
            ends_frame: false,
        });
    }

    /// Passes the beginning of `segment` on, as far as nothing changes, and keeps the rest of it.
    fn pass(&mut self, segment: Segment, input: &[u8]) -> Option<Step> {
        let Segment {
            source,
            range,
            ends_frame,
        } = segment;
        if self.effects.cut_at == Some(self.frame_bytes) {
            self.ending = Some(Ending::CutTcp);
            return None;
        }
        if range.is_empty() {
            if ends_frame {
                self.end_frame();
            }
            if source == Source::Copy {
                // Memory that goes back.
                self.copy = Vec::new();
            }
            return None;
        }
        let flipped = self.effects.flips_at(self.frame_bytes);
        let limit = match flipped {
            0 => self.effects.unchanged_bytes(self.frame_bytes),
            _ => 1,
        };
        let drip_left = self.drip.map_or(u64::MAX, |drip| drip.left);
        let limit = if self.effects.is_dropped {
            limit
        } else {
            limit.min(drip_left)
        };
        let taken = range
            .len()
            .min(usize::try_from(limit).unwrap_or(usize::MAX));
        let end = range.start + taken;
        self.frame_bytes = self.frame_bytes.saturating_add(taken as u64);
        self.segment = Some(Segment {
            source,
            range: end..range.end,
            ends_frame,
        });
        if self.effects.is_dropped {
            return None;
        }
        self.count_drip(taken as u64);
        let range = range.start..end;
        let bytes = match source {
            Source::Input => input.get(range.clone()),
            Source::Header => self.header.as_deref().and_then(|it| it.get(range.clone())),
            // It is a copy of what was passed on, with its flips.
            Source::Copy => return Some(Step::Pass(source, range)),
        };
        let bytes = bytes.unwrap_or_default();
        if flipped == 0 {
            if self.effects.is_repeated {
                self.copy.extend_from_slice(bytes);
            }
            return Some(Step::Pass(source, range));
        }
        self.changed = [bytes.first().map_or(0, |byte| byte ^ flipped)];
        if self.effects.is_repeated {
            self.copy.extend_from_slice(&self.changed);
        }
        Some(Step::PassChanged)
    }

    fn count_drip(&mut self, passed: u64) {
        let Some(drip) = &mut self.drip else { return };
        drip.left -= passed;
        if drip.left == 0 {
            drip.left = drip.piece_bytes;
            self.wait = drip.interval;
        }
    }

    /// All of the frame was passed on or left out.
    fn end_frame(&mut self) {
        let effects = std::mem::take(&mut self.effects);
        if effects.cut_at.is_some() {
            self.ending = Some(Ending::CutTcp);
        } else if effects.is_repeated {
            // The copy of a frame that was left out is empty.
            self.segment = Some(Segment {
                source: Source::Copy,
                range: 0..self.copy.len(),
                ends_frame: false,
            });
        }
        self.is_spent = self.drip.is_none() && self.faults.are_spent();
    }
}

#[cfg(test)]
mod tests;
