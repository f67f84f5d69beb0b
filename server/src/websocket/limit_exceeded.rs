//! The limits that end a connection, each with its sentence. It names the flag, so that a person knows what to change.

use std::io;
use std::time::Duration;

use thiserror::Error;
use tokio_tungstenite::tungstenite;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;

/// A limit that the client has exceeded.
#[derive(Debug, Error)]
pub(super) enum LimitExceeded {
    /// Close with 1008.
    #[error("more than {0} messages in a second (--max-messages-per-s)")]
    TooManyMessages(u32),
    /// Close with 1008, although the client will hardly receive it.
    #[error("no sign of life within {} ms after a ping (--pong-timeout-ms)", .0.as_millis())]
    NoPong(Duration),
    /// Close with 1008.
    #[error("a message was not complete within {} ms (--message-timeout-ms)", .0.as_millis())]
    UnfinishedMessage(Duration),
    /// Reset: the client would not read a close frame behind the bytes that it does not read.
    #[error("nothing was read for {} ms (--write-timeout-ms)", .0.as_millis())]
    NotReading(Duration),
    /// Close with 1013. It is not 1009, because the message may be sent again: what was too big is the sum over all
    /// connections.
    #[error(
        "the server is short of memory, of which this connection held much (--memory-budget-bytes)"
    )]
    OutOfMemory,
}

impl LimitExceeded {
    /// The code of the close frame.
    pub(super) fn close_code(&self) -> CloseCode {
        match self {
            Self::TooManyMessages(_)
            | Self::NoPong(_)
            | Self::UnfinishedMessage(_)
            | Self::NotReading(_) => CloseCode::Policy,
            Self::OutOfMemory => CloseCode::Again,
        }
    }
}

impl From<LimitExceeded> for tungstenite::Error {
    fn from(exceeded: LimitExceeded) -> Self {
        Self::Io(io::Error::other(exceeded))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a close frame has room for beside its code (RFC 6455 section 5.5).
    const MAX_REASON_BYTES: usize = 123;

    #[test]
    fn sentence_of_every_limit_names_its_flag_and_fits_into_a_close_frame() {
        let longest = Duration::from_millis(u64::MAX);
        for exceeded in [
            LimitExceeded::TooManyMessages(u32::MAX),
            LimitExceeded::NoPong(longest),
            LimitExceeded::UnfinishedMessage(longest),
            LimitExceeded::NotReading(longest),
            LimitExceeded::OutOfMemory,
        ] {
            let sentence = exceeded.to_string();
            assert!(sentence.len() <= MAX_REASON_BYTES, "{sentence}");
            assert!(sentence.contains("(--"), "{sentence}");
        }
    }
}
