//! From the wire to frames without the extension.

use thiserror::Error;

use super::{
    CompressedBytes, Frame, ROOM_BYTES, RSV1, next_opcode, push_frame, push_header, with_scratch,
};
use crate::deflate::{InflateError, InflateState, Inflater};
use crate::header::{
    DecodedHeader, Header, HeaderError, OpCode, PartialHeader, ReservedBits, Role,
};
use crate::negotiation::Agreement;

/// A payload is unmasked in pieces of this size, so that little of it is masked again where the room ends.
const PIECE_BYTES: usize = 4 * 1024;

/// Takes the extension from what came.
#[derive(Debug)]
pub struct Receiver {
    sender: Role,
    max_frame_bytes: u64,
    inflater: Inflater,
    head: PartialHeader,
    frame: Option<Frame>,
    /// The message of which not all frames have come.
    message: Option<Message>,
    bytes: CompressedBytes,
}

#[derive(Clone, Copy, Debug)]
struct Message {
    opcode: OpCode,
    is_compressed: bool,
    /// Whether a fragment of it has been given away.
    is_begun: bool,
}

/// Why a connection must be failed.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum ReceiveError {
    /// A header breaks a rule.
    #[error(transparent)]
    Header(#[from] HeaderError),
    /// RSV1 on a control frame, or on a frame that does not begin a message (RFC 7692 section 6.1).
    #[error("RSV1 is set on a {0} frame")]
    MisplacedRsv1(OpCode),
    /// A message begins before the last one has ended (RFC 6455 section 5.4).
    #[error("a message begins inside a compressed one")]
    Interleaved,
    /// A frame is longer on the wire than the limit.
    #[error("a frame announces {bytes} bytes, and may have {most}")]
    FrameTooLong {
        /// What it announces.
        bytes: u64,
        /// The limit.
        most: u64,
    },
    /// The payload cannot be inflated.
    #[error(transparent)]
    Inflate(#[from] InflateError),
}

impl ReceiveError {
    /// The code of the close frame (RFC 6455 section 7.4.1).
    #[must_use]
    pub fn close_code(&self) -> u16 {
        match self {
            Self::Header(_) | Self::MisplacedRsv1(_) | Self::Interleaved => 1002,
            Self::FrameTooLong { .. } => 1009,
            Self::Inflate(error) => error.close_code(),
        }
    }
}

impl Receiver {
    /// For what `sender` sends under `agreement`. A message may inflate to `max_message_bytes`, and a frame may have
    /// `max_frame_bytes` on the wire.
    #[must_use]
    pub fn new(
        sender: Role,
        agreement: &Agreement,
        max_message_bytes: u64,
        max_frame_bytes: u64,
    ) -> Self {
        Self {
            sender,
            max_frame_bytes,
            inflater: Inflater::new(agreement.of_sender(sender), max_message_bytes),
            head: PartialHeader::default(),
            frame: None,
            message: None,
            bytes: CompressedBytes::default(),
        }
    }

    /// How much was inflated so far.
    #[must_use]
    pub fn bytes(&self) -> CompressedBytes {
        self.bytes
    }

    /// Turns bytes from the wire into frames without the extension, which it appends to `plain`. Returns how many
    /// bytes it took. It takes all of them, unless `plain` has reached [`ROOM_BYTES`].
    ///
    /// The bytes that it took are unmasked; the others are as they were.
    ///
    /// # Errors
    ///
    /// The sender broke a rule. Nothing can be read after that. What is in `plain` came before.
    pub fn read(&mut self, wire: &mut [u8], plain: &mut Vec<u8>) -> Result<usize, ReceiveError> {
        let mut taken = 0;
        loop {
            match self.frame {
                Some(frame) => {
                    if plain.len() >= ROOM_BYTES {
                        return Ok(taken);
                    }
                    let rest = &mut wire[taken..];
                    if rest.is_empty() && frame.left > 0 {
                        return Ok(taken);
                    }
                    taken += self.read_payload(frame, rest, plain)?;
                }
                None if taken == wire.len() => return Ok(taken),
                None => match self.head.take(&wire[taken..]) {
                    Some((decoded, bytes)) => {
                        taken += bytes;
                        self.begin_frame(&decoded, plain)?;
                    }
                    None => return Ok(wire.len()),
                },
            }
        }
    }

    /// Whether there is more to give away, although nothing came.
    #[must_use]
    pub fn is_due(&self) -> bool {
        self.frame.is_some_and(|frame| frame.left == 0)
    }

    /// Whether nothing has begun that is not whole.
    #[must_use]
    pub fn is_between_messages(&self) -> bool {
        self.head.kept().is_empty() && self.frame.is_none() && self.message.is_none()
    }

    /// The memory that it takes beside itself.
    #[must_use]
    pub fn memory_bytes(&self) -> usize {
        self.inflater.memory_bytes()
    }

    /// Gives back what an idle connection does not need.
    pub fn park(&mut self) {
        if self.is_between_messages() {
            self.inflater.park();
        }
    }

    fn begin_frame(
        &mut self,
        decoded: &DecodedHeader,
        plain: &mut Vec<u8>,
    ) -> Result<(), ReceiveError> {
        let header = decoded.header;
        header.check(self.sender, RSV1)?;
        let is_first = matches!(header.opcode, OpCode::Text | OpCode::Binary);
        if header.rsv.rsv1 && !is_first {
            return Err(ReceiveError::MisplacedRsv1(header.opcode));
        }
        if header.length > self.max_frame_bytes {
            return Err(ReceiveError::FrameTooLong {
                bytes: header.length,
                most: self.max_frame_bytes,
            });
        }
        let is_compressed = match (header.opcode, self.message) {
            (OpCode::Continuation, Some(message)) => message.is_compressed,
            (OpCode::Text | OpCode::Binary, before) => {
                if before.is_some_and(|it| it.is_compressed || header.rsv.rsv1) {
                    return Err(ReceiveError::Interleaved);
                }
                self.message = Some(Message {
                    opcode: header.opcode,
                    is_compressed: header.rsv.rsv1,
                    is_begun: false,
                });
                header.rsv.rsv1
            }
            // The WebSocket above refuses a continuation of nothing.
            _ => false,
        };
        if !is_compressed {
            let unmasked = Header {
                mask: None,
                rsv: ReservedBits::NONE,
                ..header
            };
            push_header(unmasked, header.length, plain);
        }
        let frame = Frame {
            header,
            left: header.length,
            is_compressed,
        };
        // A fragment without a payload adds nothing to a compressed message, unless it ends it.
        if frame.left > 0 || (is_compressed && header.fin) {
            self.frame = Some(frame);
        }
        if !is_compressed && header.fin && !header.opcode.is_control() {
            self.message = None;
        }
        Ok(())
    }

    /// Passes some of a payload on. Returns how much it took.
    fn read_payload(
        &mut self,
        mut frame: Frame,
        wire: &mut [u8],
        plain: &mut Vec<u8>,
    ) -> Result<usize, ReceiveError> {
        let left = usize::try_from(frame.left).unwrap_or(usize::MAX);
        let room = match frame.is_compressed {
            true => PIECE_BYTES,
            false => ROOM_BYTES - plain.len(),
        };
        let bytes = left.min(wire.len()).min(room);
        let piece = &mut wire[..bytes];
        frame.mask(piece);
        let taken = match frame.is_compressed {
            true => self.inflate(frame, piece, plain)?,
            false => {
                plain.extend_from_slice(piece);
                bytes
            }
        };
        frame.left -= taken as u64;
        frame.mask(&mut piece[taken..]);
        // A compressed message is over when all that it inflates to was given away.
        let is_over = frame.left == 0
            && (!frame.is_compressed || !frame.header.fin || self.message.is_none());
        self.frame = (!is_over).then_some(frame);
        Ok(taken)
    }

    /// Inflates some of a compressed payload. Returns how much it took.
    fn inflate(
        &mut self,
        frame: Frame,
        piece: &[u8],
        plain: &mut Vec<u8>,
    ) -> Result<usize, ReceiveError> {
        let is_last = frame.header.fin && frame.left == piece.len() as u64;
        let Some(mut message) = self.message else {
            return Ok(piece.len());
        };
        with_scratch(|scratch| {
            let progress = self.inflater.inflate(piece, is_last, scratch)?;
            let is_end = progress.state == InflateState::Complete;
            if progress.produced > 0 || is_end {
                let header = Header {
                    fin: is_end,
                    ..Header::new(next_opcode(message.opcode, message.is_begun), 0)
                };
                push_frame(header, &scratch[..progress.produced], plain);
                message.is_begun = true;
            }
            self.message = (!is_end).then_some(message);
            self.bytes.wire += progress.consumed as u64;
            self.bytes.inflated += progress.produced as u64;
            Ok(progress.consumed)
        })
    }
}
