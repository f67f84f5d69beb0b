//! What can happen in a tab, and what it asks to be done about it.

use std::rc::Rc;

use crate::close_request::CloseDraft;
use crate::composer;
use crate::connection;
use crate::lesson::ConsoleLine;
use crate::pane::Pane;
use crate::payload::Payload;
use crate::quotes::Column;
use crate::room;
use crate::view;

/// What can happen.
#[derive(Debug, Clone)]
pub enum Event {
    /// Something with the connection.
    Connection(connection::Event),
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
    /// A draft was put where it outlives a reload, or could not be.
    DraftKept(bool),
    /// The person wants to see this pane of the tab.
    PaneChosen(Pane),
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
    /// A deadline has passed.
    Woke,
}

impl From<connection::Event> for Event {
    fn from(event: connection::Event) -> Self {
        Self::Connection(event)
    }
}

/// What is to be done in the world.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// What the connection asks for.
    Connection(connection::Effect),
    /// Print a line of the lesson on the console.
    Print(ConsoleLine),
    /// Put a message on the clipboard: a text as it is, bytes in hexadecimal.
    Copy(Payload),
    /// Put the draft where it outlives a reload. Whether that was possible is reported as
    /// [`Tab::on_draft_kept`](super::Tab::on_draft_kept) says.
    KeepDraft(Rc<str>),
    /// Put this of the room where it outlives a reload. Whether that was possible is reported as
    /// [`Tab::on_room_kept`](super::Tab::on_room_kept) says.
    KeepRoom(Rc<str>),
}

impl From<connection::Effect> for Effect {
    fn from(effect: connection::Effect) -> Self {
        Self::Connection(effect)
    }
}
