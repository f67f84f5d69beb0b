//! The language, title and theme of the document, its focus, its console, and its life: it is left and comes back.

use js_sys::Reflect;
use wasm_bindgen::prelude::*;
use web_sys::{DataTransfer, Document, DragEvent, Element, Event, HtmlElement, HtmlInputElement};

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
    focus_on(document().and_then(|document| document.get_element_by_id(id)));
}

/// Puts the focus on the first element that matches the selector.
pub fn focus_first(selector: &str) {
    focus_on(document().and_then(|document| document.query_selector(selector).ok()?));
}

fn focus_on(element: Option<Element>) {
    if let Some(element) = element.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        // Only an element that is not in the page could refuse.
        let _ = element.focus();
    }
}

/// Puts the focus on the element with this id if no element of the page has it.
pub fn focus_if_lost(id: &str) {
    let focused = document().and_then(|document| document.active_element());
    if focused.is_none_or(|focused| focused.tag_name() == "BODY") {
        focus(id);
    }
}

/// Puts the focus on the `<input>` with this id and selects all of its text.
pub fn focus_and_select(id: &str) {
    focus(id);
    let element = document().and_then(|document| document.get_element_by_id(id));
    if let Some(input) = element.and_then(|it| it.dyn_into::<HtmlInputElement>().ok()) {
        input.select();
    }
}

/// Whether an element of the page matches the selector.
#[must_use]
pub fn has(selector: &str) -> bool {
    // Only a selector that the browser does not know fails.
    document().is_some_and(|it| matches!(it.query_selector(selector), Ok(Some(_))))
}

/// The lower left corner of the element with this id in the window, in pixels from the left and from the top.
#[must_use]
pub fn lower_left_px(id: &str) -> Option<(i32, i32)> {
    let corner = document()?
        .get_element_by_id(id)?
        .get_bounding_client_rect();
    Some((corner.left() as i32, corner.bottom() as i32))
}

/// The text that is selected in the page; empty without any.
#[must_use]
pub fn selected_text() -> String {
    let selection = web_sys::window().and_then(|window| window.get_selection().ok()?);
    selection.map_or_else(String::new, |selection| selection.to_string().into())
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

/// Watches the window until it is dropped.
#[derive(Debug)]
pub struct WindowWatch {
    events: &'static [&'static str],
    listener: Closure<dyn FnMut(Event)>,
}

impl WindowWatch {
    /// Calls the listener at each of the events.
    pub(super) fn new(
        events: &'static [&'static str],
        listener: impl FnMut(Event) + 'static,
    ) -> Self {
        let listener = Closure::<dyn FnMut(Event)>::new(listener);
        if let Some(window) = web_sys::window() {
            for event in events {
                // Only a value that is no listener fails.
                let _ = window
                    .add_event_listener_with_callback(event, listener.as_ref().unchecked_ref());
            }
        }
        Self { events, listener }
    }
}

impl Drop for WindowWatch {
    fn drop(&mut self) {
        if let Some(window) = web_sys::window() {
            for event in self.events {
                let listener = self.listener.as_ref().unchecked_ref();
                let _ = window.remove_event_listener_with_callback(event, listener);
            }
        }
    }
}

/// Calls the listener at each change of the page's life.
pub fn watch_life(mut listener: impl FnMut(Lifecycle) + 'static) -> WindowWatch {
    WindowWatch::new(&LIFECYCLE, move |event| {
        if event.type_() == LIFECYCLE[0] {
            // A page that is not kept ends, and its sockets with it.
            let is_kept = Reflect::get(&event, &"persisted".into());
            if is_kept.is_ok_and(|it| it.is_truthy()) {
                listener(Lifecycle::Suspended);
            }
        } else {
            listener(Lifecycle::Resumed);
        }
    })
}

/// Calls the listener when the person goes back or forward within the page.
pub fn watch_history(mut listener: impl FnMut() + 'static) -> WindowWatch {
    WindowWatch::new(&["popstate"], move |_| listener())
}

/// Has the browser ask before the page is left, until this is dropped. Only while something would be lost: Firefox keeps no
/// page with such a listener for the way back.
pub fn ask_before_leaving() -> WindowWatch {
    WindowWatch::new(&["beforeunload"], |event| event.prevent_default())
}

/// Keeps the browser from opening a file that is dropped beside the places for one: it would leave the page, and with
/// it every connection. While files are dragged over the window, the document is marked so for the styles.
pub fn refuse_dropped_files() -> WindowWatch {
    WindowWatch::new(&["dragover", "dragleave", "drop"], |event| {
        let Some(drag) = event.dyn_ref::<DragEvent>() else {
            return;
        };
        let data = drag.data_transfer().filter(has_files);
        let kind = event.type_();
        // A drag that leaves an element for another one stays in the window.
        if (kind != "dragleave" || drag.related_target().is_none())
            && let Some(root) = document().and_then(|document| document.document_element())
        {
            let is_over = kind == "dragover" && data.is_some();
            // Only an invalid name fails.
            let _ = root.toggle_attribute_with_force("data-dragging", is_over);
        }
        if kind != "dragleave"
            && !event.default_prevented()
            && let Some(data) = data
        {
            event.prevent_default();
            data.set_drop_effect("none");
        }
    })
}

/// Whether files are dragged, and not a text from elsewhere in the page.
pub(super) fn has_files(data: &DataTransfer) -> bool {
    data.types().includes(&"Files".into(), 0)
}

fn document() -> Option<Document> {
    web_sys::window().and_then(|window| window.document())
}
