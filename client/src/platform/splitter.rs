//! What a splitter measures and moves: the pointer, and the size of what it gives or takes room.

use wasm_bindgen::JsCast as _;
use web_sys::{DomRect, Element, HtmlElement, PointerEvent};
use yew::NodeRef;

/// From which edge of the splitter's parent a size is measured to the splitter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Edge {
    /// What is sized ends with the parent, at its right.
    Right,
    /// The parent is what is sized, and the splitter is above it.
    Bottom,
    /// The parent is what is sized, and the splitter is at its right.
    Left,
}

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

/// The size in CSS pixels with the splitter at the pointer.
#[must_use]
pub fn size_at(splitter: &NodeRef, edge: Edge, event: &PointerEvent) -> Option<u32> {
    let (x_px, y_px) = (f64::from(event.client_x()), f64::from(event.client_y()));
    let parent = rect_of_parent(splitter)?;
    Some(match edge {
        Edge::Right => parent.right() - x_px,
        Edge::Bottom => parent.bottom() - y_px,
        Edge::Left => x_px - parent.left(),
    } as u32)
}

/// The size in CSS pixels now.
#[must_use]
pub fn size_now(splitter: &NodeRef, edge: Edge) -> Option<u32> {
    let own = splitter.cast::<Element>()?.get_bounding_client_rect();
    let parent = rect_of_parent(splitter)?;
    let px = match edge {
        Edge::Right => parent.right() - own.right(),
        Edge::Bottom => parent.bottom() - own.bottom(),
        Edge::Left => parent.width(),
    };
    Some(px.round() as u32)
}

/// Tells the style sheet the size, as a property of the closest element around that `holder` selects. `None` leaves it to
/// the style sheet.
pub fn set_size(splitter: &NodeRef, holder: &str, property: &str, px: Option<u32>) {
    let closest = splitter
        .cast::<Element>()
        .and_then(|it| it.closest(holder).ok()?);
    let Some(holder) = closest.and_then(|holder| holder.dyn_into::<HtmlElement>().ok()) else {
        return;
    };
    // An empty value removes the property. Only an unknown one is refused.
    let value = px.map_or_else(String::new, |px| format!("{px}px"));
    let _ = holder.style().set_property(property, &value);
}

fn rect_of_parent(splitter: &NodeRef) -> Option<DomRect> {
    let parent = splitter.cast::<Element>()?.parent_element()?;
    Some(parent.get_bounding_client_rect())
}
