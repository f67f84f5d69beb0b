//! The header of a frame (RFC 6455 section 5.2), read and written.
//!
//! [`Header::decode`] reads any header, also one that breaks the rules: a tap has to show it. [`Header::check`] and
//! [`DecodedHeader::check`] are the rules. [`Header::encode`] keeps them; [`Header::encode_unchecked`] does not.
//!
//! What may not enter: payloads, and rules about more than one frame.

use std::fmt;
use std::ops::Deref;

use thiserror::Error;

pub use self::fields::{LengthWidth, OpCode, ReservedBits};
pub(crate) use self::partial::PartialHeader;

use crate::mask::MaskingKey;

mod fields;
mod partial;

/// The length of a header with a 64-bit length and a mask, which is the longest.
pub const MAX_HEADER_BYTES: usize = 14;

/// The most that a control frame may carry (section 5.5).
pub const MAX_CONTROL_BYTES: u64 = 125;

/// The most that a frame may carry: the highest bit of a 64-bit length must be 0.
pub const MAX_PAYLOAD_BYTES: u64 = u64::MAX >> 1;

const FIN: u8 = 0x80;
const MASK: u8 = 0x80;
const LENGTH: u8 = 0x7F;

/// The values of the 7-bit length that announce a longer one.
const LENGTH_IN_16_BITS: u8 = 126;
const LENGTH_IN_64_BITS: u8 = 127;

/// The side of a connection that sends a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// It masks every frame.
    Client,
    /// It masks none.
    Server,
}

/// What stands before the payload of a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Header {
    /// Whether it is the last frame of its message.
    pub fin: bool,
    /// The bits for extensions.
    pub rsv: ReservedBits,
    /// What the frame is.
    pub opcode: OpCode,
    /// The key with which the payload is masked, if it is.
    pub mask: Option<MaskingKey>,
    /// The length of the payload in bytes.
    pub length: u64,
}

/// A rule of the RFC that a header breaks.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum HeaderError {
    /// A bit is set whose extension was not negotiated. A receiver fails the connection with 1002.
    #[error("{0:?} are set, and no extension was negotiated that sets them")]
    ReservedBits(ReservedBits),
    /// The opcode has no meaning. A receiver fails the connection with 1002.
    #[error("{0}")]
    ReservedOpCode(OpCode),
    /// A control frame without FIN. A receiver fails the connection with 1002.
    #[error("a {0} frame is fragmented")]
    FragmentedControl(OpCode),
    /// A control frame with more than [`MAX_CONTROL_BYTES`]. A receiver fails the connection with 1002.
    #[error("a {opcode} frame has {length} bytes, and may have 125")]
    OversizedControl {
        /// What it is.
        opcode: OpCode,
        /// How long its payload would be.
        length: u64,
    },
    /// A length above [`MAX_PAYLOAD_BYTES`]. A receiver fails the connection with 1002.
    #[error("the highest bit of the length {0} is set")]
    OversizedLength(u64),
    /// A length that would fit into fewer bytes. The RFC forbids it to the sender and leaves the receiver free, so
    /// that a receiver may take the frame.
    #[error("the length {0} is not written in the fewest bytes")]
    NonMinimalLength(u64),
    /// A client did not mask its frame. A server fails the connection with 1002.
    #[error("a client's frame is not masked")]
    UnmaskedClient,
    /// A server masked its frame. A client fails the connection with 1002.
    #[error("a server's frame is masked")]
    MaskedServer,
}

/// What the first bytes of a frame are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decoded {
    /// The beginning of a header.
    Incomplete {
        /// How many bytes it needs at least. With them it is whole, or says how many more it needs.
        missing_bytes: usize,
    },
    /// A whole header.
    Complete(DecodedHeader),
}

/// A header as it was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DecodedHeader {
    /// What it says.
    pub header: Header,
    /// The length of the header itself, behind which the payload begins.
    pub header_bytes: usize,
}

