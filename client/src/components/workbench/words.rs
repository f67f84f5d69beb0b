//! Words that change while the element around them stays, and words that are not the page's own.
//!
//! A page translator, or an extension that marks words, puts its own nodes in the place of a text node. A new text for the
//! old node would then be out of sight. An element with its text as the key is replaced as a whole. It is a `<bdi>`, so
//! that the direction of writing in it does not reach the words around it.

use yew::prelude::*;

/// Words of the page that change.
pub(in crate::components::workbench) fn said(words: impl Into<AttrValue>) -> Html {
    isolated(words.into(), None)
}

/// Words of somebody else beside the page's own, such as a name or a reason. They are not translated.
pub(in crate::components::workbench) fn foreign(words: impl Into<AttrValue>) -> Html {
    isolated(words.into(), Some("no"))
}

fn isolated(words: AttrValue, translate: Option<&'static str>) -> Html {
    html! { <bdi key={&*words} {translate}>{ words }</bdi> }
}

/// An element with this text, which takes the place of whatever is in it. In HTML, as tests render it, the text is a node:
/// properties are of the browser.
pub(in crate::components::workbench) fn whole(class: &'static str, text: String) -> Html {
    if cfg!(target_arch = "wasm32") {
        html! { <span {class} ~textContent={text} /> }
    } else {
        html! { <span {class}>{ text }</span> }
    }
}
