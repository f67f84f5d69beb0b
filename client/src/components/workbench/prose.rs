//! Sentences of the server's catalogue, in which code stands between backticks.

use yew::prelude::*;

/// The sentence, with its code as code. A backtick that nothing closes begins the last code.
pub(super) fn prose(sentence: &str) -> Html {
    let parts = sentence.split('`').enumerate();
    parts
        .map(|(index, part)| match index % 2 {
            0 => html! { { part } },
            _ => html! { <code>{ part }</code> },
        })
        .collect()
}
