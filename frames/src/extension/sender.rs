//! From frames without the extension to the wire.

use super::{CompressedBytes, ROOM_BYTES, RSV1, next_opcode, push_frame, push_header};
use crate::buffers;
use crate::deflate::{CompressionLevel, DeflateError, Deflater};
use crate::header::{Header, OpCode, PartialHeader, ReservedBits, Role};
use crate::mask::{self, MaskingKey};
use crate::negotiation::Agreement;

/// Puts the extension on what is sent.
#[derive(Debug)]
pub struct Sender {
    deflater: Deflater,
    /// A shorter message passes as it is.
    min_bytes: u64,
    head: PartialHeader,
    frame: Option<Frame>,
    message: Option<Message>,
    /// The compressed payload of the next frame.
    compressed: Vec<u8>,
    /// What a masked payload is unmasked in.
    unmasked: Vec<u8>,
    bytes: CompressedBytes,
}

/// A frame whose payload is not whole.
#[derive(Clone, Copy, Debug)]
struct Frame {
    left: u64,
    offset: u64,
    mask: Option<MaskingKey>,
    is_compressed: bool,
    fin: bool,
}

#[derive(Clone, Copy, Debug)]
struct Message {
    opcode: OpCode,
    is_compressed: bool,
    is_begun: bool,
}

impl Sender {
    /// For what `role` sends under `agreement`. A message of several frames is not compressed, nor is one of less than
    /// `min_bytes`.
    #[must_use]
    pub fn new(role: Role, agreement: &Agreement, min_bytes: u64, level: CompressionLevel) -> Self {
        Self {
            deflater: Deflater::new(agreement.of_sender(role), level),
            min_bytes,
            head: PartialHeader::default(),
            frame: None,
            message: None,
            compressed: Vec::new(),
            unmasked: Vec::new(),
            bytes: CompressedBytes::default(),
        }
    }

    /// How much was compressed so far.
    #[must_use]
    pub fn bytes(&self) -> CompressedBytes {
        self.bytes
    }

    /// Turns frames without the extension, or a piece of them, into bytes for the wire, which it appends to `wire`.
    ///
    /// The frames are those of a WebSocket that keeps the rules: they are not checked.
    ///
    /// # Errors
    ///
    /// The compressor failed. The connection cannot go on.
    pub fn write(&mut self, mut plain: &[u8], wire: &mut Vec<u8>) -> Result<(), DeflateError> {
        while !plain.is_empty() {
            match self.frame {
                Some(frame) => plain = self.write_payload(frame, plain, wire)?,
                None => match self.head.take(plain) {
                    Some((decoded, bytes)) => {
                        plain = &plain[bytes..];
                        self.begin_frame(&decoded.header, wire)?;
                    }
                    None => return Ok(()),
                },
            }
        }
        Ok(())
    }

    /// Whether nothing has begun that is not whole.
    #[must_use]
    pub fn is_between_messages(&self) -> bool {
        self.head.kept().is_empty() && self.frame.is_none() && self.message.is_none()
    }

    /// The memory that it takes beside itself.
    #[must_use]
    pub fn memory_bytes(&self) -> usize {
        self.deflater.memory_bytes() + self.compressed.capacity() + self.unmasked.capacity()
    }

    /// Gives back what an idle connection does not need.
    pub fn park(&mut self) {
        if self.is_between_messages() {
            self.deflater.park();
        }
    }

    fn begin_frame(&mut self, header: &Header, wire: &mut Vec<u8>) -> Result<(), DeflateError> {
        let is_compressed = match (header.opcode, self.message) {
            (OpCode::Continuation, Some(message)) => message.is_compressed,
            (OpCode::Text | OpCode::Binary, _) => {
                // Fragments pass as they are: their sizes were chosen.
                let is_compressed = header.length >= self.min_bytes && header.fin;
                self.message = Some(Message {
                    opcode: header.opcode,
                    is_compressed,
                    is_begun: false,
                });
                is_compressed
            }
            _ => false,
        };
        let frame = Frame {
            left: header.length,
            offset: 0,
            mask: header.mask,
            is_compressed,
            fin: header.fin,
        };
        if !is_compressed {
            push_header(*header, header.length, wire);
            if header.fin && !header.opcode.is_control() {
                self.message = None;
            }
        }
        if frame.left > 0 {
            self.frame = Some(frame);
        } else if is_compressed {
            self.compress(frame, &[], wire)?;
        }
        Ok(())
    }

    /// Passes some of a payload on. Returns what is left of `plain`.
    fn write_payload<'a>(
        &mut self,
        mut frame: Frame,
        plain: &'a [u8],
        wire: &mut Vec<u8>,
    ) -> Result<&'a [u8], DeflateError> {
        let left = usize::try_from(frame.left).unwrap_or(usize::MAX);
        let (piece, rest) = plain.split_at(left.min(plain.len()).min(ROOM_BYTES));
        let offset = frame.offset;
        frame.left -= piece.len() as u64;
        frame.offset += piece.len() as u64;
        self.frame = (frame.left > 0).then_some(frame);
        if !frame.is_compressed {
            wire.extend_from_slice(piece);
            return Ok(rest);
        }
        match frame.mask {
            Some(key) => {
                let mut unmasked = std::mem::take(buffers::ensure(&mut self.unmasked));
                unmasked.clear();
                unmasked.extend_from_slice(piece);
                mask::apply(key, offset, &mut unmasked);
                let compressed = self.compress(frame, &unmasked, wire);
                self.unmasked = unmasked;
                compressed?;
            }
            None => self.compress(frame, piece, wire)?,
        }
        Ok(rest)
    }

    /// Compresses a piece of a message, and gives a frame away when there is enough for one.
    fn compress(
        &mut self,
        frame: Frame,
        piece: &[u8],
        wire: &mut Vec<u8>,
    ) -> Result<(), DeflateError> {
        let is_frame_end = frame.left == 0;
        let is_end = is_frame_end && frame.fin;
        self.bytes.inflated += piece.len() as u64;
        let compressed = buffers::ensure(&mut self.compressed);
        self.deflater.compress(piece, is_end, compressed)?;
        let Some(message) = &mut self.message else {
            return Ok(());
        };
        if !is_frame_end && self.compressed.len() < ROOM_BYTES {
            return Ok(());
        }
        let header = Header {
            fin: is_end,
            rsv: if message.is_begun {
                ReservedBits::NONE
            } else {
                RSV1
            },
            mask: frame.mask,
            ..Header::new(next_opcode(message.opcode, message.is_begun), 0)
        };
        message.is_begun = true;
        if let Some(key) = frame.mask {
            mask::apply(key, 0, &mut self.compressed);
        }
        push_frame(header, &self.compressed, wire);
        self.bytes.wire += self.compressed.len() as u64;
        self.compressed.clear();
        if is_end {
            self.message = None;
            buffers::give_back(&mut self.compressed);
            buffers::give_back(&mut self.unmasked);
        }
        Ok(())
    }
}
