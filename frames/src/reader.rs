//! The frames in the bytes of one direction, which may come in any pieces (RFC 6455 sections 5.2 and 5.4).
//!
//! [`FrameReader`] says where each frame begins and ends, and where it stands among the frames of its message. Like
//! [`Header::decode`] it reads any frames, whichever rule they break. [`Frame::check_sequence`] is the rule about
//! several frames, [`DecodedHeader::check`] are those about one.
//!
//! What may not enter: payloads. The reader counts their bytes and looks at none of them.

use std::ops::Range;

use thiserror::Error;

use crate::header::{DecodedHeader, Header, OpCode, PartialHeader};

/// What a [`FrameReader`] finds in the bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// A header is whole. Pieces of its payload follow.
    Header(Frame),
    /// A piece of the payload of the last header.
    Payload(PayloadPiece),
}

/// A frame whose header has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Frame {
    /// What the header says, and its length. [`DecodedHeader::encoded`] is the header as it was on the wire.
    pub decoded: DecodedHeader,
    /// Where the frame stands in its message.
    pub position: FragmentPosition,
}

/// Where a frame stands in its message (section 5.4).
///
/// A control frame is a message of its own, also between the fragments of another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FragmentPosition {
    /// The opcode of the message's first frame. [`OpCode::Continuation`] where no message had begun.
    pub opcode: OpCode,
    /// How many frames of the message came before: 0 for the first.
    pub fragment: u64,
    /// Whether the message is compressed, where permessage-deflate was negotiated.
    ///
    /// RSV1 of the first frame says it (RFC 7692 section 6). It is `false` for a control frame.
    pub is_compressed: bool,
    /// Whether the frame begins a message although the last one has not ended.
    pub is_interleaved: bool,
}

/// A piece of a payload.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PayloadPiece {
    /// Where it is in the bytes that were read.
    ///
    /// It is empty in one case only: the frame has no payload.
    pub range: Range<usize>,
    /// How many bytes of the payload came before.
    pub offset: u64,
    /// Whether the frame ends with it. Each frame has one such piece.
    pub ends_frame: bool,
}

/// A rule about the frames of a message that a frame breaks. A receiver fails the connection with 1002.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum SequenceError {
    /// A continuation with nothing to continue.
    #[error("a continuation frame continues no message")]
    OrphanContinuation,
    /// A message begins before the last one has ended.
    #[error("a {0} message begins before the last message has ended")]
    InterleavedMessage(OpCode),
}

impl Frame {
    /// What the header says.
    #[must_use]
    pub const fn header(&self) -> &Header {
        &self.decoded.header
    }

    /// Whether the message ends with this frame.
    #[must_use]
    pub const fn ends_message(&self) -> bool {
        self.decoded.header.fin
    }

    /// Checks that the frame may follow those before it (section 5.4).
    ///
    /// # Errors
    ///
    /// - [`SequenceError::OrphanContinuation`]: begin the message with another opcode.
    /// - [`SequenceError::InterleavedMessage`]: end the last message first.
    pub const fn check_sequence(&self) -> Result<(), SequenceError> {
        if matches!(self.position.opcode, OpCode::Continuation) {
            return Err(SequenceError::OrphanContinuation);
        }
        if self.position.is_interleaved {
            return Err(SequenceError::InterleavedMessage(self.position.opcode));
        }
        Ok(())
    }
}

/// Reads the frames of one direction of a connection.
///
/// ```
/// use frames::reader::{Event, FrameReader};
/// let mut reader = FrameReader::default();
/// let mut payload = Vec::new();
/// // A ping of three bytes, in two pieces.
/// for bytes in [b"\x89\x03a".as_slice(), b"bc"] {
///     let mut position = 0;
///     while let Some(event) = reader.read(bytes, &mut position) {
///         if let Event::Payload(piece) = event {
///             payload.extend_from_slice(&bytes[piece.range]);
///         }
///     }
/// }
/// assert_eq!(payload, b"abc");
/// assert!(reader.is_between_frames());
/// ```
#[derive(Clone, Debug, Default)]
pub struct FrameReader {
    head: PartialHeader,
    /// How much of the current payload has come, and how much is still to come.
    payload_read: u64,
    payload_left: u64,
    /// Whether the current frame has a header and not yet its last piece.
    is_in_frame: bool,
    message: Option<OpenMessage>,
}

