//! Sentences of the server's catalogue, with code between backticks.

use yew::prelude::*;

/// The sentence, with its code as `<code>`. Code without a closing backtick goes to the end.
pub(super) fn prose(sentence: &str) -> Html {
    let parts = sentence.split('`').enumerate();
    parts
        .map(|(index, part)| match index % 2 {
            0 => html! { { part } },
            _ => html! { <code>{ part }</code> },
        })
        .collect()
}
