//! The records of a log.
//!
//! What belongs here: a record as data, and nothing that makes or shows one. It reaches few modules: whatever
//! reads or writes records needs no more of the core.

use std::rc::Rc;

use super::payload::Payload;
use super::rates::Traffic;
use super::time::{Time, WallTime};

/// A message, an opening or a close, with its time. It is small, as a log holds a million of them: 32 bytes on
/// wasm32, with larger parts behind an `Rc`.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    /// The time at which the page learned of it.
    pub at: Time,
    /// The same on the wall clock, as it was then.
    pub wall: WallTime,
    /// The kind of record, with its content.
    pub kind: RecordKind,
}

/// The kinds of record.
#[derive(Debug, Clone, PartialEq)]
pub enum RecordKind {
    /// A message was received, or was handed on to be sent.
    Message(Direction, Payload),
    /// The opening handshake succeeded.
    Opened(Rc<Opening>),
    /// The connection ended, or was never made.
    Closed(Rc<Closing>),
}

/// The direction of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// From the page to the peer.
    Sent,
    /// From the peer to the page.
    Received,
}

/// The result of the opening handshake.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Opening {
    /// The subprotocol that the server chose; empty for none.
    pub subprotocol: Rc<str>,
    /// The extensions in use, as `WebSocket.extensions` has them; empty for none.
    pub extensions: Rc<str>,
    /// The address, normalised, in a tab without its password. A transport leaves it and what follows to the connection.
    pub address: Rc<str>,
    /// The subprotocols that were offered, as typed.
    pub offered: Rc<str>,
    /// The duration of the handshake in milliseconds.
    pub took_ms: u64,
}

/// The end of a connection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Closing {
    /// The close, as the transport told it.
    pub close: CloseEvent,
    /// Who or what ended it.
    pub ending: Ending,
    /// The address, normalised, in a tab without its password.
    pub address: Rc<str>,
    /// Whether it was open.
    pub was_open: bool,
    /// How long it was open, in milliseconds. For one that never opened it is the time until it failed.
    pub took_ms: u64,
    /// The messages of this one connection.
    pub traffic: Traffic,
}

impl Closing {
    /// A close of which no more is known.
    #[must_use]
    pub fn new(close: CloseEvent, ending: Ending) -> Self {
        Self {
            close,
            ending,
            address: Rc::default(),
            was_open: false,
            took_ms: 0,
            traffic: Traffic::default(),
        }
    }

    /// Whether it is one to look at: neither side meant it, or the server closed with a code of an error.
    #[must_use]
    pub fn is_trouble(&self) -> bool {
        let is_error = !matches!(self.close.code, 1000 | 1001 | 1005);
        self.ending.is_trouble() || (self.ending == Ending::ByServer && is_error)
    }
}

/// The close of a connection, as a browser tells it (WHATWG WebSockets, `CloseEvent`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CloseEvent {
    /// The close code, RFC 6455 section 7.4. 1005 and 1006 stand for no code at all.
    pub code: u16,
    /// The reason beside the code; empty for none.
    pub reason: Rc<str>,
    /// Whether a closing handshake was made.
    pub was_clean: bool,
}

/// The side that ended a connection. A person does something else about each.
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
    /// Whether neither side meant it to end.
    #[must_use]
    pub fn is_trouble(self) -> bool {
        match self {
            Self::Unreachable | Self::Lost => true,
            Self::ByServer | Self::ByPage => false,
        }
    }
}

impl Record {
    /// The message, in a record of one.
    #[must_use]
    pub fn message(&self) -> Option<(Direction, &Payload)> {
        match &self.kind {
            RecordKind::Message(direction, payload) => Some((*direction, payload)),
            RecordKind::Opened(_) | RecordKind::Closed(_) => None,
        }
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;

    #[test]
    fn close_by_the_server_with_an_error_code_is_trouble() {
        let closing = |code, ending| {
            let close = CloseEvent {
                code,
                reason: "".into(),
                was_clean: true,
            };
            Closing::new(close, ending)
        };
        assert!(closing(4401, Ending::ByServer).is_trouble());
        assert!(closing(1006, Ending::Lost).is_trouble());
        assert!(!closing(1001, Ending::ByServer).is_trouble());
        assert!(!closing(4000, Ending::ByPage).is_trouble());
    }

    #[test]
    fn record_size_at_most_48_bytes() {
        // On a 64-bit host pointers are twice as wide as on wasm32.
        assert!(size_of::<Record>() <= 48, "{}", size_of::<Record>());
    }
}
