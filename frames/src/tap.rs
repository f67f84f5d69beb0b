//! Every frame of both directions, as an event for those who watch a connection.
//!
//! A [`Tap`] is fed with what a [`FrameReader`](crate::reader::FrameReader) of each direction reads, and gives an
//! event when a frame is whole. It copies the part of a payload that [`Capture`] asks for, and nothing else. A
//! connection that is not watched has no tap, so that it costs nothing there.
//!
//! What may not enter: a clock, and inflating. The caller tells the time and how far a payload inflated.

use crate::direction::Direction;
use crate::header::Header;
use crate::mask;
use crate::reader::{Event, Frame, PayloadPiece};

/// How much of each payload is copied into its event.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Capture {
    /// Nothing. No event allocates.
    #[default]
    Nothing,
    /// The first bytes, at most this number.
    First(usize),
    /// All of it where it has at most `limit_bytes`, and nothing of a longer one: half a payload cannot be inflated
    /// or searched.
    Whole {
        /// The most bytes of a payload.
        limit_bytes: usize,
    },
}

impl Capture {
    /// How many bytes are copied of a payload of `length` bytes.
    fn wanted(self, length: u64) -> usize {
        match self {
            Self::Nothing => 0,
            Self::First(bytes) => bytes,
            Self::Whole { limit_bytes } if length <= limit_bytes as u64 => limit_bytes,
            Self::Whole { .. } => 0,
        }
    }
}

/// A frame that has passed. `T` is a moment in whatever the caller counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FrameEvent<T> {
    /// Which way it went.
    pub direction: Direction,
    /// Its header, as read and as it was on the wire, and its place in the message.
    pub frame: Frame,
    /// How many bytes of the payload have passed. Fewer than the header says where the connection ended before.
    pub payload_bytes: u64,
    /// How many bytes the payload inflated to, where the caller has told it by [`Tap::inflated`].
    pub inflated_bytes: Option<u64>,
    /// What [`Capture`] asks for of the payload, unmasked and not inflated.
    pub captured: Vec<u8>,
    /// When the header was whole.
    pub began_at: T,
    /// When the last byte passed, or the connection ended.
    pub at: T,
}

impl<T> FrameEvent<T> {
    /// What the header says.
    #[must_use]
    pub const fn header(&self) -> &Header {
        self.frame.header()
    }

    /// How many bytes the frame has taken on the wire, with its header.
    #[must_use]
    pub fn wire_bytes(&self) -> u64 {
        (self.frame.decoded.header_bytes as u64).saturating_add(self.payload_bytes)
    }

    /// Whether all of the frame has passed.
    #[must_use]
    pub const fn is_whole(&self) -> bool {
        self.payload_bytes == self.frame.decoded.header.length
    }
}

/// Makes an event of each frame of a connection.
///
/// For each event of a reader the caller calls [`record`](Self::record), then [`inflated`](Self::inflated) if it has
/// inflated the piece, and then [`take`](Self::take). At the end of the connection it calls [`end`](Self::end).
///
/// A tap may begin in the middle of a connection. It ignores the rest of a frame whose header it has not seen.
///
/// ```
/// use frames::direction::Direction;
/// use frames::reader::FrameReader;
/// use frames::tap::{Capture, Tap};
///
/// let mut tap = Tap::new(Capture::First(64));
/// let mut reader = FrameReader::default();
/// let mut seen = Vec::new();
/// let (bytes, now_us) = (b"\x81\x02hi", 1_700_u64);
/// let mut position = 0;
/// while let Some(event) = reader.read(bytes, &mut position) {
///     tap.record(Direction::ToClient, &event, bytes, now_us);
///     seen.extend(tap.take(Direction::ToClient));
/// }
/// assert_eq!((seen[0].captured.as_slice(), seen[0].at), (b"hi".as_slice(), 1_700));
/// ```
#[derive(Clone, Debug)]
pub struct Tap<T> {
    capture: Capture,
    to_server: Option<Passing<T>>,
    to_client: Option<Passing<T>>,
}

/// A frame that passes, or has just passed.
#[derive(Clone, Debug)]
struct Passing<T> {
    event: FrameEvent<T>,
    /// How many bytes of its payload are copied.
    wanted_bytes: usize,
    is_ended: bool,
}

impl<T: Copy> Tap<T> {
    /// A tap that copies what `capture` asks for.
    #[must_use]
    pub const fn new(capture: Capture) -> Self {
        Self {
            capture,
            to_server: None,
            to_client: None,
        }
    }

    /// Copies what `capture` asks for of frames that begin from now on.
    pub fn set_capture(&mut self, capture: Capture) {
        self.capture = capture;
    }

