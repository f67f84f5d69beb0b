//! The way messages take to a peer and back, and what it tells of them.
//!
//! What belongs here: what every transport takes and tells. What may not enter: how one does it. The
//! page has two, its own socket and one in a worker.

use std::fmt::Debug;
use std::rc::Rc;

use super::payload::Payload;
use super::record::{CloseEvent, Opening};

/// One attempt's way to the peer. Whoever opens it gives it a listener for its [`TransportEvent`]s.
///
/// It tells them in this order: [`Refused`](TransportEvent::Refused) or
/// [`Opened`](TransportEvent::Opened), once or never; messages and acknowledgements; last
/// [`Closed`](TransportEvent::Closed), once. Each message that it was given is acknowledged before that,
/// in the order in which they were given. Dropped, it closes and tells nothing more.
pub trait Transport: Debug {
    /// Takes a message to send. Whether it could is told by [`TransportEvent::Sent`] or
    /// [`TransportEvent::SendFailed`], at once or later.
    fn send(&self, message: MessageId, payload: Payload);

    /// Begins the closing handshake, with a code and a reason or with neither. A code or a reason that
    /// may not be sent changes nothing.
    fn close(&self, with: Option<(u16, Rc<str>)>);
}

/// What a transport tells.
#[derive(Debug, Clone, PartialEq)]
pub enum TransportEvent {
    /// The request asks for what this transport cannot do.
    Refused,
    /// The opening handshake succeeded.
    Opened(Opening),
    /// Messages arrived, in this order.
    Received(Vec<Payload>),
    /// The message was handed on, and will be sent unless the connection is lost before.
    Sent(MessageId),
    /// The message was not taken: the socket is not open, or too much is on its way.
    SendFailed(MessageId),
    /// The connection is closed.
    Closed(CloseEvent),
}

/// The number of an attempt to connect. An event of an earlier attempt is stale and changes nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Attempt(pub(crate) u64);

impl Attempt {
    /// That of a connection that was never opened.
    pub(crate) const NONE: Self = Self(0);

    /// That of the first.
    pub const FIRST: Self = Self(1);

    /// That of the next.
    pub(crate) fn next(self) -> Self {
        Self(self.0 + 1)
    }
}

/// The number of a message that a connection sends; no two of one connection have the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct MessageId(pub u64);
