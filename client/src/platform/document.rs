//! The language, title and theme of the document, and where its focus is.

use wasm_bindgen::JsCast as _;
use web_sys::{Document, HtmlElement};

/// Tells the browser, and with it screen readers and translators, what language the page is in,
/// and names the tab in it.
pub fn set_language(tag: &str, title: &str) {
    let Some(document) = document() else {
        return;
    };
    document.set_title(title);
    if let Some(root) = document.document_element() {
        // Fails only for a name that is no attribute name.
        let _ = root.set_attribute("lang", tag);
    }
}

/// Has the style sheets show the colours of this theme (`styles/tokens.css`).
pub fn set_theme(tag: &str) {
    if let Some(root) = document().and_then(|document| document.document_element()) {
        // Fails only for a name that is no attribute name.
        let _ = root.set_attribute("data-theme", tag);
    }
}

/// Puts the focus on the element with this id.
pub fn focus(id: &str) {
    let element = document().and_then(|document| document.get_element_by_id(id));
    if let Some(element) = element.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        // Refused for nothing that is on the page.
        let _ = element.focus();
    }
}

fn document() -> Option<Document> {
    web_sys::window().and_then(|window| window.document())
}
