//! The getters of a composer.

use std::rc::Rc;

use super::draft::{ComposeError, DraftKind};
use super::file::File;
use super::repeat::Repeat;
use super::{Composer, Problem};

impl Composer {
    /// The typed text. Only the person's own actions change it.
    #[must_use]
    pub fn text(&self) -> &Rc<str> {
        &self.draft.text
    }

    /// How often the text became another one without being typed. The text field then has to be written.
    #[must_use]
    pub fn rewrites(&self) -> u64 {
        self.rewrites
    }

    /// The kind of the draft.
    #[must_use]
    pub fn kind(&self) -> DraftKind {
        self.draft.kind
    }

    /// The chosen file.
    #[must_use]
    pub fn file(&self) -> Option<&File> {
        self.file.as_ref()
    }

    /// The size of the message; `None` while the draft makes none.
    #[must_use]
    pub fn size_bytes(&self) -> Option<usize> {
        self.summary.size_bytes
    }

    /// The start of the message as of the last edit, with its variables replaced; `None` without variables.
    #[must_use]
    pub fn preview(&self) -> Option<&Rc<str>> {
        self.summary.preview.as_ref()
    }

    /// Why the person's last action was not done.
    #[must_use]
    pub fn problem(&self) -> Option<Problem> {
        self.problem
    }

    /// How often the person asked for something that a [`problem`](Self::problem) prevented. The caret then goes to
    /// where the error is.
    #[must_use]
    pub fn refusals(&self) -> u64 {
        self.refusals
    }

    /// What looks like a variable in the text and is none.
    #[must_use]
    pub fn unknown_variable(&self) -> Option<&Rc<str>> {
        self.summary.unknown.as_ref()
    }

    /// Why the draft makes no message, as of the last edit. The person is still writing, so it is no problem yet.
    #[must_use]
    pub fn error(&self) -> Option<ComposeError> {
        self.summary.error
    }

    /// The repeated message and its settings.
    #[must_use]
    pub fn repeat(&self) -> &Repeat {
        &self.repeat
    }
}
