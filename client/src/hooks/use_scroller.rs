//! An element that scrolls through more than is in it.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use yew::prelude::*;

use crate::platform::element;
use crate::platform::resize::ResizeWatch;
use session::scroll::Scrolled;

/// Where the parts of a scroller are to be, in pixels, as a window of the model has it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Placement {
    /// How high the canvas is, which stands for all that there is.
    pub canvas_px: f64,
    /// How far the content is from the top of the canvas.
    pub content_px: f64,
    /// Where the scroller is to be scrolled to.
    pub scroll_px: f64,
    /// How much of the canvas is in view, as far as the model knows.
    pub viewport_px: f64,
}

/// What a component needs for a scroller: a canvas in it and the content in that.
#[derive(Debug, Clone)]
pub struct UseScroller {
    /// For the element that scrolls.
    pub scroller: NodeRef,
    /// For the element in it that is as high as all that there is.
    pub canvas: NodeRef,
    /// For the element in that, positioned absolutely, that holds what is in view.
    pub content: NodeRef,
    /// For the scroller's `onscroll`.
    pub on_scroll: Callback<Event>,
}

/// Has the elements follow the model, and tells the model what the person does with the scroller.
///
/// Styles are set on the elements and not in attributes: those the page's Content-Security-Policy
/// forbids.
#[hook]
pub fn use_scroller(placement: Placement, on_scrolled: &Callback<Scrolled>) -> UseScroller {
    let (scroller, canvas, content) = (use_node_ref(), use_node_ref(), use_node_ref());
    let state = use_memo((), |()| State::default());
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
            // A scroller that was moved by the model says so too, in each frame of a flood.
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
struct State {
    /// Where the scroller was when the model last heard of it or moved it.
    known_px: Cell<f64>,
    canvas_px: Cell<f64>,
    on_scrolled: RefCell<Callback<Scrolled>>,
}

impl State {
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
        // A person may have scrolled since the model last heard: they will be heard, and must not
        // be thrown back until then. That the canvas became shorter than what is scrolled to is
        // nobody's doing.
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
        // What hears it may render and come back here, so nothing is borrowed meanwhile.
        let on_scrolled = self.on_scrolled.borrow().clone();
        on_scrolled.emit(scrolled);
    }
}

/// How far the scroller is scrolled, and how much of it is in view.
fn position(scroller: &NodeRef) -> Option<(f64, f64)> {
    let top_px = element::scroll_top_px(scroller)?;
    let viewport_px = element::viewport_px(scroller)?;
    Some((f64::from(top_px), f64::from(viewport_px)))
}
