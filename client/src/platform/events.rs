//! What an event tells about the element that it came from.

use js_sys::Reflect;
use wasm_bindgen::JsCast as _;
use web_sys::{Element, Event, HtmlInputElement, HtmlTextAreaElement, MouseEvent};

/// The value of the `<input>`, `<textarea>` or `<select>` that the event came from.
#[must_use]
pub fn value(event: &Event) -> String {
    field(event).map(|it| it.value()).unwrap_or_default()
}

/// Replaces the value of the `<input>`, `<textarea>` or `<select>` that the event came from.
pub fn set_value(event: &Event, value: &str) {
    if let Some(field) = field(event) {
        field.set_value(value);
    }
}

/// Whether the checkbox that the event came from is checked.
#[must_use]
pub fn is_checked(event: &Event) -> bool {
    field(event).is_some_and(|it| it.checked())
}

/// Whether the `toggle` event of a popover tells that it opens.
#[must_use]
pub fn is_opening(event: &Event) -> bool {
    let state = Reflect::get(event, &"newState".into());
    state.is_ok_and(|state| state == "open")
}

/// The id of the element that the event came from; empty without one.
#[must_use]
pub fn target_id(event: &Event) -> String {
    target(event).map(|it| it.id()).unwrap_or_default()
}

/// The attribute of the nearest element, from the event's target upwards, that matches the selector.
#[must_use]
pub fn attribute_of_closest(event: &Event, selector: &str, attribute: &str) -> Option<String> {
    let closest = target(event)?.closest(selector).ok()??;
    closest.get_attribute(attribute)
}

/// Whether the pointer is at the right end of the event's target itself, within this many pixels.
#[must_use]
pub fn is_at_end(event: &MouseEvent, selector: &str, px: i32) -> bool {
    target(event).is_some_and(|it| {
        it.matches(selector).unwrap_or_default() && event.offset_x() >= it.client_width() - px
    })
}

/// The selected part of a text, in UTF-16 code units. Start and end are the same for a bare caret.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Selection {
    /// Where the selection starts.
    pub start: u32,
    /// Where it ends.
    pub end: u32,
    /// The length of the whole text.
    pub text_length: u32,
}

/// The selection in the `<textarea>` that the event came from.
#[must_use]
pub fn selection(event: &Event) -> Option<Selection> {
    let text: HtmlTextAreaElement = event.target()?.dyn_into().ok()?;
    Some(Selection {
        start: text.selection_start().ok()??,
        end: text.selection_end().ok()??,
        text_length: text.text_length(),
    })
}

fn target(event: &Event) -> Option<Element> {
    event.target()?.dyn_into().ok()
}

/// Not checked: `value` is a property of all three kinds of field, and only handlers of fields ask.
fn field(event: &Event) -> Option<HtmlInputElement> {
    event.target().map(|target| target.unchecked_into())
}
