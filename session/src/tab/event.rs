//! The events and effects of a tab.

use std::rc::Rc;

use super::on_rows;
use crate::close_request::CloseDraft;
use crate::composer;
use crate::connection;
use crate::detail::Copy;
use crate::dry_run::Answer;
use crate::lesson::ConsoleLine;
use crate::pane::Pane;
use crate::payload::Payload;
use crate::quotes::Column;
use crate::room;
use crate::transport::Attempt;
use crate::view;

/// An event of a tab.
#[derive(Debug, Clone)]
pub enum Event {
    /// An event of the connection.
    Connection(connection::Event),
    /// An event of the composer.
    Compose(composer::Event),
    /// The person asked to send the draft, as its kind has it.
    SendPressed,
    /// The person asked to send the message with this number again.
    SendAgainPressed(u64),
    /// The person typed a code or a reason to close with: both, as they are now.
    CloseEdited(CloseDraft),
    /// The draft was saved, or could not be.
    DraftKept(bool),
    /// The person chose this pane.
    PaneChosen(Pane),
    /// The person sorted the quotes by this column.
    QuotesSorted(Column),
    /// An event of the room.
    Room(room::Event),
    /// The room was saved, or could not be.
    RoomKept(bool),
    /// An event of the view.
    View(view::Event),
    /// An event of the rows of the log.
    Rows(on_rows::Event),
    /// The person asked to copy the message with this number.
    CopyPressed(u64),
    /// The person asked to copy something of the message in the detail.
    DetailCopyPressed(Copy),
    /// The copy succeeded, or failed.
    Copied(bool),
    /// The person opened or shut the explanation of how the connection ended.
    WhyShown(bool),
    /// How the page's server would have answered the handshake of this attempt; `None` where it did not say.
    HandshakeTried(Attempt, Option<Answer>),
    /// A deadline has passed.
    Woke,
}

impl From<connection::Event> for Event {
    fn from(event: connection::Event) -> Self {
        Self::Connection(event)
    }
}

/// An effect that a tab asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// An effect of the connection.
    Connection(connection::Effect),
    /// Print a line of the lesson on the console.
    Print(ConsoleLine),
    /// Copy a message to the clipboard: a text as it is, bytes in hexadecimal.
    Copy(Payload),
    /// Ask this HTTP address how a handshake would be answered, and report it by [`Event::HandshakeTried`].
    TryHandshake {
        /// The attempt that failed.
        attempt: Attempt,
        /// The address.
        address: String,
    },
    /// Save the draft. The shell passes the outcome to [`Tab::on_draft_kept`](super::Tab::on_draft_kept).
    KeepDraft(Rc<str>),
    /// Save the room. The shell passes the outcome to [`Tab::on_room_kept`](super::Tab::on_room_kept).
    KeepRoom(Rc<str>),
}

impl From<connection::Effect> for Effect {
    fn from(effect: connection::Effect) -> Self {
        Self::Connection(effect)
    }
}
