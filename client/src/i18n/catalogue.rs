//! What the list of the server's endpoints says, and the forms in it.
//!
//! What may not enter: what an endpoint does. The server says it, in English.

use super::Phrase;

/// What the catalogue says.
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
    LookAgain,

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

impl From<CataloguePhrase> for Phrase {
    fn from(phrase: CataloguePhrase) -> Self {
        Self::Catalogue(phrase)
    }
}
