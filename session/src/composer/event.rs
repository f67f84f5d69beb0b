//! The events of a composer, and its errors.

use std::rc::Rc;

use super::draft::{ComposeError, DraftKind};
use super::file::{File, FileError};

/// An event of the composer.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// The person has another text; this is the whole of it.
    Edited(Rc<str>),
    /// The person typed; this is the whole value of the text field, which has no carriage returns.
    Typed(Rc<str>),
    /// The person pasted or dropped this into the text field, which has it at the next edit.
    Given(Rc<str>),
    /// The person asked for line feeds in the place of carriage returns.
    LineEndsPressed,
    /// The person chose a kind.
    KindChosen(DraftKind),
    /// The person asked to pretty-print the JSON.
    FormatPressed,
    /// The person asked for the message before the shown one.
    OlderPressed,
    /// The person asked for the message after the shown one, or, after the last, for the unsent draft.
    NewerPressed,
    /// The file that the person chose was read, or could not be.
    FileRead(Result<File, FileError>),
    /// The person removed the file.
    FileRemoved,
    /// The draft was sent.
    Sent,
    /// The draft was not sent.
    Refused(Problem),
    /// The person typed the interval of the repetition.
    RepeatIntervalEdited(Rc<str>),
    /// The person typed the number of repetitions.
    RepeatCountEdited(Rc<str>),
    /// The person started the repetition.
    RepeatStartPressed,
    /// The person stopped the repetition.
    RepeatStopPressed,
    /// A repeated message was sent.
    Repeated,
    /// A repeated message was not sent, which ends the repetition.
    RepeatRefused(Problem),
}

/// Why the composer did not do what the person asked for. The draft stays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Problem {
    /// The draft makes no message.
    Draft(ComposeError),
    /// The file cannot be used.
    File(FileError),
    /// The connection is not open.
    NotOpen,
    /// The connection is not open, and the queue is full.
    QueueFull,
    /// The browser refused the message.
    SendFailed,
}
