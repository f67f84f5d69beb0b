//! The language, title and theme of the document.

/// Tells the browser, and with it screen readers and translators, what language the page is in,
/// and names the tab in it.
pub fn set_language(tag: &str, title: &str) {
    let Some(document) = web_sys::window().and_then(|window| window.document()) else {
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
    let document = web_sys::window().and_then(|window| window.document());
    if let Some(root) = document.and_then(|document| document.document_element()) {
        // Fails only for a name that is no attribute name.
        let _ = root.set_attribute("data-theme", tag);
    }
}
