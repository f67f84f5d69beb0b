//! How a person arranged the workbench: its drawers, and the sizes of what has a handle.
//!
//! What belongs here: what is the same for all tabs and outlives a reload. What may not enter: pixels that the page
//! measures.

use std::ops::RangeInclusive;

use serde::Serialize;
use serde_json::Value;

use super::view::Column;

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

/// What a person gives a size by a handle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Size {
    /// The width of the detail.
    Detail,
    /// The height of the composer.
    Composer,
    /// The width of a column of the log.
    Column(Column),
}

impl Size {
    /// The sizes in CSS pixels; one outside becomes the nearest limit. A narrower detail cannot hold its buttons, and a
    /// wider one leaves no log. A lower composer has no line of text, and beyond 600 there is no log in most windows. A
    /// column of 24 shows two digits, and no value is wider than 240.
    #[must_use]
    pub fn limits_px(self) -> RangeInclusive<u32> {
        match self {
            Self::Detail => 280..=720,
            Self::Composer => 88..=600,
            Self::Column(_) => 24..=240,
        }
    }

    fn within_limits(self, px: u32) -> u32 {
        let (least, most) = self.limits_px().into_inner();
        px.clamp(least, most)
    }

    /// Its place among the saved sizes.
    fn index(self) -> usize {
        match self {
            Self::Detail => 0,
            Self::Composer => 1,
            Self::Column(column) => 2 + column as usize,
        }
    }
}

/// The number of different [`Size`]s.
const SIZES: usize = 2 + Column::ALL.len();

/// The arrangement of the workbench.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Layout {
    /// The open drawer.
    #[serde(skip)]
    open: Option<Drawer>,
    /// The drawer that stands beside the log and opens with the page.
    pinned: Option<Drawer>,
    /// The chosen sizes in CSS pixels, each at its index; `None` for that of the style sheet.
    sizes_px: [Option<u32>; SIZES],
}

/// A change of the arrangement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// The person opened the drawer, or shut the open one.
    Drawer(Option<Drawer>),
    /// The person pinned the open drawer beside the log, or let it lie over the log again.
    Pinned(bool),
    /// The person chose this size in CSS pixels, or left it to the style sheet.
    Sized(Size, Option<u32>),
    /// The person left the widths of all columns to the style sheet.
    ColumnsReset,
}

impl Layout {
    /// Reads what [`Serialize`] wrote, or as much of it as can be read.
    pub(crate) fn read(parts: &Value) -> Self {
        let tag = parts["pinned"].as_str();
        let pinned = Drawer::ALL.into_iter().find(|it| Some(it.tag()) == tag);
        let mut layout = Self {
            open: pinned,
            pinned,
            ..Self::default()
        };
        let columns = Column::ALL.map(Size::Column);
        for size in [Size::Detail, Size::Composer].into_iter().chain(columns) {
            let px = parts["sizes_px"][size.index()].as_u64();
            layout.resize(size, px.and_then(|px| u32::try_from(px).ok()));
        }
        layout
    }

    fn resize(&mut self, size: Size, px: Option<u32>) {
        self.sizes_px[size.index()] = px.map(|px| size.within_limits(px));
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
            Change::Sized(size, px) => self.resize(size, px),
            Change::ColumnsReset => {
                for column in Column::ALL {
                    self.resize(Size::Column(column), None);
                }
            }
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

    /// The size in CSS pixels, if the person chose one.
    #[must_use]
    pub fn size_px(&self, size: Size) -> Option<u32> {
        self.sizes_px[size.index()]
    }

    /// Whether the person arranged anything.
    #[must_use]
    pub fn is_changed(&self) -> bool {
        *self != Self::default()
    }
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
    fn size_beyond_the_limits_is_the_nearest_one_also_after_a_reload() {
        let sizes = [Size::Detail, Size::Composer].into_iter();
        for size in sizes.chain(Column::ALL.map(Size::Column)) {
            let (least, most) = size.limits_px().into_inner();
            for (asked, kept) in [(0, least), (least + 1, least + 1), (u32::MAX, most)] {
                let layout = reloaded(after(&[Change::Sized(size, Some(asked))]));
                assert_eq!(layout.size_px(size), Some(kept), "{size:?}");
                assert!(layout.is_changed());
            }
            let back = after(&[Change::Sized(size, Some(200)), Change::Sized(size, None)]);
            assert_eq!(back, Layout::default());
        }
        let unreadable = serde_json::json!({"sizes_px": ["wide", -1], "pinned": 7});
        assert_eq!(Layout::read(&unreadable), Layout::default());
    }

    #[test]
    fn reset_of_columns_leaves_other_sizes() {
        let detail = Change::Sized(Size::Detail, Some(300));
        let columns = Column::ALL.map(|column| Change::Sized(Size::Column(column), Some(99)));
        let mut changes = vec![detail];
        changes.extend(columns);
        changes.push(Change::ColumnsReset);
        assert_eq!(after(&changes), after(&[detail]));
    }
}
