//! From frames without the extension to the wire.

use super::{CompressedBytes, Frame, ROOM_BYTES, RSV1, next_opcode, push_frame, push_header};
use crate::buffers;
use crate::deflate::{CompressionLevel, DeflateError, Deflater};
use crate::header::{Header, OpCode, PartialHeader, ReservedBits, Role};
use crate::mask;
use crate::negotiation::Agreement;

/// Puts the extension on what is sent.
#[derive(Debug)]
pub struct Sender {
    deflater: Deflater,
    /// A shorter message passes as it is.
    min_bytes: u64,
    head: PartialHeader,
    frame: Option<Frame>,
    /// Whether a fragment of the compressed frame has been given away.
    is_begun: bool,
    /// The compressed payload of the next frame.
    compressed: Vec<u8>,
    /// What a masked payload is unmasked in.
    unmasked: Vec<u8>,
    bytes: CompressedBytes,
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
            is_begun: false,
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

    /// Whether no frame has begun that is not whole.
    #[must_use]
    pub fn is_between_frames(&self) -> bool {
        self.head.kept().is_empty() && self.frame.is_none()
    }

    /// The memory that it takes beside itself.
    #[must_use]
    pub fn memory_bytes(&self) -> usize {
        self.deflater.memory_bytes() + self.compressed.capacity() + self.unmasked.capacity()
    }

    /// Gives back what an idle connection does not need.
    pub fn park(&mut self) {
        if self.is_between_frames() {
            self.deflater.park();
        }
    }

    fn begin_frame(&mut self, header: &Header, wire: &mut Vec<u8>) -> Result<(), DeflateError> {
        // Fragments pass as they are: their sizes were chosen.
        let is_message = header.fin && matches!(header.opcode, OpCode::Text | OpCode::Binary);
        let is_compressed = is_message && header.length >= self.min_bytes;
        let frame = Frame {
            header: *header,
            left: header.length,
            is_compressed,
        };
        if !is_compressed {
            push_header(*header, header.length, wire);
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
        let begun = frame;
        frame.left -= piece.len() as u64;
        self.frame = (frame.left > 0).then_some(frame);
        if !frame.is_compressed {
            wire.extend_from_slice(piece);
            return Ok(rest);
        }
        match frame.header.mask {
            Some(_) => {
                let mut unmasked = std::mem::take(buffers::ensure(&mut self.unmasked));
                unmasked.clear();
                unmasked.extend_from_slice(piece);
                begun.mask(&mut unmasked);
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
        let is_end = frame.left == 0;
        self.bytes.inflated += piece.len() as u64;
        let compressed = buffers::ensure(&mut self.compressed);
        self.deflater.compress(piece, is_end, compressed)?;
        if !is_end && self.compressed.len() < ROOM_BYTES {
            return Ok(());
        }
        let header = Header {
            fin: is_end,
            rsv: if self.is_begun {
                ReservedBits::NONE
            } else {
                RSV1
            },
            opcode: next_opcode(frame.header.opcode, self.is_begun),
            ..frame.header
        };
        if let Some(key) = header.mask {
            mask::apply(key, 0, &mut self.compressed);
        }
        push_frame(header, &self.compressed, wire);
        self.bytes.wire += self.compressed.len() as u64;
        self.compressed.clear();
        self.is_begun = !is_end;
        if is_end {
            buffers::give_back(&mut self.compressed);
            buffers::give_back(&mut self.unmasked);
        }
        Ok(())
    }
}
