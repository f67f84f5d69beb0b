//! What the search says: its controls, what it found, and what it could not understand.

use super::Phrase;
use crate::model::filter::Problem;

/// What stands in the filter bar.
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
    /// Which of the hits is selected, counted from one.
    HitOf {
        place: u64,
        count: u64,
    },
    Scanning,

    /// The rest of the controls, and in how many of them something is set.
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
    /// What a button does that hides what the query finds.
    Hide,
    /// What hiding is for.
    HideHint,
    ShowAgain,

    /// Where a pattern is wrong; characters are counted from one.
    AtCharacter {
        place: usize,
    },
    /// Which of the hidden patterns is wrong, counted from one.
    InHidden {
        place: usize,
    },
    Problem(Problem),
    FormerInForce,
}

impl From<FilterPhrase> for Phrase {
    fn from(phrase: FilterPhrase) -> Self {
        Self::Filter(phrase)
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::FilterPhrase;
    use crate::i18n::Language;

    #[test]
    fn one_hit_is_not_many() {
        let hits = |count| Language::English.say(FilterPhrase::Hits { count });
        assert_eq!(hits(1), "1 hit");
        assert_eq!(hits(1_234), "1,234 hits");
    }
}
