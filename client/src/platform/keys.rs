//! Keys that are pressed anywhere in the page.

use wasm_bindgen::JsCast as _;
use web_sys::{Element, Event, KeyboardEvent};

use super::document::WindowWatch;
use session::keys::{Focus, Press};

/// What has every key for itself.
const FIELDS: &str = "input, textarea, select, dialog, [popover], [role=menu]";

/// What has some keys for itself.
const CONTROLS: &str = "button, a, summary, [tabindex]";

/// Calls the listener with each key that nothing in the page has taken, and where the focus is. The listener returns
/// whether it takes the key.
#[must_use]
pub fn watch(mut listener: impl FnMut(Press<'_>, Focus) -> bool + 'static) -> WindowWatch {
    WindowWatch::new(&["keydown"], move |event| {
        let Some(pressed) = event.dyn_ref::<KeyboardEvent>() else {
            return;
        };
        let (key, code) = (pressed.key(), pressed.code());
        if !event.default_prevented() && listener(press(pressed, &key, &code), focus(&event)) {
            event.prevent_default();
        }
    })
}

/// The key as the core has it.
#[must_use]
pub fn press<'a>(event: &KeyboardEvent, key: &'a str, code: &'a str) -> Press<'a> {
    Press {
        key,
        code,
        ctrl: event.ctrl_key() || event.meta_key(),
        alt: event.alt_key(),
        shift: event.shift_key(),
    }
}

fn focus(event: &Event) -> Focus {
    let target = event.target().and_then(|it| it.dyn_into::<Element>().ok());
    let is_in = |selector| {
        let target = target.as_ref();
        target.is_some_and(|it| matches!(it.closest(selector), Ok(Some(_))))
    };
    if is_in(FIELDS) {
        Focus::Field
    } else if is_in("#log") {
        Focus::Log
    } else if is_in(CONTROLS) {
        Focus::Control
    } else {
        Focus::Page
    }
}
