//! permessage-deflate (RFC 7692 section 7.2): one direction's compressor and one direction's inflater.
//!
//! A [`Deflater`] makes the payload of frames from messages, an [`Inflater`] makes messages from the payload of
//! frames. Both take a message in pieces of any size. The first frame of such a message has RSV1.
//!
//! A context is made when the first message needs it. Without takeover it goes back into a small pool of the thread
//! behind each message. With takeover it stays, until its owner finds the direction idle and calls `park`.
//!
//! What may not enter: frames, negotiation, and the decision which messages are compressed.

pub use self::deflater::{CompressionLevel, DeflateError, Deflater};
pub use self::inflater::Inflater;
pub use self::outcome::{InflateError, InflateState, Progress};

mod deflater;
mod history;
mod inflater;
mod outcome;
mod pool;

/// What a sync flush ends with: the empty stored block behind its header. A sender cuts it off behind each message,
/// and a receiver adds it again (sections 7.2.1 and 7.2.2).
const TAIL: [u8; 4] = [0x00, 0x00, 0xFF, 0xFF];

#[cfg(test)]
mod tests;
