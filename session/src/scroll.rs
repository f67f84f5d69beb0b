//! The scroll position of a list that may be longer than a browser lets an element be.
//!
//! The view of a log and the detail of a message share it.

/// The height of a line of text; `log_row.css` has the same value.
pub const LINE_PX: u64 = 20;

/// The limit on the element's height; a longer list is scrolled by scale. Firefox lays out nothing beyond
/// some 17.9 million pixels, Chromium nothing beyond 33.5 million. A million rows of one line are 22
/// million.
const MAX_CANVAS_PX: f64 = 8_000_000.0;

/// The limit on the distance between the scroll bar and the list's position by scale; beyond it `scrollTop`
/// is corrected. A correction moves the bar under the person's hand, so it should be rare.
const MAX_DRIFT_PX: f64 = 80_000.0;

/// The state of a scrolling element that may be shorter than its list.
///
/// The list's position is in pixels of the list, the scroll top in pixels of the element. A wheel or a key
/// moves both by the same number of pixels. Dragging the bar moves the list by scale, and the ends are the
/// ends of both. SlickGrid has scrolled like this since 2009. For a list that fits, both positions are the
/// same.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Scroller {
    /// The wanted scroll top.
    pub top_px: f64,
    /// The height of the viewport.
    pub viewport_px: f64,
    /// Whether the scroll top differs from the list's position by scale.
    is_adrift: bool,
}

/// A report of the element: it was scrolled, or its height changed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scrolled {
    /// The scroll top known before.
    pub from_px: f64,
    /// The scroll top now.
    pub to_px: f64,
    /// The scroll top at the end.
    pub end_px: f64,
    /// The height of the viewport.
    pub viewport_px: f64,
}

impl Scrolled {
    /// Whether the element moved. Differences below a pixel are a browser's rounding.
    #[must_use]
    pub fn is_move(&self) -> bool {
        (self.to_px - self.from_px).abs() >= 1.0
    }
}

/// The height of the element for a list.
#[must_use]
pub fn canvas_px(list_px: u64) -> f64 {
    (list_px as f64).min(MAX_CANVAS_PX)
}

impl Scroller {
    /// The position at the end of the list.
    #[must_use]
    pub fn list_end_px(&self, list_px: u64) -> f64 {
        (list_px as f64 - self.viewport_px).max(0.0)
    }

    /// The list's position after the element was scrolled. The end of the element is the end of the list,
    /// even if the list has grown since the element was drawn.
    #[must_use]
    pub fn position_after(&self, scrolled: &Scrolled, list_px: u64, position_px: f64) -> f64 {
        let list_end_px = self.list_end_px(list_px);
        let step_px = scrolled.to_px - scrolled.from_px;
        let is_small = step_px.abs() <= self.viewport_px;
        let position_px = if is_small && self.is_adrift {
            position_px + step_px
        } else if scrolled.to_px <= 0.0 && scrolled.end_px > 0.0 {
            0.0
        } else if scrolled.to_px >= scrolled.end_px - 1.0 {
            list_end_px
        } else if is_small {
            position_px + step_px
        } else {
            scrolled.to_px * list_end_px / scrolled.end_px
        };
        within(position_px, 0.0, list_end_px)
    }

    /// Sets the scroll top for the list's position.
    pub fn settle(&mut self, list_px: u64, position_px: f64) {
        let list_end_px = self.list_end_px(list_px);
        let end_px = (canvas_px(list_px) - self.viewport_px).max(0.0);
        let is_scaled = end_px < list_end_px;
        let right_px = if position_px <= 0.0 {
            0.0
        } else if position_px >= list_end_px {
            end_px
        } else if is_scaled {
            // At its end the element could not be scrolled further, though the list goes on.
            within(position_px * end_px / list_end_px, 1.0, end_px - 2.0)
        } else {
            position_px
        };
        let is_inside = position_px > 0.0 && position_px < list_end_px;
        let is_stuck = self.top_px <= 0.0 || self.top_px >= end_px - 1.0;
        let is_near = (self.top_px - right_px).abs() <= MAX_DRIFT_PX;
        self.is_adrift = is_scaled && is_inside && is_near && !is_stuck;
        if !self.is_adrift {
            self.top_px = right_px;
        }
    }
}

/// Like `f64::clamp`, but with the minimum first where that would panic. The message of that panic would
/// add 17 KB of float formatting to the page.
fn within(px: f64, least_px: f64, most_px: f64) -> f64 {
    px.min(most_px).max(least_px)
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;
