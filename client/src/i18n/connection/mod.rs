//! The connection bar, its options, the retry and the queue.

pub(super) mod english;
pub(super) mod korean;

use session::address::AddressError;
use session::close_request::CloseRequestError;

/// The connection bar and its parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(
    missing_docs,
    reason = "each is named by what it says; the languages spell it out"
)]
pub enum ConnectionPhrase {
    Bar,
    Address,
    AddressError(AddressError),
    Refused,
    Subprotocols,
    SubprotocolsHint,
    NotASubprotocol,
    SubprotocolTwice,
    Connect,
    Move,
    Auth,
    Options,
    MoreFields,
    AutoReconnect,
    AutoReconnectHint,
    AutoReconnectInRoomHint,
    QueueWhenClosed,
    QueueWhenClosedHint,

    Subprotocol,
    NoSubprotocol,
    NoneOfTheOffered,
    Extensions,
    NoExtensions,
    OpenFor,

    CloseWith,
    CloseSo,
    NothingToClose,
    CloseCode,
    CloseReason,
    CloseReasonBytes { bytes: usize },
    CloseError(CloseRequestError),

    ClosingAwaited,
    ClosingUnsent { bytes: u64 },
    LetGo,

    RetryAttempt { attempt: u32 },
    RetryIn { seconds: u64 },
    RetryNow,
    RetryStop,
    RetryAnyway,
    Rejected { code: u16 },

    Queued { count: usize },
    QueuedHint,
    QueuedSize { bytes: usize },
    Unqueue { number: usize },
}