    /// Notes `event`, which was read in `bytes` at the moment `at`.
    ///
    /// The bytes must still be as they were on the wire: a masked payload is unmasked here, in the copy.
    pub fn record(&mut self, direction: Direction, event: &Event, bytes: &[u8], at: T) {
        match event {
            Event::Header(frame) => {
                let wanted_bytes = self.capture.wanted(frame.header().length);
                *self.passing(direction) = Some(Passing {
                    wanted_bytes,
                    event: FrameEvent {
                        direction,
                        frame: *frame,
                        payload_bytes: 0,
                        inflated_bytes: None,
                        captured: Vec::new(),
                        began_at: at,
                        at,
                    },
                    is_ended: false,
                });
            }
            Event::Payload(piece) => {
                if let Some(passing) = self.passing(direction) {
                    let payload = bytes.get(piece.range.clone()).unwrap_or_default();
                    passing.record(piece, payload, at);
                }
            }
        }
    }

    /// Notes that a piece of the frame that passes inflated to `bytes`. The pieces of a frame add up.
    pub fn inflated(&mut self, direction: Direction, bytes: u64) {
        if let Some(passing) = self.passing(direction) {
            let before = passing.event.inflated_bytes.unwrap_or(0);
            passing.event.inflated_bytes = Some(before.saturating_add(bytes));
        }
    }

    /// The frame that has just ended in `direction`. It is taken before the next one begins, or lost.
    pub fn take(&mut self, direction: Direction) -> Option<FrameEvent<T>> {
        self.passing(direction)
            .take_if(|passing| passing.is_ended)
            .map(|passing| passing.event)
    }

    /// The frame that was never finished in `direction`, as the connection ends at the moment `at`.
    ///
    /// A header that is not whole is no frame. [`FrameReader::partial_header`](crate::reader::FrameReader::partial_header)
    /// has its bytes.
    pub fn end(&mut self, direction: Direction, at: T) -> Option<FrameEvent<T>> {
        let passing = self.passing(direction).take()?;
        let at = if passing.is_ended {
            passing.event.at
        } else {
            at
        };
        Some(FrameEvent {
            at,
            ..passing.event
        })
    }

    const fn passing(&mut self, direction: Direction) -> &mut Option<Passing<T>> {
        match direction {
            Direction::ToServer => &mut self.to_server,
            Direction::ToClient => &mut self.to_client,
        }
    }
}

