//! Whether the page is seen, or in a tab of the browser that is not shown.

use wasm_bindgen::prelude::*;
use web_sys::Document;

const CHANGE: &str = "visibilitychange";

/// Whether the page is seen now.
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
    /// The listener hears of each change.
    pub fn new(mut listener: impl FnMut(bool) + 'static) -> Self {
        let listener = Closure::<dyn FnMut()>::new(move || listener(is_seen()));
        if let Some(document) = document() {
            // It fails for what is no listener.
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
