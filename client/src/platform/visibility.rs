//! Whether the page is visible, or in a background tab of the browser.

use wasm_bindgen::prelude::*;
use web_sys::Document;

const CHANGE: &str = "visibilitychange";

/// Whether the page is visible now.
#[must_use]
pub fn is_seen() -> bool {
    document().is_none_or(|document| !document.hidden())
}

/// Watches the page until it is dropped.
#[derive(Debug)]
pub struct VisibilityWatch {
    listener: Closure<dyn FnMut()>,
}

impl VisibilityWatch {
    /// Calls the listener with the visibility at each change.
    pub fn new(mut listener: impl FnMut(bool) + 'static) -> Self {
        let listener = Closure::<dyn FnMut()>::new(move || listener(is_seen()));
        if let Some(document) = document() {
            // Only a value that is no listener fails.
            let _ = document
                .add_event_listener_with_callback(CHANGE, listener.as_ref().unchecked_ref());
        }
        Self { listener }
    }
}

impl Drop for VisibilityWatch {
    fn drop(&mut self) {
        if let Some(document) = document() {
            let listener = self.listener.as_ref().unchecked_ref();
            let _ = document.remove_event_listener_with_callback(CHANGE, listener);
        }
    }
}

fn document() -> Option<Document> {
    web_sys::window()?.document()
}
