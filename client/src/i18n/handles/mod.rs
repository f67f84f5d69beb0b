//! The handles that size parts of the workbench.

pub(super) mod english;
pub(super) mod korean;

use session::layout::Size;

/// The handles that size parts of the workbench.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(
    missing_docs,
    reason = "each is named by what it says; the languages spell it out"
)]
pub enum HandlesPhrase {
    /// What a handle sizes.
    Size(Size),
    /// The column that is always shown.
    Payload,
    ResetWidths,
}