impl<T> Passing<T> {
    fn record(&mut self, piece: &PayloadPiece, payload: &[u8], at: T) {
        let event = &mut self.event;
        event.at = at;
        event.payload_bytes = piece.offset + payload.len() as u64;
        self.is_ended = piece.ends_frame;
        let captured = event.captured.len();
        let wanted = payload.len().min(self.wanted_bytes - captured);
        event.captured.extend_from_slice(&payload[..wanted]);
        if let Some(key) = event.frame.header().mask {
            mask::apply(key, piece.offset, &mut event.captured[captured..]);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::header::{LengthWidth, OpCode};
    use crate::reader::FrameReader;

    const MASK: [u8; 4] = [0x37, 0xfa, 0x21, 0x3d];

    fn masked(opcode: OpCode, payload: &[u8]) -> Vec<u8> {
        let header = Header {
            mask: Some(MASK),
            ..Header::new(opcode, payload.len() as u64)
        };
        let mut bytes = header.encode_unchecked(LengthWidth::Bits7).to_vec();
        let at = bytes.len();
        bytes.extend_from_slice(payload);
        mask::apply(MASK, 0, &mut bytes[at..]);
        bytes
    }

    /// The events of `pieces`, each at the moment of its number, and what `end` returns at the moment 99.
    fn watch(
        capture: Capture,
        pieces: &[&[u8]],
    ) -> (Vec<FrameEvent<usize>>, Option<FrameEvent<usize>>) {
        let (mut tap, mut reader) = (Tap::new(capture), FrameReader::default());
        let mut seen = Vec::new();
        for (at, bytes) in pieces.iter().enumerate() {
            let mut position = 0;
            while let Some(event) = reader.read(bytes, &mut position) {
                tap.record(Direction::ToServer, &event, bytes, at);
                assert_eq!(tap.take(Direction::ToClient), None);
                seen.extend(tap.take(Direction::ToServer));
            }
        }
        (seen, tap.end(Direction::ToServer, 99))
    }

    #[test]
    fn frame_in_pieces_is_one_event_with_its_unmasked_payload() {
        let bytes = masked(OpCode::Text, b"Hello");
        let (head, rest) = bytes.split_at(3);
        let (middle, last) = rest.split_at(5);
        let (seen, unfinished) = watch(Capture::First(100), &[head, middle, last]);
        let [event] = seen.as_slice() else {
            panic!("{seen:?}")
        };
        assert_eq!(event.captured, b"Hello");
        assert_eq!(*event.header(), *event.frame.header());
        assert_eq!(event.header().mask, Some(MASK));
        assert_eq!((event.began_at, event.at), (1, 2));
        assert_eq!((event.payload_bytes, event.wire_bytes()), (5, 11));
        assert_eq!(event.inflated_bytes, None);
        assert!(event.is_whole());
        assert_eq!(unfinished, None);
    }

    #[test]
    fn capture_limits_the_copy_and_not_the_count() {
        let bytes = masked(OpCode::Binary, b"Hello");
        for (capture, expected) in [
            (Capture::Nothing, b"".as_slice()),
            (Capture::First(2), b"He"),
            (Capture::Whole { limit_bytes: 4 }, b""),
            (Capture::Whole { limit_bytes: 5 }, b"Hello"),
        ] {
            for pieces in [vec![bytes.as_slice()], bytes.chunks(1).collect()] {
                let (seen, _) = watch(capture, &pieces);
                assert_eq!(seen[0].captured, expected, "{capture:?}");
                assert_eq!(seen[0].payload_bytes, 5);
            }
        }
        let (seen, _) = watch(Capture::Nothing, &[&bytes]);
        assert_eq!(seen[0].captured.capacity(), 0);
    }

    #[test]
    fn frame_that_is_never_finished_is_an_event_at_the_end() {
        let bytes = masked(OpCode::Binary, b"Hello");
        let (seen, unfinished) = watch(Capture::First(100), &[&bytes[..8]]);
        assert_eq!(seen, []);
        let event = unfinished.unwrap();
        assert_eq!((event.payload_bytes, event.at), (2, 99));
        assert_eq!(event.captured, b"He");
        assert!(!event.is_whole());
        // Half a header is no frame.
        assert_eq!(watch(Capture::First(100), &[&bytes[..5]]).1, None);
    }

    #[test]
    fn ended_frame_that_was_not_taken_has_its_own_moment_at_the_end() {
        let (mut tap, mut reader) = (Tap::new(Capture::Nothing), FrameReader::default());
        let (bytes, mut position) = (b"\x89\x00", 0);
        while let Some(event) = reader.read(bytes, &mut position) {
            tap.record(Direction::ToClient, &event, bytes, 1);
        }
        assert_eq!(tap.end(Direction::ToClient, 2).unwrap().at, 1);
        assert_eq!(tap.end(Direction::ToClient, 2), None);
    }

    #[test]
    fn inflated_pieces_add_up_in_the_event_of_their_frame() {
        let bytes = b"\xC1\x04abcd\x89\x00";
        let (mut tap, mut reader) = (Tap::new(Capture::Nothing), FrameReader::default());
        let mut seen = Vec::new();
        for bytes in bytes.chunks(3) {
            let mut position = 0;
            while let Some(event) = reader.read(bytes, &mut position) {
                tap.record(Direction::ToClient, &event, bytes, ());
                if let Event::Payload(piece) = event
                    && !piece.range.is_empty()
                {
                    tap.inflated(Direction::ToClient, 10 * piece.range.len() as u64);
                }
                seen.extend(tap.take(Direction::ToClient));
            }
        }
        assert_eq!(
            (seen[0].inflated_bytes, seen[1].inflated_bytes),
            (Some(40), None)
        );
        assert!(seen[0].frame.position.is_compressed);
    }

    #[test]
    fn tap_that_begins_within_a_frame_sees_the_next_one_first() {
        let mut reader = FrameReader::default();
        let mut tap = Tap::new(Capture::First(9));
        let bytes = b"\x82\x02ab\x82\x02cd";
        let mut position = 0;
        assert!(reader.read(bytes, &mut position).is_some());
        let mut seen = Vec::new();
        while let Some(event) = reader.read(bytes, &mut position) {
            tap.record(Direction::ToClient, &event, bytes, ());
            seen.extend(tap.take(Direction::ToClient));
        }
        assert_eq!(seen.len(), 1);
        assert_eq!(seen[0].captured, b"cd");
    }

    proptest! {
        #[test]
        fn events_in_any_pieces_are_those_of_one_piece(
            payloads in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..300), 0..8),
            size in 1_usize..50,
            first in 0_usize..200,
        ) {
            let bytes: Vec<u8> = payloads.iter().flat_map(|it| masked(OpCode::Binary, it)).collect();
            let (seen, _) = watch(Capture::First(first), &bytes.chunks(size).collect::<Vec<_>>());
            prop_assert_eq!(seen.len(), payloads.len());
            for (event, payload) in seen.iter().zip(&payloads) {
                prop_assert_eq!(&event.captured, &payload[..payload.len().min(first)]);
                prop_assert!(event.is_whole());
            }
        }
    }
}
