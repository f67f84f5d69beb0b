//! The language, title and theme of the document, its focus, and its console.

use wasm_bindgen::JsCast as _;
use web_sys::{Document, HtmlElement};

/// Sets the language of the document, for screen readers and translators, and its title.
pub fn set_language(tag: &str, title: &str) {
    let Some(document) = document() else {
        return;
    };
    document.set_title(title);
    if let Some(root) = document.document_element() {
        // Only an invalid attribute name fails.
        let _ = root.set_attribute("lang", tag);
    }
}

/// Sets the theme, whose colours are in `styles/tokens.css`.
pub fn set_theme(tag: &str) {
    if let Some(root) = document().and_then(|document| document.document_element()) {
        // Only an invalid attribute name fails.
        let _ = root.set_attribute("data-theme", tag);
    }
}

/// Puts the focus on the element with this id.
pub fn focus(id: &str) {
    let element = document().and_then(|document| document.get_element_by_id(id));
    if let Some(element) = element.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        // Only an element that is not in the page could refuse.
        let _ = element.focus();
    }
}

/// Prints a line on the developer console, as `console.log` does.
pub fn print(line: &str) {
    web_sys::console::log_1(&line.into());
}

fn document() -> Option<Document> {
    web_sys::window().and_then(|window| window.document())
}
