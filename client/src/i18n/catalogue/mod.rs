//! The list of the server's endpoints, and the form of each.
//!
//! What may not enter: descriptions of endpoints. They come from the server, in English.

pub(super) mod english;
pub(super) mod korean;

/// The catalogue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(
    missing_docs,
    reason = "each is named by what it says; the languages spell it out"
)]
pub enum CataloguePhrase {
    Heading,
    Loading,
    Unreachable,
    NotOffered,
    TryAgain,

    Example,
    Default,
    /// The ranges follow.
    TakesInteger,
    TakesBytes {
        max_bytes: u64,
    },
    /// The ranges follow.
    NotInRange,
    NotAChoice,
    TooLong {
        bytes: u64,
        max_bytes: u64,
    },
    NotASegment,

    Address,
    Connect,
    OpensInNewTab,
}
