//! How far a list is scrolled, when it may be longer than a browser lets an element be.
//!
//! The log's view and the detail of a message scroll alike, so this stands beside both.

/// The height of a line of text; `log_row.css` says the same.
pub const LINE_PX: u64 = 20;

/// An element is made no higher than this. Firefox lays out nothing beyond some 17.9 million pixels
/// and Chromium nothing beyond 33.5 million; a million rows of one line are 28 million.
const MAX_CANVAS_PX: f64 = 8_000_000.0;

/// The scroll bar may be so far from where the place in a longer list would have it. To put it
/// right is to set `scrollTop` under the person's hand, which should be rare.
const MAX_DRIFT_PX: f64 = 80_000.0;

/// The element that scrolls, as the list wants it, when there is more in the list than the element
/// can be high: **the list's place** is in pixels of the list, **the scroll top** in pixels of the
/// element. Whoever turns a wheel or presses a key sees the list move by just so many pixels as
/// the element; whoever drags the bar reaches the same part of the list as of the bar; and the ends
/// are the ends. (SlickGrid has scrolled so since 2009.) For a shorter list the two are one.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Scroller {
    /// Where the element is to be scrolled to.
    pub top_px: f64,
    /// How much of it is in view.
    pub viewport_px: f64,
    /// Whether the scroll top is not where the place in the list would have it.
    is_adrift: bool,
}

/// What the scrolling element says when it was scrolled, or has another height.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scrolled {
    /// The scroll top that was last known.
    pub from_px: f64,
    /// The scroll top now.
    pub to_px: f64,
    /// The scroll top at which it is at its end.
    pub end_px: f64,
    /// How much of it is in view.
    pub viewport_px: f64,
}

impl Scrolled {
    /// Whether anybody moved it; a browser rounds what it is told to scroll to.
    #[must_use]
    pub fn is_move(&self) -> bool {
        (self.to_px - self.from_px).abs() >= 1.0
    }
}

/// How high the element is that stands for a list.
#[must_use]
pub fn canvas_px(list_px: u64) -> f64 {
    (list_px as f64).min(MAX_CANVAS_PX)
}

impl Scroller {
    /// The place at which the list is at its end.
    #[must_use]
    pub fn list_end_px(&self, list_px: u64) -> f64 {
        (list_px as f64 - self.viewport_px).max(0.0)
    }

    /// The list's place after the element was scrolled. The end of the element is the end of the
    /// list, even if that has become longer since the element was drawn.
    #[must_use]
    pub fn place_after(&self, scrolled: &Scrolled, list_px: u64, place_px: f64) -> f64 {
        let list_end_px = self.list_end_px(list_px);
        let step_px = scrolled.to_px - scrolled.from_px;
        let is_small = step_px.abs() <= self.viewport_px;
        let place_px = if is_small && self.is_adrift {
            place_px + step_px
        } else if scrolled.to_px <= 0.0 && scrolled.end_px > 0.0 {
            0.0
        } else if scrolled.to_px >= scrolled.end_px - 1.0 {
            list_end_px
        } else if is_small {
            place_px + step_px
        } else {
            scrolled.to_px * list_end_px / scrolled.end_px
        };
        within(place_px, 0.0, list_end_px)
    }

    /// Follows the list to its place.
    pub fn settle(&mut self, list_px: u64, place_px: f64) {
        let list_end_px = self.list_end_px(list_px);
        let end_px = (canvas_px(list_px) - self.viewport_px).max(0.0);
        let is_scaled = end_px < list_end_px;
        let right_px = if place_px <= 0.0 {
            0.0
        } else if place_px >= list_end_px {
            end_px
        } else if is_scaled {
            // At its end the element could not be scrolled on, though there is more of the list.
            within(place_px * end_px / list_end_px, 1.0, end_px - 2.0)
        } else {
            place_px
        };
        let is_inside = place_px > 0.0 && place_px < list_end_px;
        let is_stuck = self.top_px <= 0.0 || self.top_px >= end_px - 1.0;
        let is_near = (self.top_px - right_px).abs() <= MAX_DRIFT_PX;
        self.is_adrift = is_scaled && is_inside && is_near && !is_stuck;
        if !self.is_adrift {
            self.top_px = right_px;
        }
    }
}

/// Where `f64::clamp` panics this prefers the least; and the words of that panic would bring 17 KB of
/// formatting floats into the page.
fn within(px: f64, least_px: f64, most_px: f64) -> f64 {
    px.min(most_px).max(least_px)
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;
