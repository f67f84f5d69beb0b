//! Whether a person looks at the end of a frame that scrolls.

use yew::prelude::*;

use crate::platform::element;
use crate::platform::visibility::{self, VisibilityWatch};

/// So near to its end, in pixels, one is at it.
const NEAR_PX: i32 = 16;

/// A frame, and whether a person is at its end.
#[derive(Debug, Clone, PartialEq)]
pub struct UseLooking {
    /// For the element that scrolls, as a reversed column: its end is where it is scrolled to 0.
    pub frame: NodeRef,
    /// For its `onscroll`.
    pub on_scroll: Callback<Event>,
    /// Whether its end is in view.
    pub is_at_end: bool,
}

impl UseLooking {
    /// Scrolls to the end.
    pub fn go_to_end(&self) {
        element::set_scroll_top_px(&self.frame, 0);
    }
}

/// Tells when somebody begins to look at the end and when they no longer do: they scroll away from it,
/// go to another tab, of the browser or of the page, or leave.
#[hook]
pub fn use_looking(on_look: &Callback<bool>) -> UseLooking {
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
        let on_look = on_look.clone();
        move |&looks| {
            if looks {
                on_look.emit(true);
            }
            move || {
                if looks {
                    on_look.emit(false);
                }
            }
        }
    });
    // The same at each render, or all that is in the frame would be rendered again each time.
    let on_scroll = use_callback((), {
        let (frame, is_at_end) = (frame.clone(), is_at_end.setter());
        move |_: Event, ()| {
            if let Some(top_px) = element::scroll_top_px(&frame) {
                is_at_end.set(top_px >= -NEAR_PX);
            }
        }
    });
    UseLooking {
        frame,
        on_scroll,
        is_at_end: *is_at_end,
    }
}
