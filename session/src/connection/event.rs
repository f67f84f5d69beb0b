//! The events, effects and errors of a connection.

use std::rc::Rc;

use crate::payload::Payload;
use crate::request::Request;
use crate::transport::{Attempt, MessageId, TransportEvent};

/// An event of a connection.
#[derive(Debug, Clone)]
pub enum Event {
    /// The person asked to connect, or to connect again. An open connection closes first.
    ConnectPressed,
    /// The person typed an address: the whole of it.
    AddressEdited(Rc<str>),
    /// The person typed subprotocols: all of them.
    SubprotocolsEdited(Rc<str>),
    /// The person wants the connection to retry by itself, or not.
    ReconnectChosen(bool),
    /// The person wants messages to wait for an open connection, or not.
    QueueChosen(bool),
    /// The person wants the retry now.
    RetryPressed,
    /// The person wants to retry whatever code the server closes with.
    RetryInsisted,
    /// The person wants no retry.
    RetryStopped,
    /// The person asked to close, with a code and a reason or with neither.
    ClosePressed(Option<(u16, Rc<str>)>),
    /// The person does not want to wait for the end of closing.
    LetGoPressed,
    /// The page is about to be kept for a return, as browsers do when a person leaves it, and runs no more.
    Suspended,
    /// The page runs again or is seen again, or the network came back.
    Resumed,
    /// The person removed the queued message at this place.
    Unqueued(usize),
    /// The person cleared the log.
    LogCleared,
    /// The person wants the cleared log back.
    ClearUndone,
    /// An event of the transport of this attempt.
    Transport(Attempt, TransportEvent),
    /// A deadline has passed.
    Woke,
}

/// An effect that a connection asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Open a transport, and drop that of an earlier attempt.
    Open {
        /// The attempt, which the events of the transport carry.
        attempt: Attempt,
        /// The request to the transport.
        request: Request,
    },
    /// Have the transport send a message.
    Send {
        /// The attempt whose transport sends it.
        attempt: Attempt,
        /// The number of the message, which its acknowledgement carries.
        message: MessageId,
        /// The payload.
        payload: Payload,
    },
    /// Begin the closing handshake, with a code and a reason or with neither.
    Close(Option<(u16, Rc<str>)>),
    /// Drop the transport.
    LetGo,
}

/// The reason why a message is not sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SendError {
    /// The connection is not open, and messages do not wait for it. The person connects first.
    NotOpen,
    /// The connection is not open, and its queue is full. The person removes a message or connects.
    QueueFull,
}
