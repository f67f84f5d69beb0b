//! What can happen to a message while it is written, and what can be wrong.

use std::rc::Rc;

use super::draft::{ComposeError, DraftKind};
use super::file::{File, FileError};
use super::repeat::RepeatError;

/// What can happen to it.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// The person typed; this is all the text there is now.
    Edited(Rc<str>),
    /// The person said what kind of message it is.
    KindChosen(DraftKind),
    /// The person asked for the JSON to be set out in lines.
    FormatPressed,
    /// The person asked for what was sent before what is shown.
    OlderPressed,
    /// The person asked for what was sent after what is shown, and last for what is unsent.
    NewerPressed,
    /// A file that the person gave was read, or could not be.
    FileRead(Result<File, FileError>),
    /// The person no longer wants the file.
    FileRemoved,
    /// The draft, composed, was handed over to be sent.
    Sent,
    /// The draft was not sent, for this reason.
    Refused(Problem),
    /// The person typed how often to send.
    RepeatIntervalEdited(Rc<str>),
    /// The person typed how many times to send.
    RepeatCountEdited(Rc<str>),
    /// The person asked for the draft to be sent again and again.
    RepeatStartPressed,
    /// The person asked for an end to that.
    RepeatStopPressed,
    /// What is repeated, composed, was handed over to be sent.
    Repeated,
    /// What is repeated was not sent, for this reason; so it is not repeated any more.
    RepeatRefused(Problem),
}

/// Why what the person asked for was not done. Whatever it is, nothing of the draft is lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Problem {
    /// The draft makes no message.
    Draft(ComposeError),
    /// The file is not to be had.
    File(FileError),
    /// It is not clear how to repeat.
    Repeat(RepeatError),
    /// The connection is not open.
    NotOpen,
    /// The connection is not open, and no more messages can wait for it.
    QueueFull,
    /// The browser did not take the message.
    NotTaken,
}
