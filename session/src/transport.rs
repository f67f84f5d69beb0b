//! The transports of connections, and their events.
//!
//! What belongs here: the interface of every transport. What may not enter: an implementation. The page has two:
//! its own socket, and a socket in a worker.

use std::fmt::Debug;
use std::rc::Rc;

use super::payload::Payload;
use super::record::{CloseEvent, Opening};

/// The connection of one attempt to its peer. It is opened with a listener for its [`TransportEvent`]s.
///
/// The events come in this order: [`Refused`](TransportEvent::Refused) or [`Opened`](TransportEvent::Opened),
/// once or never; messages and acknowledgements;
/// [`Unsent`](TransportEvent::Unsent), where closing begins; at the end [`Closed`](TransportEvent::Closed), once. Messages are
/// acknowledged in the order in which they were sent, and all of them before `Closed`. A dropped transport closes
/// its connection and has no more events.
pub trait Transport: Debug {
    /// Sends a message. [`TransportEvent::Sent`] or [`TransportEvent::SendFailed`] acknowledges it, at once or
    /// later.
    fn send(&self, message: MessageId, payload: Payload);

    /// Begins the closing handshake, with a code and a reason or with neither. With an invalid code or reason
    /// nothing changes.
    fn close(&self, with: Option<(u16, Rc<str>)>);
}

/// An event of a transport.
#[derive(Debug, Clone, PartialEq)]
pub enum TransportEvent {
    /// The transport cannot do all that the request asks for. `Closed` follows.
    Refused,
    /// The opening handshake succeeded.
    Opened(Opening),
    /// Messages arrived, in this order.
    Received(Vec<Payload>),
    /// The message was handed on. It is sent unless the connection is lost first.
    Sent(MessageId),
    /// The message was not taken: the socket is not open, or too many messages are in flight.
    SendFailed(MessageId),
    /// Closing begins, and this number of bytes still waits in the browser. They go before the close frame.
    Unsent(u64),
    /// The connection is closed.
    Closed(CloseEvent),
}

/// The number of an attempt to connect. Events of earlier attempts are stale.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Attempt(pub(crate) u64);

impl Attempt {
    /// No attempt yet.
    pub(crate) const NONE: Self = Self(0);

    /// The first attempt.
    pub const FIRST: Self = Self(1);

    /// The next attempt.
    pub(crate) fn next(self) -> Self {
        Self(self.0 + 1)
    }
}

/// The number of a sent message, unique in its connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct MessageId(pub u64);
