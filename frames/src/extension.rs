//! permessage-deflate between the wire and a WebSocket that knows no extension (RFC 7692 section 6).
//!
//! A [`Receiver`] turns what came from the wire into frames without the extension: unmasked, inflated, RSV1 clear. A
//! [`Sender`] turns such frames into what goes onto the wire. Control frames and messages that are not compressed pass.
//!
//! Both hold the beginning of a header and little else: a message goes through them in pieces. What they give away at
//! a time is bounded by [`ROOM_BYTES`], whatever the pieces inflate to.
//!
//! What may not enter: sockets, and the rules of RFC 6455 about messages, which the WebSocket above keeps.

mod receiver;
mod sender;

pub use self::receiver::{ReceiveError, Receiver};
pub use self::sender::Sender;

use std::cell::RefCell;

use crate::header::{Header, LengthWidth, OpCode, ReservedBits};
use crate::mask;

/// A receiver stops when it has this much to give away, and goes on when that is taken. A sender splits a message
/// whose compressed form is longer.
pub const ROOM_BYTES: usize = 64 * 1024;

/// RSV1, which says on the first frame of a message that the message is compressed (section 6).
const RSV1: ReservedBits = ReservedBits {
    rsv1: true,
    ..ReservedBits::NONE
};

/// The payloads of the compressed messages in one direction.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CompressedBytes {
    /// As they are on the wire.
    pub wire: u64,
    /// As they are without compression.
    pub inflated: u64,
}

/// A frame whose payload is not whole.
#[derive(Clone, Copy, Debug)]
struct Frame {
    header: Header,
    /// How much of the payload is still to come.
    left: u64,
    is_compressed: bool,
}

impl Frame {
    /// How much of the payload has passed, for the mask.
    fn offset(&self) -> u64 {
        self.header.length - self.left
    }

    /// Masks `piece`, the next of the payload, or takes its mask off.
    fn mask(&self, piece: &mut [u8]) {
        if let Some(key) = self.header.mask {
            mask::apply(key, self.offset(), piece);
        }
    }
}

thread_local! {
    static SCRATCH: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

/// Gives `inflate` room of [`ROOM_BYTES`] that is the thread's.
fn with_scratch<T>(inflate: impl FnOnce(&mut [u8]) -> T) -> T {
    SCRATCH.with_borrow_mut(|scratch| {
        scratch.resize(ROOM_BYTES, 0);
        inflate(scratch)
    })
}

/// Appends a frame. Its length is that of `payload`.
fn push_frame(header: Header, payload: &[u8], out: &mut Vec<u8>) {
    push_header(header, payload.len() as u64, out);
    out.extend_from_slice(payload);
}

/// Appends a header for a payload of `length` bytes.
fn push_header(header: Header, length: u64, out: &mut Vec<u8>) {
    let header = Header { length, ..header };
    out.extend_from_slice(&header.encode_unchecked(LengthWidth::of(length)));
}

/// The opcode of the next frame of a message: its own, or that of a continuation.
fn next_opcode(message: OpCode, is_begun: bool) -> OpCode {
    if is_begun {
        OpCode::Continuation
    } else {
        message
    }
}

#[cfg(test)]
mod tests;
