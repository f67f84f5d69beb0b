//! The fields of a header that are bits: the opcode, the reserved bits and the width of the length.

use std::fmt;

const RSV1: u8 = 0x40;
const RSV2: u8 = 0x20;
const RSV3: u8 = 0x10;
const OPCODE: u8 = 0x0F;

/// What a frame is. All sixteen values of the four bits are here, so that a reserved one can be read and written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum OpCode {
    /// The next fragment of the message that the last frame with [`Text`](Self::Text) or
    /// [`Binary`](Self::Binary) began.
    Continuation = 0x0,
    /// A message in UTF-8, or the first fragment of one.
    Text = 0x1,
    /// A message of bytes, or the first fragment of one.
    Binary = 0x2,
    /// Reserved for data.
    Reserved3 = 0x3,
    /// Reserved for data.
    Reserved4 = 0x4,
    /// Reserved for data.
    Reserved5 = 0x5,
    /// Reserved for data.
    Reserved6 = 0x6,
    /// Reserved for data.
    Reserved7 = 0x7,
    /// The end of a connection, with a code and a reason or with neither.
    Close = 0x8,
    /// The other side answers it with a [`Pong`](Self::Pong) of the same payload.
    Ping = 0x9,
    /// The answer to a [`Ping`](Self::Ping), or a sign of life.
    Pong = 0xA,
    /// Reserved for control.
    ReservedB = 0xB,
    /// Reserved for control.
    ReservedC = 0xC,
    /// Reserved for control.
    ReservedD = 0xD,
    /// Reserved for control.
    ReservedE = 0xE,
    /// Reserved for control.
    ReservedF = 0xF,
}

impl OpCode {
    /// Each at the place of its number.
    const ALL: [Self; 16] = [
        Self::Continuation,
        Self::Text,
        Self::Binary,
        Self::Reserved3,
        Self::Reserved4,
        Self::Reserved5,
        Self::Reserved6,
        Self::Reserved7,
        Self::Close,
        Self::Ping,
        Self::Pong,
        Self::ReservedB,
        Self::ReservedC,
        Self::ReservedD,
        Self::ReservedE,
        Self::ReservedF,
    ];

    /// The opcode in the lower four bits of a header's first byte.
    #[must_use]
    pub const fn of_first_byte(byte: u8) -> Self {
        Self::ALL[(byte & OPCODE) as usize]
    }

    /// Whether frames of this kind may come between the fragments of a message, and must not be fragmented.
    #[must_use]
    pub const fn is_control(self) -> bool {
        self as u8 >= Self::Close as u8
    }

    /// Whether the RFC leaves the meaning to an extension, of which none is registered.
    #[must_use]
    pub const fn is_reserved(self) -> bool {
        !matches!(
            self,
            Self::Continuation | Self::Text | Self::Binary | Self::Close | Self::Ping | Self::Pong
        )
    }
}

impl fmt::Display for OpCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Continuation => "continuation",
            Self::Text => "text",
            Self::Binary => "binary",
            Self::Close => "close",
            Self::Ping => "ping",
            Self::Pong => "pong",
            reserved => return write!(f, "reserved opcode {:#X}", *reserved as u8),
        })
    }
}

/// The three bits that only a negotiated extension may set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ReservedBits {
    /// With permessage-deflate: the message is compressed (RFC 7692 section 6).
    pub rsv1: bool,
    /// No registered extension uses it.
    pub rsv2: bool,
    /// No registered extension uses it.
    pub rsv3: bool,
}

impl ReservedBits {
    /// None of them.
    pub const NONE: Self = Self {
        rsv1: false,
        rsv2: false,
        rsv3: false,
    };

    /// Whether each bit that is set here is set in `others`.
    #[must_use]
    pub const fn is_within(self, others: Self) -> bool {
        (!self.rsv1 || others.rsv1) && (!self.rsv2 || others.rsv2) && (!self.rsv3 || others.rsv3)
    }

    pub(super) const fn of_first_byte(byte: u8) -> Self {
        Self {
            rsv1: byte & RSV1 != 0,
            rsv2: byte & RSV2 != 0,
            rsv3: byte & RSV3 != 0,
        }
    }

    pub(super) const fn bits(self) -> u8 {
        (if self.rsv1 { RSV1 } else { 0 })
            | (if self.rsv2 { RSV2 } else { 0 })
            | (if self.rsv3 { RSV3 } else { 0 })
    }
}

/// How many bits a length takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LengthWidth {
    /// Up to 125, in the second byte.
    Bits7,
    /// Up to 65,535, in two bytes behind it.
    Bits16,
    /// Everything else, in eight.
    Bits64,
}

impl LengthWidth {
    /// The narrowest that `length` fits into, which a sender must choose.
    #[must_use]
    pub const fn of(length: u64) -> Self {
        match length {
            0..126 => Self::Bits7,
            126..=0xFFFF => Self::Bits16,
            _ => Self::Bits64,
        }
    }

    /// How many bytes it takes behind the second byte of the header.
    pub(super) const fn extra_bytes(self) -> usize {
        match self {
            Self::Bits7 => 0,
            Self::Bits16 => 2,
            Self::Bits64 => 8,
        }
    }
}
