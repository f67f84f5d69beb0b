//! An error in the criteria, with the wrong part marked.

use yew::prelude::*;

use crate::i18n::Language;
use crate::i18n::filter::FilterPhrase;
use session::filter::{Criteria, Field, FilterError};

/// The number of characters shown before, in and after the wrong part. A pattern pasted by mistake may be a
/// whole message.
const SHOWN_CHARACTERS: usize = 24;

/// The properties of [`filter_error_text`].
#[derive(Debug)]
pub struct FilterErrorTextProps {
    /// The display language; the pattern and the parser's message stay as they are.
    pub language: Language,
    /// The criteria.
    pub criteria: Criteria,
    /// The error.
    pub error: FilterError,
}

/// A sentence with a way out, and the pattern with the wrong part marked.
pub fn filter_error_text(props: &FilterErrorTextProps) -> Html {
    let FilterErrorTextProps {
        language,
        criteria,
        error,
    } = props;
    let pattern = match error.field {
        Field::Query => Some(&*criteria.query),
        Field::Hidden(index) => criteria.hidden.get(index).map(|pattern| &**pattern),
        Field::Sizes => None,
    };
    let parts = pattern.and_then(|pattern| parts(pattern, error));
    html! {
        <div id="filter-error" class="filter-error">
            <p>
                if let Field::Hidden(index) = error.field {
                    { language.say(FilterPhrase::InHidden { place: index + 1 }) }{ " " }
                }
                if let Some([before, ..]) = parts {
                    { language.say(FilterPhrase::AtCharacter { place: before.chars().count() + 1 }) }
                    { " " }
                }
                { language.say(FilterPhrase::Error(error.kind)) }
                if let Some(detail) = &error.detail {
                    { " " }<q lang="en">{ &**detail }</q>
                }
            </p>
            if let Some([before, wrong, after]) = parts {
                <p class="filter-error-pattern">
                    <code>{ end_of(before) }<mark>{ start_of(wrong) }</mark>{ start_of(after) }</code>
                </p>
            }
            <p>{ language.say(FilterPhrase::PreviousFilterActive) }</p>
        </div>
    }
}

/// The text before, in and after the wrong part.
fn parts<'a>(pattern: &'a str, error: &FilterError) -> Option<[&'a str; 3]> {
    let wrong = error.at.clone();
    Some([
        pattern.get(..wrong.start)?,
        pattern.get(wrong.clone())?,
        pattern.get(wrong.end..)?,
    ])
}

fn start_of(text: &str) -> Html {
    match text.char_indices().nth(SHOWN_CHARACTERS) {
        Some((end, _)) => html! { <>{ &text[..end] }{ "…" }</> },
        None => html! { { text } },
    }
}

fn end_of(text: &str) -> Html {
    match text.char_indices().rev().nth(SHOWN_CHARACTERS - 1) {
        Some((start, _)) if start > 0 => html! { <>{ "…" }{ &text[start..] }</> },
        _ => html! { { text } },
    }
}
