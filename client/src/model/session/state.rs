//! The states of a connection, and how one ends.

use std::rc::Rc;

use crate::model::time::Time;

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

/// What a browser tells about the end of a connection (WHATWG WebSockets, `CloseEvent`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CloseEvent {
    /// The close code, RFC 6455 section 7.4. 1005 and 1006 stand for no code at all.
    pub code: u16,
    /// The reason beside the code; often empty.
    pub reason: Rc<str>,
    /// Whether a closing handshake was made.
    pub was_clean: bool,
}

/// Who or what ended a connection; what a person can do about it differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// It never opened: no server there, or one that refused.
    Unreachable,
    /// It was open and broke without a closing handshake.
    Lost,
    /// The server closed it.
    ByServer,
    /// The person at this page closed it.
    ByPage,
}

impl Ending {
    /// Whether nobody meant it to end.
    #[must_use]
    pub fn is_trouble(self) -> bool {
        match self {
            Self::Unreachable | Self::Lost => true,
            Self::ByServer | Self::ByPage => false,
        }
    }
}

/// The number of an attempt to connect. What a socket of an earlier attempt still says is stale.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Attempt(pub(super) u64);

impl Attempt {
    /// That of a session which has never connected before.
    pub const FIRST: Self = Self(1);
}

/// The page will connect again by itself.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Retry {
    /// How many attempts in a row have failed or not lasted, from 1.
    pub attempt: u32,
    /// When it will.
    pub at: Time,
}
