//! What a call of an inflater ends with.
//!
//! What may not enter: how it comes to that.

use thiserror::Error;

/// What one call of [`Inflater::inflate`](super::Inflater::inflate) did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// How many bytes of the input were read. The caller does not give them again.
    pub consumed: usize,
    /// How many bytes of the output were written.
    pub produced: usize,
    /// What the inflater needs next.
    pub state: InflateState,
}

/// What an [`Inflater`](super::Inflater) needs next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InflateState {
    /// The next piece of the message: the input is used up.
    NeedsInput,
    /// More room: the output is full, and there may be more.
    NeedsRoom,
    /// Nothing: the message is complete. The next call begins the next one.
    Complete,
}

/// Why a message cannot be inflated. The connection is failed, and the inflater begins anew.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum InflateError {
    /// The payload is no DEFLATE, or refers to what is not in the window.
    #[error("the payload is no DEFLATE that was agreed on")]
    Corrupt,
    /// The message ends in the middle of a block. So does one whose sender did not cut the tail of its flush off.
    #[error("the message ends in the middle of a DEFLATE block")]
    Unfinished,
    /// The message is longer than allowed. Nothing beyond the limit was written.
    #[error("the message inflates to more than {limit_bytes} bytes")]
    TooLarge {
        /// The limit.
        limit_bytes: u64,
    },
}

impl InflateError {
    /// The code with which the connection is failed.
    ///
    /// RFC 7692 names none for payload that is no DEFLATE. 1007 is for payload that is not what its message says (RFC
    /// 6455 section 7.4.1); `ws`, undici and Bun send it. Chromium and Python `websockets` send 1002.
    #[must_use]
    pub const fn close_code(self) -> u16 {
        match self {
            Self::Corrupt | Self::Unfinished => 1007,
            Self::TooLarge { .. } => 1009,
        }
    }
}
