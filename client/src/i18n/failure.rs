//! Why a connection may never have opened, and what to do.

use super::Phrase;
use crate::model::failure::Cause;

/// What is said of a connection that never opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(
    missing_docs,
    reason = "each is named by what it says; the languages spell it out"
)]
pub enum FailurePhrase {
    Certain,
    Likely,
    Cause(Cause),
    WayOut(Cause),
    OpenTwin,
}

impl From<FailurePhrase> for Phrase {
    fn from(phrase: FailurePhrase) -> Self {
        Self::Failure(phrase)
    }
}
