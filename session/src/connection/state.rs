//! The states of a connection.

use crate::record::{CloseEvent, Ending};
use crate::time::Time;

/// The state, as the person sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// The opening handshake is under way.
    Connecting,
    /// Messages go both ways.
    Open,
    /// The person asked to close, and the peer has not answered. Messages may still arrive.
    Closing,
    /// There is no connection.
    Closed {
        /// The close, as the transport told it.
        close: CloseEvent,
        /// Who or what ended it.
        ending: Ending,
    },
    /// There has not been one yet: a new tab, or a restored one.
    Idle,
}

impl State {
    /// Whether there is neither a connection nor an attempt.
    #[must_use]
    pub fn is_over(&self) -> bool {
        matches!(self, Self::Closed { .. } | Self::Idle)
    }

    /// The name in the document, for style sheets and tests.
    #[must_use]
    pub fn tag(&self) -> &'static str {
        match self {
            Self::Idle => "idle",
            Self::Connecting => "connecting",
            Self::Open => "open",
            Self::Closing => "closing",
            Self::Closed { .. } => "closed",
        }
    }
}

/// The next attempt, which comes by itself.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Retry {
    /// The number of attempts in a row that failed or did not last, from 1.
    pub attempt: u32,
    /// The time of the attempt.
    pub at: Time,
}
