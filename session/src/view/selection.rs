//! The selected row, and how keys move the selection.

use super::{ScrollPosition, View};

/// A movement of the selection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is what the key does that is named so")]
pub enum SelectionMove {
    Up,
    Down,
    PageUp,
    PageDown,
    Home,
    End,
    PreviousHit,
    NextHit,
}

/// Rows that are selected together: those between two rows, both among them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Range {
    /// The number of the row at which the person began.
    anchor: u64,
    /// The number of the row at the other end.
    head: u64,
    /// Whether only the hits between them are meant.
    only_hits: bool,
}

impl View {
    /// The numbers of the first and the last selected row.
    #[must_use]
    pub fn selection(&self) -> Option<(u64, u64)> {
        match self.range {
            Some(range) => Some((range.anchor.min(range.head), range.anchor.max(range.head))),
            None => self.selected.map(|number| (number, number)),
        }
    }

    /// Whether a row is selected, alone or in a range.
    pub(super) fn is_selected(&self, number: u64, is_hit: bool) -> bool {
        let only_hits = self.range.is_some_and(|range| range.only_hits);
        let selection = self.selection();
        selection.is_some_and(|(first, last)| (first..=last).contains(&number))
            && (is_hit || !only_hits)
    }

    /// The number of selected rows.
    pub(super) fn selected_rows(&self) -> u64 {
        let Some((first, last)) = self.selection() else {
            return 0;
        };
        let above = self.index.above(self.index.index_of(first));
        let to = self.index.above(self.index.index_of(last + 1));
        match self.range {
            Some(range) if range.only_hits => to.hits - above.hits,
            _ => to.rows - above.rows,
        }
    }

    /// Selects the rows from the anchor, or the one that was selected, to this one.
    pub(super) fn select_to(&mut self, number: u64) {
        let anchor = match self.range {
            Some(range) => range.anchor,
            None => self.selected.unwrap_or(number),
        };
        self.select(number);
        self.range = Some(Range {
            anchor,
            head: number,
            only_hits: false,
        });
    }

    pub(super) fn move_range(&mut self, to: SelectionMove) {
        let row = self.moved(to).and_then(|index| self.index.row(index));
        if let Some(row) = row {
            self.select_to(row.number());
        }
    }

    /// Selects all rows that may be shown, and where there are hits only them. It scrolls nowhere.
    pub(super) fn select_all(&mut self) {
        let shown = self.shown();
        let row = |index| self.index.row(index).map(super::index::IndexRow::number);
        let last = shown.rows.checked_sub(1).and_then(row);
        if let (Some(anchor), Some(head)) = (row(0), last) {
            let only_hits = shown.hits > 0;
            self.range = Some(Range {
                anchor,
                head,
                only_hits,
            });
        }
    }

    pub(super) fn select(&mut self, number: u64) {
        self.stay_at(self.position_px());
        self.selected = Some(number);
        self.range = None;
        self.reveal_selected();
    }

    /// Scrolls by no more than it takes to have all of the selected row in view.
    pub(super) fn reveal_selected(&mut self) {
        if let Some((top_px, row_px)) = self.selected_px() {
            let lowest_px = top_px + row_px - self.scroller.viewport_px;
            let position_px = self.position_px();
            let revealing_px = position_px.max(lowest_px).min(top_px);
            if revealing_px != position_px {
                self.stay_at(revealing_px);
            }
        }
    }

    /// Whether some of the selected row is in view.
    pub(super) fn is_selected_in_view(&self) -> bool {
        let position_px = self.position_px();
        self.selected_px().is_some_and(|(top_px, row_px)| {
            top_px + row_px > position_px && top_px < position_px + self.scroller.viewport_px
        })
    }

    /// The distance of the selected row from the top of the list, and its height.
    fn selected_px(&self) -> Option<(f64, f64)> {
        let number = self.selected?;
        let row_index = self.index.index_of(number);
        let row = self.index.row(row_index)?;
        (row.number() == number).then(|| {
            (
                self.above_px(row_index) as f64,
                self.index.row_px(row) as f64,
            )
        })
    }

    pub(super) fn move_selection(&mut self, to: SelectionMove) {
        let Some(row_index) = self.moved(to) else {
            return;
        };
        let Some(row) = self.index.row(row_index) else {
            return;
        };
        self.select(row.number());
        if to == SelectionMove::End {
            self.position = ScrollPosition::Newest;
        }
    }

    /// The index of the row to select.
    fn moved(&self, to: SelectionMove) -> Option<u64> {
        let last = self.shown().rows.checked_sub(1)?;
        let top_px = self.position_px();
        let selected = self
            .selected
            .map(|number| self.index.index_of(number).min(last));
        // Without a selection, the first row in view is the start.
        let (first_in_view, _) = self.index.index_at(top_px.ceil() as u64);
        let page = |from: u64, px: f64| {
            let from_px = self.above_px(from) as f64;
            self.index
                .index_at((from_px + px).max(0.0) as u64)
                .0
                .min(last)
        };
        let page_px = self.scroller.viewport_px;
        let hits = self.shown().hits;
        let hits_above = |row_index| self.index.above(row_index).hits;
        match (to, selected) {
            (SelectionMove::Home, _) => Some(0),
            (SelectionMove::End, _) => Some(last),
            (
                SelectionMove::Up
                | SelectionMove::Down
                | SelectionMove::PageUp
                | SelectionMove::PageDown,
                None,
            ) => Some(first_in_view.min(last)),
            (SelectionMove::Up, Some(row_index)) => Some(row_index.saturating_sub(1)),
            (SelectionMove::Down, Some(row_index)) => Some((row_index + 1).min(last)),
            (SelectionMove::PageUp, Some(row_index)) => {
                Some(page(row_index, -page_px).min(row_index.saturating_sub(1)))
            }
            (SelectionMove::PageDown, Some(row_index)) => {
                Some(page(row_index, page_px).max(row_index + 1).min(last))
            }
            (SelectionMove::NextHit, _) => {
                let from = selected.map_or(first_in_view, |row_index| row_index + 1);
                let next = hits_above(from).checked_rem(hits)?;
                self.index.index_of_hit(next)
            }
            (SelectionMove::PreviousHit, _) => {
                let above = hits_above(selected.unwrap_or(first_in_view));
                let previous = above.checked_sub(1).or(hits.checked_sub(1))?;
                self.index.index_of_hit(previous)
            }
        }
    }
}
