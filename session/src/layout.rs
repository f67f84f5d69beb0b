//! How a person arranged the workbench: its drawers, and the width of the detail.
//!
//! What belongs here: what is the same for all tabs and outlives a reload. What may not enter: pixels that the page
//! measures.

use serde::Serialize;
use serde_json::Value;

/// A drawer beside the log, shut until a person opens it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Drawer {
    /// The endpoints of the page's server.
    Endpoints,
    /// Messages, bytes and round trips in numbers.
    Numbers,
}

impl Drawer {
    /// The drawers, in their order.
    pub const ALL: [Self; 2] = [Self::Endpoints, Self::Numbers];

    /// The name in saved data and in the document.
    #[must_use]
    pub fn tag(self) -> &'static str {
        match self {
            Self::Endpoints => "endpoints",
            Self::Numbers => "numbers",
        }
    }
}

/// The arrangement of the workbench.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Layout {
    /// The open drawer.
    #[serde(skip)]
    open: Option<Drawer>,
    /// The drawer that stands beside the log and opens with the page.
    pinned: Option<Drawer>,
    /// The width of the detail in CSS pixels; `None` for a share of the window.
    detail_px: Option<u32>,
}

/// A change of the arrangement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// The person opened the drawer, or shut the open one.
    Drawer(Option<Drawer>),
    /// The person pinned the open drawer beside the log, or let it lie over the log again.
    Pinned(bool),
    /// The person gave the detail this width in CSS pixels.
    DetailPx(u32),
}

impl Layout {
    /// The widths of the detail in CSS pixels; one outside becomes the nearest limit. A narrower one cannot hold its
    /// buttons, and a wider one leaves no log.
    pub const DETAIL_PX: std::ops::RangeInclusive<u32> = 280..=720;

    /// Reads what [`Serialize`] wrote, or as much of it as can be read.
    pub(crate) fn read(parts: &Value) -> Self {
        let tag = parts["pinned"].as_str();
        let pinned = Drawer::ALL.into_iter().find(|it| Some(it.tag()) == tag);
        let detail_px = parts["detail_px"].as_u64();
        let detail_px = detail_px.and_then(|px| u32::try_from(px).ok());
        Self {
            open: pinned,
            pinned,
            detail_px: detail_px.map(within_limits),
        }
    }

    /// Applies a change.
    pub fn apply(&mut self, change: Change) {
        match change {
            Change::Drawer(drawer) => {
                self.open = drawer;
                // Another drawer takes the place of a pinned one.
                self.pinned = self.pinned.and(drawer);
            }
            Change::Pinned(is_pinned) => self.pinned = self.open.filter(|_| is_pinned),
            Change::DetailPx(px) => self.detail_px = Some(within_limits(px)),
        }
    }

    /// Shuts a drawer that lies over the log: what was asked for in it is there.
    pub(crate) fn shut_unpinned(&mut self) {
        self.open = self.pinned;
    }

    /// The open drawer.
    #[must_use]
    pub fn open(&self) -> Option<Drawer> {
        self.open
    }

    /// Whether the open drawer stands beside the log.
    #[must_use]
    pub fn is_pinned(&self) -> bool {
        self.pinned.is_some()
    }

    /// The width of the detail in CSS pixels, if the person chose one.
    #[must_use]
    pub fn detail_px(&self) -> Option<u32> {
        self.detail_px
    }
}

fn within_limits(px: u32) -> u32 {
    px.clamp(*Layout::DETAIL_PX.start(), *Layout::DETAIL_PX.end())
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;

    fn after(changes: &[Change]) -> Layout {
        let mut layout = Layout::default();
        changes.iter().for_each(|change| layout.apply(*change));
        layout
    }

    fn reloaded(layout: Layout) -> Layout {
        Layout::read(&serde_json::to_value(layout).unwrap_or_default())
    }

    #[test]
    fn drawer_that_is_pinned_is_open_after_a_reload() {
        let pinned = after(&[Change::Drawer(Some(Drawer::Numbers)), Change::Pinned(true)]);
        assert_eq!(reloaded(pinned).open(), Some(Drawer::Numbers));
        assert!(reloaded(pinned).is_pinned());
        let brief = after(&[Change::Drawer(Some(Drawer::Numbers))]);
        assert_eq!(reloaded(brief).open(), None);
    }

    #[test]
    fn drawer_opened_in_the_place_of_a_pinned_one_is_pinned() {
        let changes = [
            Change::Drawer(Some(Drawer::Numbers)),
            Change::Pinned(true),
            Change::Drawer(Some(Drawer::Endpoints)),
        ];
        assert_eq!(reloaded(after(&changes)).open(), Some(Drawer::Endpoints));
        let mut shut = after(&changes);
        shut.apply(Change::Drawer(None));
        assert!(!shut.is_pinned());
    }

    #[test]
    fn drawer_that_is_not_pinned_shuts_when_it_is_done() {
        let open = Change::Drawer(Some(Drawer::Endpoints));
        for (changes, left) in [
            (&[open][..], None),
            (&[open, Change::Pinned(true)], Some(Drawer::Endpoints)),
        ] {
            let mut layout = after(changes);
            layout.shut_unpinned();
            assert_eq!(layout.open(), left);
        }
    }

    #[test]
    fn pin_of_no_drawer_changes_nothing() {
        assert_eq!(after(&[Change::Pinned(true)]), Layout::default());
    }

    #[test]
    fn detail_beyond_the_limits_has_the_nearest_width() {
        for (asked, width) in [(0, 280), (280, 280), (500, 500), (u32::MAX, 720)] {
            let layout = reloaded(after(&[Change::DetailPx(asked)]));
            assert_eq!(layout.detail_px(), Some(width));
        }
        let unreadable = serde_json::json!({"detail_px": "wide", "pinned": 7});
        assert_eq!(Layout::read(&unreadable), Layout::default());
    }
}
