//! The language, title and theme of the document, its focus, its console, and its life: it is left and comes back.

use js_sys::Reflect;
use wasm_bindgen::prelude::*;
use web_sys::{Document, Event, HtmlElement};

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

/// The events of a window that tell it; `visibilitychange` bubbles up from the document.
const LIFECYCLE: [&str; 4] = ["pagehide", "pageshow", "visibilitychange", "online"];

/// What happened to the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lifecycle {
    /// The person leaves the page, and the browser may keep it for a return. It runs no more.
    Suspended,
    /// The page runs again, is seen again or is hidden, or the network came back.
    Resumed,
}

/// Watches the page until it is dropped.
#[derive(Debug)]
pub struct LifecycleWatch {
    listener: Closure<dyn FnMut(Event)>,
}

impl LifecycleWatch {
    /// Calls the listener at each change.
    pub fn new(mut listener: impl FnMut(Lifecycle) + 'static) -> Self {
        let listener = Closure::<dyn FnMut(Event)>::new(move |event: Event| {
            if event.type_() == LIFECYCLE[0] {
                // A page that is not kept ends, and its sockets with it.
                let is_kept = Reflect::get(&event, &"persisted".into());
                if is_kept.is_ok_and(|it| it.is_truthy()) {
                    listener(Lifecycle::Suspended);
                }
            } else {
                listener(Lifecycle::Resumed);
            }
        });
        if let Some(window) = web_sys::window() {
            for event in LIFECYCLE {
                // Only a value that is no listener fails.
                let _ = window
                    .add_event_listener_with_callback(event, listener.as_ref().unchecked_ref());
            }
        }
        Self { listener }
    }
}

impl Drop for LifecycleWatch {
    fn drop(&mut self) {
        if let Some(window) = web_sys::window() {
            for event in LIFECYCLE {
                let listener = self.listener.as_ref().unchecked_ref();
                let _ = window.remove_event_listener_with_callback(event, listener);
            }
        }
    }
}

fn document() -> Option<Document> {
    web_sys::window().and_then(|window| window.document())
}