impl DecodedHeader {
    /// What [`Header::check`] checks, and that the length was written in the fewest bytes.
    ///
    /// # Errors
    ///
    /// - [`HeaderError::NonMinimalLength`]; the header is correct otherwise.
    /// - Everything that [`Header::check`] returns.
    pub const fn check(&self, sender: Role, negotiated: ReservedBits) -> Result<(), HeaderError> {
        if let Err(error) = self.header.check(sender, negotiated) {
            return Err(error);
        }
        if self.header_bytes
            > self
                .header
                .encoded_bytes(LengthWidth::of(self.header.length))
        {
            return Err(HeaderError::NonMinimalLength(self.header.length));
        }
        Ok(())
    }

    /// The header as it was on the wire, also where its length is not in the fewest bytes.
    #[must_use]
    pub const fn encoded(&self) -> EncodedHeader {
        let width = if self.header_bytes >= self.header.encoded_bytes(LengthWidth::Bits64) {
            LengthWidth::Bits64
        } else if self.header_bytes >= self.header.encoded_bytes(LengthWidth::Bits16) {
            LengthWidth::Bits16
        } else {
            LengthWidth::Bits7
        };
        self.header.encode_unchecked(width)
    }
}

impl Header {
    /// A header with FIN and nothing else, as an unfragmented frame of a server has it.
    #[must_use]
    pub const fn new(opcode: OpCode, length: u64) -> Self {
        Self {
            fin: true,
            rsv: ReservedBits::NONE,
            opcode,
            mask: None,
            length,
        }
    }

    /// Reads the header that `bytes` begin with. `bytes` may end anywhere, in the header or behind it.
    ///
    /// Any header is read, whichever rule it breaks; [`DecodedHeader::check`] says which.
    #[must_use]
    pub fn decode(bytes: &[u8]) -> Decoded {
        let &[first, second, ref rest @ ..] = bytes else {
            return Decoded::Incomplete {
                missing_bytes: 2 - bytes.len(),
            };
        };
        let width = match second & LENGTH {
            LENGTH_IN_16_BITS => LengthWidth::Bits16,
            LENGTH_IN_64_BITS => LengthWidth::Bits64,
            _ => LengthWidth::Bits7,
        };
        let mask_bytes = if second & MASK == 0 { 0 } else { 4 };
        let needed = width.extra_bytes() + mask_bytes;
        let Some(rest) = rest.get(..needed) else {
            return Decoded::Incomplete {
                missing_bytes: needed - rest.len(),
            };
        };
        let (length, mask) = rest.split_at(width.extra_bytes());
        let length = match width {
            LengthWidth::Bits7 => u64::from(second & LENGTH),
            LengthWidth::Bits16 | LengthWidth::Bits64 => length
                .iter()
                .fold(0, |length, byte| length << 8 | u64::from(*byte)),
        };
        let header = Self {
            fin: first & FIN != 0,
            rsv: ReservedBits::of_first_byte(first),
            opcode: OpCode::of_first_byte(first),
            // Without a mask there are no bytes for it.
            mask: mask.first_chunk().copied(),
            length,
        };
        Decoded::Complete(DecodedHeader {
            header,
            header_bytes: 2 + needed,
        })
    }

