//! The search and the filter: controls, hits, and errors in a pattern.

pub(super) mod english;
pub(super) mod korean;

use session::filter::FilterErrorKind;

/// The filter bar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(
    missing_docs,
    reason = "each is named by what it says; the languages spell it out"
)]
pub enum FilterPhrase {
    Heading,
    Query,
    Regex,
    MatchCase,
    Invert,
    OnlyHits,
    Next,
    Previous,

    NoHits,
    Hits {
        count: u64,
    },
    /// The selected hit; `place` counts from one.
    HitOf {
        place: u64,
        count: u64,
    },
    Scanning,

    /// Opens the other controls; `set` is the number of those in use.
    More {
        set: usize,
    },
    Direction,
    AnyDirection,
    Sent,
    Received,
    Kind,
    AnyKind,
    Text,
    Binary,
    MinBytes,
    MaxBytes,
    SizeUnreadable,

    Hidden,
    /// A button that hides every message that the query finds.
    Hide,
    HideHint,
    ShowAgain,

    /// The position of the error in a pattern, in characters from one.
    AtCharacter {
        place: usize,
    },
    /// The hidden pattern with the error, counted from one.
    InHidden {
        place: usize,
    },
    Error(FilterErrorKind),
    PreviousFilterActive,
    SearchLoading,
    SearchNotLoaded,
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::FilterPhrase;
    use crate::i18n::Language;

    #[test]
    fn english_count_of_one_is_singular() {
        let hits = |count| Language::English.say(FilterPhrase::Hits { count });
        assert_eq!(hits(1), "1 hit");
        assert_eq!(hits(1_234), "1,234 hits");
    }
}
