//! What can happen to a session, and what it asks to be done about it.

use std::rc::Rc;

use super::state::Attempt;
use crate::close_request::CloseDraft;
use crate::composer;
use crate::face::Face;
use crate::payload::Payload;
use crate::quotes::Column;
use crate::record::{CloseEvent, Opening};
use crate::room;
use crate::view;

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
    /// Something with the message that is being written.
    Compose(composer::Event),
    /// The person asked to send what is typed, as its kind has it.
    SendPressed,
    /// The person asked to send what is typed, to the letter, as the lesson does.
    SendVerbatimPressed,
    /// The person asked to send the message with this number once more.
    SendAgainPressed(u64),
    /// The person typed with what to close; this is all of it.
    CloseEdited(CloseDraft),
    /// The person asked to close, with a code and a reason or with neither.
    ClosePressed(Option<(u16, Rc<str>)>),
    /// The person no longer wants the queued message at this place to be sent.
    Unqueued(usize),
    /// A message was handed to the browser, which sends it in its own time.
    Handed(Payload),
    /// The browser did not take a message.
    NotTaken,
    /// A draft was put where it outlives a reload, or could not be.
    DraftKept(bool),
    /// The browser does not take the address or the subprotocols.
    Refused(Attempt),
    /// The opening handshake of this attempt succeeded.
    Opened(Attempt, Opening),
    /// Messages arrived, in this order.
    Received(Attempt, Vec<Payload>),
    /// The socket of this attempt is closed and says no more.
    Closed(Attempt, CloseEvent),
    /// The person wants to see this face of the connection.
    FaceChosen(Face),
    /// The person wants the quotes sorted by this column.
    QuotesSorted(Column),
    /// Something in the room.
    Room(room::Event),
    /// What is to outlive a reload of the room was put where it does, or could not be.
    RoomKept(bool),
    /// Something with how the log is looked at.
    View(view::Event),
    /// The person wants the message with this number on the clipboard.
    CopyPressed(u64),
    /// It is there, or the browser did not let the page put it there.
    Copied(bool),
    /// The person wants the log to be empty.
    LogCleared,
    /// A deadline has passed.
    Woke,
}

/// What a socket can say.
#[derive(Debug, Clone)]
pub enum SocketEvent {
    /// The opening handshake succeeded.
    Opened,
    /// Messages arrived, in this order.
    Received(Vec<Payload>),
    /// The socket is closed and says no more.
    Closed(CloseEvent),
}

/// What is to be done in the world.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Open a socket whose events carry the number of the attempt.
    Open {
        /// That number.
        attempt: Attempt,
        /// Where to.
        address: Rc<str>,
        /// What to offer, the most wanted first.
        subprotocols: Rc<[Rc<str>]>,
    },
    /// Send a message.
    Send(Payload),
    /// Begin the closing handshake, with a code and a reason or with neither.
    Close(Option<(u16, Rc<str>)>),
    /// Forget the socket: what it still says is of no interest.
    LetGo,
    /// Print a line on the console.
    Print(ConsoleLine),
    /// Put a message on the clipboard: a text as it is, bytes in hexadecimal.
    Copy(Payload),
    /// Put the draft where it outlives a reload.
    KeepDraft(Rc<str>),
    /// Put this of the room where it outlives a reload.
    KeepRoom(Rc<str>),
}

/// The lesson's lines on the console.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ConsoleLine {
    /// The socket opened.
    Opened,
    /// The close button was pressed.
    ClosePressed,
    /// The socket closed.
    Closed,
}
