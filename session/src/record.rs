//! One line of the log: what happened to a connection, and when.

use std::rc::Rc;

use super::payload::Payload;
use super::time::Time;

/// What happened, and when. A log of a million is held in memory, so it is small: 24 bytes on wasm32,
/// and everything larger is behind an `Rc`.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    /// When the page learned of it.
    pub at: Time,
    /// What it was.
    pub what: What,
}

/// What a [`Record`] tells of.
#[derive(Debug, Clone, PartialEq)]
pub enum What {
    /// A message was received, or handed to the browser to be sent.
    Message(Direction, Payload),
    /// The opening handshake succeeded.
    Opened(Rc<Opening>),
    /// The connection ended, or was never made.
    Closed(Rc<Closing>),
}

/// Which way a message went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// From the page to the peer.
    Sent,
    /// From the peer to the page.
    Received,
}

/// What the opening handshake agreed on; both are empty where nothing was.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Opening {
    /// The subprotocol that the server chose.
    pub subprotocol: Rc<str>,
    /// The extensions in use, as `WebSocket.extensions` has them.
    pub extensions: Rc<str>,
}

/// How a connection ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Closing {
    /// What the browser said of it.
    pub close: CloseEvent,
    /// Who or what ended it.
    pub ending: Ending,
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

impl Record {
    /// The message in it, if it tells of one.
    #[must_use]
    pub fn message(&self) -> Option<(Direction, &Payload)> {
        match &self.what {
            What::Message(direction, payload) => Some((*direction, payload)),
            What::Opened(_) | What::Closed(_) => None,
        }
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;

    #[test]
    fn a_record_is_small() {
        // On a 64-bit host pointers are twice as wide as on wasm32.
        assert!(size_of::<Record>() <= 40, "{}", size_of::<Record>());
    }
}