/// A message whose last frame has not begun.
#[derive(Clone, Copy, Debug)]
struct OpenMessage {
    opcode: OpCode,
    is_compressed: bool,
    fragments: u64,
}

impl FrameReader {
    /// Reads on in `bytes` at `position`, and moves that behind what was read. `None` when all of `bytes` was read.
    ///
    /// The caller calls it again with the same `bytes` until it returns `None`, and then with those that follow on
    /// the wire. Between two calls it may change the bytes before `position`, for example to unmask them.
    ///
    /// The events do not depend on where the bytes were cut, except that a payload may come in more pieces.
    // Inlined it costs a frame 10 ns, otherwise 20: events then go through memory.
    #[inline]
    pub fn read(&mut self, bytes: &[u8], position: &mut usize) -> Option<Event> {
        let rest = bytes.get(*position..).unwrap_or_default();
        if self.is_in_frame {
            return self.read_payload(rest, position).map(Event::Payload);
        }
        if rest.is_empty() {
            return None;
        }
        let Some((decoded, taken)) = self.head.take(rest) else {
            // All of it was kept.
            *position = bytes.len();
            return None;
        };
        *position += taken;
        self.is_in_frame = true;
        self.payload_read = 0;
        self.payload_left = decoded.header.length;
        Some(Event::Header(Frame {
            decoded,
            position: self.fragment_position(&decoded.header),
        }))
    }

    /// Whether the last frame is whole and no other has begun.
    #[must_use]
    pub fn is_between_frames(&self) -> bool {
        self.head.kept().is_empty() && !self.is_in_frame
    }

    /// Whether no frame and no message has begun that is not whole.
    #[must_use]
    pub fn is_between_messages(&self) -> bool {
        self.is_between_frames() && self.message.is_none()
    }

    /// The beginning of a header that is not whole yet, of at most 13 bytes. It is empty where none has begun.
    #[must_use]
    pub fn partial_header(&self) -> &[u8] {
        self.head.kept()
    }

    /// How many bytes of the current payload are still to come. It is 0 between frames.
    #[must_use]
    pub const fn payload_left(&self) -> u64 {
        self.payload_left
    }

    /// The next piece, from the beginning of `rest`.
    fn read_payload(&mut self, rest: &[u8], position: &mut usize) -> Option<PayloadPiece> {
        if rest.is_empty() && self.payload_left > 0 {
            return None;
        }
        let taken = rest
            .len()
            .min(usize::try_from(self.payload_left).unwrap_or(usize::MAX));
        let offset = self.payload_read;
        self.payload_read += taken as u64;
        self.payload_left -= taken as u64;
        self.is_in_frame = self.payload_left > 0;
        let start = *position;
        *position += taken;
        Some(PayloadPiece {
            range: start..*position,
            offset,
            ends_frame: !self.is_in_frame,
        })
    }

    /// Where a frame with `header` stands, which comes now.
    fn fragment_position(&mut self, header: &Header) -> FragmentPosition {
        let opcode = header.opcode;
        if opcode.is_control() {
            return FragmentPosition {
                opcode,
                fragment: 0,
                is_compressed: false,
                is_interleaved: false,
            };
        }
        let continued = self.message.filter(|_| opcode == OpCode::Continuation);
        let is_interleaved = self.message.is_some() && continued.is_none();
        let message = continued.unwrap_or(OpenMessage {
            opcode,
            is_compressed: header.rsv.rsv1,
            fragments: 0,
        });
        self.message = (!header.fin).then_some(OpenMessage {
            fragments: message.fragments.saturating_add(1),
            ..message
        });
        FragmentPosition {
            opcode: message.opcode,
            fragment: message.fragments,
            is_compressed: message.is_compressed,
            is_interleaved,
        }
    }
}

#[cfg(test)]
mod tests;
