//! Whether the end of a scrolling element is in view.

use yew::prelude::*;

use crate::platform::element;
use crate::platform::visibility::{self, VisibilityWatch};

/// The distance from the end, in pixels, within which the end counts as in view.
const NEAR_PX: i32 = 16;

/// A scrolling element, and whether its end is in view.
#[derive(Debug, Clone, PartialEq)]
pub struct UseEndInView {
    /// For the element that scrolls. It must be a reversed column, whose end is at scroll top 0.
    pub frame: NodeRef,
    /// For its `onscroll`.
    pub on_scroll: Callback<Event>,
    /// Whether the element is scrolled to its end.
    pub is_at_end: bool,
}

impl UseEndInView {
    /// Scrolls to the end.
    pub fn go_to_end(&self) {
        element::set_scroll_top_px(&self.frame, 0);
    }
}

/// Calls back when the end comes into view and when it leaves it. It leaves it when the person scrolls
/// away, goes to another tab of the browser or the page, or closes the page.
#[hook]
pub fn use_end_in_view(on_change: &Callback<bool>) -> UseEndInView {
    let frame = use_node_ref();
    let is_at_end = use_state_eq(|| true);
    let is_seen = use_state_eq(visibility::is_seen);
    use_effect_with((), {
        let is_seen = is_seen.setter();
        move |()| {
            let watch = VisibilityWatch::new(move |seen| is_seen.set(seen));
            move || drop(watch)
        }
    });
    use_effect_with(*is_at_end && *is_seen, {
        let on_change = on_change.clone();
        move |&is_in_view| {
            if is_in_view {
                on_change.emit(true);
            }
            move || {
                if is_in_view {
                    on_change.emit(false);
                }
            }
        }
    });
    // The same callback at each render; with a new one, all messages would be rendered again.
    let on_scroll = use_callback((), {
        let (frame, is_at_end) = (frame.clone(), is_at_end.setter());
        move |_: Event, ()| {
            if let Some(top_px) = element::scroll_top_px(&frame) {
                is_at_end.set(top_px >= -NEAR_PX);
            }
        }
    });
    UseEndInView {
        frame,
        on_scroll,
        is_at_end: *is_at_end,
    }
}
