//! The states of a connection.

use crate::record::{CloseEvent, Ending};
use crate::time::Time;

/// The socket, as the person is told of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// The opening handshake has not ended.
    Connecting,
    /// Messages go both ways.
    Open,
    /// The person asked to close; the server has not answered. Messages may still arrive.
    Closing,
    /// There is no connection.
    Closed {
        /// What the browser said of it.
        close: CloseEvent,
        /// Who or what ended it.
        ending: Ending,
    },
    /// There has not been one yet: a new tab, or one of before a reload.
    Idle,
}

impl State {
    /// Whether there is no connection and none on its way.
    #[must_use]
    pub fn is_over(&self) -> bool {
        matches!(self, Self::Closed { .. } | Self::Idle)
    }

    /// Its name in the document, by which style sheets and tests know it.
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

/// The page will connect again by itself.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Retry {
    /// How many attempts in a row have failed or not lasted, from 1.
    pub attempt: u32,
    /// When it will.
    pub at: Time,
}
