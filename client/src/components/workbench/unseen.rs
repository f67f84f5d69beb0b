//! The marks of characters that are not seen.

use yew::prelude::*;

use session::unseen::{Part, code_point, parts};

/// The text with a mark on each of these characters, as elements. The character stays in the document, for a copy; the
/// style sheet prints its title in its place.
pub(super) fn with_marks(text: &str, is_marked: fn(char) -> bool) -> impl Iterator<Item = Html> {
    parts(text, is_marked).map(|part| match part {
        Part::Plain(text) => html! { { text } },
        Part::Marked(character) => html! {
            <span class="unseen" title={code_point(character)}>{ character }</span>
        },
    })
}
