//! The search's words in English.

use yew::AttrValue;

use super::FilterPhrase;
use session::filter::FilterErrorKind;
use session::format::grouped;

pub(in crate::i18n) fn say(phrase: FilterPhrase) -> AttrValue {
    AttrValue::Static(match phrase {
        FilterPhrase::Heading => "Search and filter",
        FilterPhrase::Query => "Search the messages",
        FilterPhrase::Regex => "Regular expression; \\d, \\w and \\b know ASCII alone",
        FilterPhrase::MatchCase => "Match case",
        FilterPhrase::Invert => "Invert",
        FilterPhrase::OnlyHits => "Only hits",
        FilterPhrase::Next => "Next hit",
        FilterPhrase::Previous => "Previous hit",

        FilterPhrase::NoHits => "No hits",
        FilterPhrase::Hits { count: 1 } => "1 hit",
        FilterPhrase::Hits { count } => return format!("{} hits", grouped(count)).into(),
        FilterPhrase::HitOf { place, count } => {
            return format!("{} of {}", grouped(place), grouped(count)).into();
        }
        FilterPhrase::Scanning => "searching …",

        FilterPhrase::More { set: 0 } => "More filters",
        FilterPhrase::More { set } => return format!("More filters: {set} active").into(),
        FilterPhrase::Direction => "Direction",
        FilterPhrase::AnyDirection => "Both directions",
        FilterPhrase::Sent => "Sent",
        FilterPhrase::Received => "Received",
        FilterPhrase::Kind => "Kind",
        FilterPhrase::AnyKind => "Text and binary",
        FilterPhrase::Text => "Text",
        FilterPhrase::Binary => "Binary",
        FilterPhrase::MinBytes => "At least (bytes)",
        FilterPhrase::MaxBytes => "At most (bytes)",
        FilterPhrase::SizeUnreadable => "Enter a size such as 512, 4 KiB or 1 MiB.",

        FilterPhrase::Hidden => "Hidden",
        FilterPhrase::Hide => "Hide matching messages",
        FilterPhrase::HideHint => {
            "Useful for heartbeats: search for them, then hide them. They are still received and kept."
        }
        FilterPhrase::ShowAgain => "Show again",

        FilterPhrase::AtCharacter { place } => return format!("At character {place}:").into(),
        FilterPhrase::InHidden { place } => return format!("In hidden pattern {place}.").into(),
        FilterPhrase::Error(problem) => explain(problem),
        FilterPhrase::PreviousFilterActive => {
            "The previous filter stays active until this is fixed."
        }
        FilterPhrase::SearchLoading => {
            "The search for regular expressions is loading. The previous filter stays active until then."
        }
        FilterPhrase::SearchNotLoaded => {
            "The search for regular expressions could not be loaded. The previous filter stays active. See whether the server is running."
        }
    })
}

fn explain(problem: FilterErrorKind) -> &'static str {
    match problem {
        FilterErrorKind::GroupUnclosed => {
            "This parenthesis is not closed. Add a ), or write \\( for a literal one."
        }
        FilterErrorKind::GroupUnopened => {
            "This parenthesis was not opened. Add a (, or write \\) for a literal one."
        }
        FilterErrorKind::ClassUnclosed => {
            "This bracket is not closed. Add a ], or write \\[ for a literal one."
        }
        FilterErrorKind::ClassRangeReversed => "This range ends before it starts. Swap its ends.",
        FilterErrorKind::NothingToRepeat => {
            "There is nothing to repeat before this. Write \\*, \\+ or \\? for a literal sign."
        }
        FilterErrorKind::RepetitionCount => {
            "This is not a count. Write {2}, {2,} or {2,5}, or \\{ for a literal brace."
        }
        FilterErrorKind::UnknownEscape => "There is no such escape. Write \\\\ for a backslash.",
        FilterErrorKind::EscapeUnfinished => {
            "Something is missing after the backslash. Write \\\\ for a literal one."
        }
        FilterErrorKind::LookAround => {
            "Lookahead and lookbehind are not supported: they can take forever."
        }
        FilterErrorKind::Backreference => {
            "Backreferences are not supported: they can take forever."
        }
        FilterErrorKind::UnicodeProperty => {
            "This character class is not supported. Write a range such as [가-힣] instead."
        }
        FilterErrorKind::TooDeep => "The parentheses are nested too deeply.",
        FilterErrorKind::TooLong => "This pattern is too long. Remove the marked part.",
        FilterErrorKind::TooLarge => "The repetition is too large. Use smaller counts.",
        FilterErrorKind::Other => "This pattern is not valid.",
        FilterErrorKind::SizesReversed => {
            "The minimum size is above the maximum, so no message can match."
        }
    }
}
