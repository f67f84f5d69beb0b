//! What can happen to a connection, and what it asks to be done about it.

use std::rc::Rc;

use crate::payload::Payload;
use crate::request::Request;
use crate::transport::{Attempt, MessageId, TransportEvent};

/// What can happen.
#[derive(Debug, Clone)]
pub enum Event {
    /// The person asked to connect, or to connect again.
    ConnectPressed,
    /// The person typed an address; this is all of it.
    AddressEdited(Rc<str>),
    /// The person typed subprotocols; these are all of them.
    SubprotocolsEdited(Rc<str>),
    /// The person wants the page to connect again by itself, or not.
    ReconnectChosen(bool),
    /// The person wants what cannot be sent now to be sent when the connection is open, or not.
    QueueChosen(bool),
    /// The person does not want to wait for the retry.
    RetryPressed,
    /// The person wants no retry.
    RetryStopped,
    /// The person asked to close, with a code and a reason or with neither.
    ClosePressed(Option<(u16, Rc<str>)>),
    /// The person no longer wants the queued message at this place to be sent.
    Unqueued(usize),
    /// The person wants the log to be empty.
    LogCleared,
    /// What the transport of this attempt tells.
    Transport(Attempt, TransportEvent),
    /// A deadline has passed.
    Woke,
}

/// What is to be done in the world.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Open a transport whose events carry the number of the attempt. That of an earlier attempt is
    /// dropped.
    Open {
        /// The attempt.
        attempt: Attempt,
        /// What to ask the transport for.
        request: Request,
    },
    /// Have the transport send a message.
    Send {
        /// Over the transport of this attempt.
        attempt: Attempt,
        /// The message, by the number that its acknowledgement carries.
        message: MessageId,
        /// What is in it.
        payload: Payload,
    },
    /// Begin the closing handshake, with a code and a reason or with neither.
    Close(Option<(u16, Rc<str>)>),
    /// Drop the transport: what it still tells is of no interest.
    LetGo,
}
