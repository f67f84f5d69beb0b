//! An element that scrolls through more than it contains.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use yew::prelude::*;

use crate::platform::element;
use crate::platform::resize::ResizeWatch;
use session::scroll::Scrolled;

/// The positions of a scroller's parts in pixels, as a window of the core has them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Placement {
    /// The height of the canvas, which stands for the whole list.
    pub canvas_px: f64,
    /// The distance of the content from the top of the canvas.
    pub content_px: f64,
    /// The wanted scroll top.
    pub scroll_px: f64,
    /// The height of the viewport, as far as the core knows it.
    pub viewport_px: f64,
}

/// The elements and the callback of a scroller.
#[derive(Debug, Clone)]
pub struct UseScroller {
    /// For the element that scrolls.
    pub scroller: NodeRef,
    /// For the element inside it with the height of the whole list.
    pub canvas: NodeRef,
    /// For the element inside that, positioned absolutely, with the rows in view.
    pub content: NodeRef,
    /// For the scroller's `onscroll`.
    pub on_scroll: Callback<Event>,
}

/// Moves the elements as the core says, and reports scrolling to the core.
///
/// Styles are set on the elements: the page's Content-Security-Policy forbids style attributes.
#[hook]
pub fn use_scroller(placement: Placement, on_scrolled: &Callback<Scrolled>) -> UseScroller {
    let (scroller, canvas, content) = (use_node_ref(), use_node_ref(), use_node_ref());
    let state = use_memo((), |()| ScrollState::default());
    state.canvas_px.set(placement.canvas_px);
    state.on_scrolled.replace(on_scrolled.clone());

    use_effect({
        let (scroller, canvas, content) = (scroller.clone(), canvas.clone(), content.clone());
        let state = Rc::clone(&state);
        move || state.place(&placement, &scroller, &canvas, &content)
    });
    use_effect_with((), {
        let (scroller, state) = (scroller.clone(), Rc::clone(&state));
        move |()| {
            let watched = scroller.clone();
            let watch = ResizeWatch::new(&watched, move || state.tell(&scroller));
            move || drop(watch)
        }
    });
    let on_scroll = {
        let (scroller, state) = (scroller.clone(), state);
        Callback::from(move |_| {
            // A scroller that the core moved sends a scroll event too, in each frame of a flood.
            if element::scroll_top_px(&scroller).map(f64::from) != Some(state.known_px.get()) {
                state.tell(&scroller);
            }
        })
    };
    UseScroller {
        scroller,
        canvas,
        content,
        on_scroll,
    }
}

#[derive(Debug, Default)]
struct ScrollState {
    /// The scroll top that the core knows or has set.
    known_px: Cell<f64>,
    canvas_px: Cell<f64>,
    on_scrolled: RefCell<Callback<Scrolled>>,
}

impl ScrollState {
    fn place(
        &self,
        placement: &Placement,
        scroller: &NodeRef,
        canvas: &NodeRef,
        content: &NodeRef,
    ) {
        element::set_style_px(canvas, "height", placement.canvas_px as i64);
        element::set_style_px(content, "top", placement.content_px as i64);
        let Some((top_px, viewport_px)) = position(scroller) else {
            return;
        };
        // The person may have scrolled since the core last heard; that event must win. A canvas that became
        // shorter than the scroll top is not the person's doing.
        let end_px = (placement.canvas_px - viewport_px).max(0.0);
        let expected_px = self.known_px.get().min(end_px);
        if (top_px - expected_px).abs() > 1.0 {
            return;
        }
        if (top_px - placement.scroll_px).abs() >= 1.0 {
            element::set_scroll_top_px(scroller, placement.scroll_px.round() as i32);
        }
        if let Some(top_px) = element::scroll_top_px(scroller) {
            self.known_px.set(f64::from(top_px));
        }
        if (viewport_px - placement.viewport_px).abs() >= 1.0 {
            self.tell(scroller);
        }
    }

    fn tell(&self, scroller: &NodeRef) {
        let Some((to_px, viewport_px)) = position(scroller) else {
            return;
        };
        let scrolled = Scrolled {
            from_px: self.known_px.replace(to_px),
            to_px,
            end_px: (self.canvas_px.get() - viewport_px).max(0.0),
            viewport_px,
        };
        // The callback may render and come back here, so nothing stays borrowed.
        let on_scrolled = self.on_scrolled.borrow().clone();
        on_scrolled.emit(scrolled);
    }
}

/// The scroll top and the height of the viewport.
fn position(scroller: &NodeRef) -> Option<(f64, f64)> {
    let top_px = element::scroll_top_px(scroller)?;
    let viewport_px = element::viewport_px(scroller)?;
    Some((f64::from(top_px), f64::from(viewport_px)))
}
