//! The search's words in English.

use yew::AttrValue;

use super::FilterPhrase;
use session::filter::FilterErrorKind;
use session::size::grouped;

pub(super) fn say(phrase: FilterPhrase) -> AttrValue {
    AttrValue::Static(match phrase {
        FilterPhrase::Heading => "Search and filter",
        FilterPhrase::Query => "Search the messages",
        FilterPhrase::Regex => "Regular expression",
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
        FilterPhrase::More { set } => return format!("More filters: {set} set").into(),
        FilterPhrase::Direction => "Direction",
        FilterPhrase::AnyDirection => "Both ways",
        FilterPhrase::Sent => "Sent",
        FilterPhrase::Received => "Received",
        FilterPhrase::Kind => "Kind",
        FilterPhrase::AnyKind => "Text and binary",
        FilterPhrase::Text => "Text",
        FilterPhrase::Binary => "Binary",
        FilterPhrase::MinBytes => "At least (bytes)",
        FilterPhrase::MaxBytes => "At most (bytes)",
        FilterPhrase::SizeUnreadable => "Write a size like 512, 4 KiB or 1 MiB.",

        FilterPhrase::Hidden => "Hidden",
        FilterPhrase::Hide => "Hide what the search finds",
        FilterPhrase::HideHint => {
            "For heartbeats: search for them, then hide them. They are still received and kept."
        }
        FilterPhrase::ShowAgain => "Show again",

        FilterPhrase::AtCharacter { place } => return format!("At character {place}:").into(),
        FilterPhrase::InHidden { place } => return format!("In hidden pattern {place}.").into(),
        FilterPhrase::Error(problem) => explain(problem),
        FilterPhrase::FormerInForce => "Until this is mended, the former filter stays in force.",
    })
}

fn explain(problem: FilterErrorKind) -> &'static str {
    match problem {
        FilterErrorKind::GroupUnclosed => {
            "This parenthesis is never closed. Add a ), or write \\( for itself."
        }
        FilterErrorKind::GroupUnopened => {
            "This parenthesis was never opened. Add a (, or write \\) for itself."
        }
        FilterErrorKind::ClassUnclosed => {
            "This bracket is never closed. Add a ], or write \\[ for itself."
        }
        FilterErrorKind::ClassRangeReversed => "This range ends before it starts. Turn it round.",
        FilterErrorKind::NothingToRepeat => {
            "There is nothing before it to repeat. Write \\*, \\+ or \\? for the sign itself."
        }
        FilterErrorKind::RepetitionCount => {
            "This is no count. Write {2}, {2,} or {2,5}, or \\{ for itself."
        }
        FilterErrorKind::UnknownEscape => {
            "This means nothing after a backslash. Write \\\\ for a backslash."
        }
        FilterErrorKind::EscapeUnfinished => {
            "Something is missing after the backslash. Write \\\\ for itself."
        }
        FilterErrorKind::LookAround => {
            "Looking ahead or behind is not supported: it can take forever."
        }
        FilterErrorKind::Backreference => {
            "Referring back to a group is not supported: it can take forever."
        }
        FilterErrorKind::UnicodeProperty => {
            "The page knows no such class of characters. Write a range like [가-힣] instead."
        }
        FilterErrorKind::TooDeep => "Too many parentheses stand in one another.",
        FilterErrorKind::TooLong => "This is too long to search for. Leave out what is marked.",
        FilterErrorKind::TooLarge => "It repeats too much to search for. Make the counts smaller.",
        FilterErrorKind::Other => "This cannot be understood.",
        FilterErrorKind::SizesReversed => {
            "The least size is above the greatest: no message can be so."
        }
    }
}
