//! What the connection bar and the parts of it say.

use super::Phrase;
use crate::model::address::AddressError;
use crate::model::close_request::CloseRequestError;

/// What the connection bar and the parts of it say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(
    missing_docs,
    reason = "each is named by what it says; the languages spell it out"
)]
pub enum ConnectionPhrase {
    Bar,
    Address,
    AddressWrong(AddressError),
    Refused,
    Subprotocols,
    SubprotocolsHint,
    NotASubprotocol,
    SubprotocolTwice,
    Connect,
    AutoReconnect,
    AutoReconnectHint,
    AutoReconnectInRoomHint,
    QueueWhenClosed,
    QueueWhenClosedHint,

    Subprotocol,
    NoSubprotocol,
    Extensions,
    NoExtensions,
    OpenFor,

    CloseWith,
    CloseCode,
    CloseReason,
    CloseReasonBytes { bytes: usize },
    CloseWrong(CloseRequestError),

    RetryAttempt { attempt: u32 },
    RetryIn { seconds: u64 },
    RetryNow,
    RetryStop,

    Queued { count: usize },
    QueuedHint,
    QueuedSize { bytes: usize },
    Unqueue { number: usize },
}

impl From<ConnectionPhrase> for Phrase {
    fn from(phrase: ConnectionPhrase) -> Self {
        Self::Connection(phrase)
    }
}
