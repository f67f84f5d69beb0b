//! What a splitter measures and moves: the pointer, and the place that the element behind it has.

use wasm_bindgen::JsCast as _;
use web_sys::{Element, HtmlElement, PointerEvent};
use yew::NodeRef;

/// Sends all that the pointer does to the pressed element, also outside it, until it is released.
pub fn capture(event: &PointerEvent) {
    let target = event.target();
    if let Some(pressed) = target.and_then(|target| target.dyn_into::<Element>().ok()) {
        // Only a pointer that was released meanwhile is refused.
        let _ = pressed.set_pointer_capture(event.pointer_id());
    }
}

/// Whether the main button is held.
#[must_use]
pub fn is_held(event: &PointerEvent) -> bool {
    event.buttons() & 1 == 1
}

/// The width in CSS pixels from this place to the end of the splitter's parent.
#[must_use]
pub fn width_behind(splitter: &NodeRef, from_px: f64) -> Option<u32> {
    let parent = splitter.cast::<Element>()?.parent_element()?;
    Some((parent.get_bounding_client_rect().right() - from_px).max(0.0) as u32)
}

/// The width in CSS pixels of what is behind the splitter now.
#[must_use]
pub fn width_now(splitter: &NodeRef) -> Option<u32> {
    let end_px = splitter
        .cast::<Element>()?
        .get_bounding_client_rect()
        .right();
    width_behind(splitter, end_px)
}

/// Says the width to the style sheet, as `--behind-px` of the splitter's parent.
pub fn set_width_behind(splitter: &NodeRef, px: u32) {
    let parent = splitter
        .cast::<Element>()
        .and_then(|it| it.parent_element());
    if let Some(parent) = parent.and_then(|parent| parent.dyn_into::<HtmlElement>().ok()) {
        // Only an unknown property is refused.
        let _ = parent
            .style()
            .set_property("--behind-px", &format!("{px}px"));
    }
}