    /// Checks the rules of RFC 6455 about one header. `negotiated` are the bits of the extensions in use.
    ///
    /// # Errors
    ///
    /// The first rule that is broken:
    ///
    /// - [`HeaderError::ReservedBits`]: negotiate the extension, or clear the bits.
    /// - [`HeaderError::ReservedOpCode`]: there is no meaning to send.
    /// - [`HeaderError::FragmentedControl`] and [`HeaderError::OversizedControl`]: send less, in one frame.
    /// - [`HeaderError::OversizedLength`]: send several frames.
    /// - [`HeaderError::UnmaskedClient`] and [`HeaderError::MaskedServer`]: set or clear [`Header::mask`].
    pub const fn check(&self, sender: Role, negotiated: ReservedBits) -> Result<(), HeaderError> {
        if !self.rsv.is_within(negotiated) {
            return Err(HeaderError::ReservedBits(self.rsv));
        }
        if self.opcode.is_reserved() {
            return Err(HeaderError::ReservedOpCode(self.opcode));
        }
        if self.opcode.is_control() && !self.fin {
            return Err(HeaderError::FragmentedControl(self.opcode));
        }
        if self.opcode.is_control() && self.length > MAX_CONTROL_BYTES {
            return Err(HeaderError::OversizedControl {
                opcode: self.opcode,
                length: self.length,
            });
        }
        if self.length > MAX_PAYLOAD_BYTES {
            return Err(HeaderError::OversizedLength(self.length));
        }
        match (sender, self.mask) {
            (Role::Client, None) => Err(HeaderError::UnmaskedClient),
            (Role::Server, Some(_)) => Err(HeaderError::MaskedServer),
            (Role::Client, Some(_)) | (Role::Server, None) => Ok(()),
        }
    }

    /// The header as bytes, with the length in the fewest.
    ///
    /// # Errors
    ///
    /// Everything that [`Header::check`] returns: a rule is broken, and nothing is written.
    pub const fn encode(
        &self,
        sender: Role,
        negotiated: ReservedBits,
    ) -> Result<EncodedHeader, HeaderError> {
        match self.check(sender, negotiated) {
            Ok(()) => Ok(self.encode_unchecked(LengthWidth::Bits7)),
            Err(error) => Err(error),
        }
    }

    /// The header as bytes, whichever rule it breaks: for a peer that is wrong on purpose.
    ///
    /// The length takes `at_least` that width, and a wider one where it does not fit. A width that is wider than
    /// [`LengthWidth::of`] breaks a rule of its own.
    #[must_use]
    pub const fn encode_unchecked(&self, at_least: LengthWidth) -> EncodedHeader {
        let minimal = LengthWidth::of(self.length);
        let width = if (at_least as u8) > (minimal as u8) {
            at_least
        } else {
            minimal
        };
        let mut bytes = [0; MAX_HEADER_BYTES];
        bytes[0] = (if self.fin { FIN } else { 0 }) | self.rsv.bits() | self.opcode as u8;
        // Each cast is of a length that was found to fit.
        bytes[1] = match width {
            LengthWidth::Bits7 => self.length as u8,
            LengthWidth::Bits16 => LENGTH_IN_16_BITS,
            LengthWidth::Bits64 => LENGTH_IN_64_BITS,
        };
        let mut at = 2;
        let length = self.length.to_be_bytes();
        let mut from = length.len() - width.extra_bytes();
        while from < length.len() {
            bytes[at] = length[from];
            at += 1;
            from += 1;
        }
        if let Some([a, b, c, d]) = self.mask {
            bytes[1] |= MASK;
            bytes[at] = a;
            bytes[at + 1] = b;
            bytes[at + 2] = c;
            bytes[at + 3] = d;
            at += 4;
        }
        EncodedHeader { bytes, length: at }
    }

    /// How many bytes the header takes with a length of this width.
    const fn encoded_bytes(&self, width: LengthWidth) -> usize {
        let mask_bytes = if self.mask.is_some() { 4 } else { 0 };
        2 + width.extra_bytes() + mask_bytes
    }
}

impl fmt::Display for Header {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let fin = if self.fin { "FIN" } else { "fragment" };
        write!(f, "{}, {fin}, length {}", self.opcode, self.length)
    }
}

/// The bytes of a header.
#[derive(Clone, Copy, Debug)]
pub struct EncodedHeader {
    bytes: [u8; MAX_HEADER_BYTES],
    length: usize,
}

impl Deref for EncodedHeader {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.bytes[..self.length]
    }
}

#[cfg(test)]
mod tests;
