//! The language and title of the document.

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
