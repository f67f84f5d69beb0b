//! The possible causes of a connection that never opened, and a way out of each.

pub(super) mod english;
pub(super) mod korean;

use session::failure::Cause;

/// A connection that never opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(
    missing_docs,
    reason = "each is named by what it says; the languages spell it out"
)]
pub enum FailurePhrase {
    Certain,
    Likely,
    Waiting,
    Answered,
    WholeAnswer,
    ShowField,
    Cause(Cause),
    WayOut(Cause),
    OpenTwin,
}
