//! The view of a log: the rows that a filter leaves, the scroll position, what is frozen and what is
//! selected.
//!
//! What belongs here: everything about showing a log that can be computed without a layout. What may not
//! enter: the DOM, and measured heights.
//!
//! - `density`, `columns`: how high the rows are, and which columns they have.
//! - `filtering`: the criteria, and how they come into force.
//! - `preview`: the lines that a row shows of a record, and so its height.
//! - `index`: the rows, found by index, number or distance from the top.
//! - `selection`: the selected row, and how keys move the selection.
//! - `rows_copy`: the selected rows as a text.
//! - `window`: the few rows that are in the DOM. `places`: which of them takes over the element of which.

mod columns;
mod density;
mod event;
mod filtering;
mod index;
mod places;
pub mod preview;
mod row_time;
mod rows_copy;
mod selection;
mod window;

use std::ops::Range;

use index::{Index, IndexRow, Sums};

use super::detail::{self, Detail};
use super::filter::{CompileRegexes, Criteria, Filter, FilterError};
use super::letter_case::LetterCase;
use super::log::Log;
use super::scroll::{Scrolled, Scroller};
use super::time::Time;

pub use columns::{Column, HiddenColumns};
pub use density::Density;
pub use event::Event;
pub use filtering::Search;
pub use places::Places;
pub use row_time::RowTime;
pub use rows_copy::{CopiedRows, CopyForm};
pub use selection::SelectionMove;
pub use window::{DetailPane, Row, Window};

/// The limit on message bytes in one slice of [`View::advance`]; beyond it the slice ends. Otherwise a
/// filter could read a hundred mebibytes before the caller looks at the clock.
const SLICE_BYTES: usize = 1 << 20;

/// The view of a log. [`View::advance`] takes in new records, of which the view keeps eight bytes a row.
#[derive(Debug, Default)]
pub struct View {
    criteria: Criteria,
    filter: Filter,
    /// Whether every row that the filter leaves is a hit, so none has to be searched again.
    leaves_only_hits: bool,
    error: Option<FilterError>,
    search: Search,
    compile_regexes: Option<CompileRegexes>,
    letter_case: LetterCase,
    index: Index,
    /// The range of scanned records. The end grows with new records, and the start grows
    /// backwards from the row that was in view when the filter was set.
    scanned: Range<u64>,
    position: ScrollPosition,
    scroller: Scroller,
    /// Every row below this number has been in view.
    seen: u64,
    /// Rows from this number on came after the view was frozen.
    frozen_at: Option<u64>,
    selected: Option<u64>,
    /// The range that is selected instead of one row.
    range: Option<selection::Range>,
    /// The time of the row since which times are told.
    measured_from: Option<Time>,
    row_time: RowTime,
    is_detail_open: bool,
    /// The detail of the selected message, and its number.
    detail: Option<(u64, Detail)>,
    detail_setting: detail::Setting,
}

/// The scroll position. It names a record and not pixels, so the row in view stays in place when rows above
/// it come or go.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
enum ScrollPosition {
    /// At the end, and following new rows.
    #[default]
    Newest,
    /// At a row, of which `above_px` pixels are above the upper edge.
    At { number: u64, above_px: f64 },
}

impl View {
    /// Handles an event.
    pub fn apply(&mut self, event: Event, log: &Log) {
        match event {
            Event::Criteria(criteria) => self.set(criteria, log),
            Event::SearchAgain if self.search == Search::Failed => self.search = Search::Loading,
            Event::SearchAgain => {}
            Event::Scrolled(scrolled) => self.scroll(&scrolled),
            Event::Turned(px) => self.turn(px),
            Event::FollowPressed => self.position = ScrollPosition::Newest,
            Event::Frozen(is_frozen) => {
                self.frozen_at = is_frozen.then(|| log.numbers().end);
            }
            Event::Selected(number) => self.select(number),
            Event::Moved(to) => self.move_selection(to),
            Event::RangeSelected(number) => self.select_to(number),
            Event::RangeMoved(to) => self.move_range(to),
            Event::AllSelected => self.select_all(),
            Event::MeasuredFrom(number) => {
                self.measured_from = log.get(number).map(|record| record.at);
                self.row_time = RowTime::SinceRow;
            }
            Event::DetailShown(is_open) => self.is_detail_open = is_open,
            Event::RowTimeChosen(row_time) => self.row_time = row_time,
            Event::Detail(event) => {
                if let Some((_, detail)) = &mut self.detail {
                    detail.apply(&event);
                    self.detail_setting = detail.setting();
                }
            }
        }
        self.renew_detail(log);
        self.settle();
    }

    /// Scans up to `max_records` further records, and returns whether more are left. It goes both ways from
    /// the row that was in view when the filter was set, so nearby rows appear first.
    pub fn advance(&mut self, log: &Log, max_records: usize) -> bool {
        self.forget_gone(log);
        let numbers = log.numbers();
        let mut records_left = max_records;
        let mut bytes_left = SLICE_BYTES;
        while self.scanned != numbers && records_left > 0 && bytes_left > 0 {
            let mut bytes = 0;
            if self.scanned.end < numbers.end {
                let (row, looked_at) = self.look_at(self.scanned.end, log);
                row.into_iter().for_each(|row| self.index.push_back(row));
                self.scanned.end += 1;
                bytes += looked_at;
            }
            if self.scanned.start > numbers.start {
                self.scanned.start -= 1;
                let (row, looked_at) = self.look_at(self.scanned.start, log);
                row.into_iter().for_each(|row| self.index.push_front(row));
                bytes += looked_at;
            }
            records_left -= 1;
            bytes_left = bytes_left.saturating_sub(bytes);
        }
        self.settle();
        self.scanned != numbers
    }

    /// Whether the list follows new rows.
    #[must_use]
    pub fn is_following(&self) -> bool {
        self.position == ScrollPosition::Newest
    }

    /// Makes the rows this high. The row at the upper edge stays there.
    pub(crate) fn set_density(&mut self, density: Density) {
        if self.index.density() != density {
            let reveals = self.is_selected_in_view();
            self.index.set_density(density);
            if reveals {
                self.reveal_selected();
            }
            self.settle();
        }
    }

    /// Whether the view is frozen.
    #[must_use]
    pub fn is_frozen(&self) -> bool {
        self.frozen_at.is_some()
    }

    /// The number of the selected record.
    #[must_use]
    pub fn selected(&self) -> Option<u64> {
        self.selected
    }

    /// The row of a record, if the filter leaves it, and the number of bytes that were searched.
    fn look_at(&self, number: u64, log: &Log) -> (Option<IndexRow>, usize) {
        let Some(record) = log.get(number) else {
            return (None, 0);
        };
        let lines = preview::height_lines(record);
        if self.filter.is_neutral() {
            return (Some(IndexRow::new(number, lines, false)), 0);
        }
        let row = self.filter.shows(record).then(|| {
            let is_hit = self.leaves_only_hits || self.filter.is_hit(record);
            IndexRow::new(number, lines, is_hit)
        });
        (
            row,
            record.message().map_or(0, |(_, payload)| payload.len()),
        )
    }

    fn forget_gone(&mut self, log: &Log) {
        let numbers = log.numbers();
        self.index.forget_below(numbers.start);
        self.scanned.start = self.scanned.start.max(numbers.start);
        self.scanned.end = self.scanned.end.max(numbers.start);
        if self.selected.is_some_and(|number| number < numbers.start) {
            (self.selected, self.range) = (None, None);
            self.is_detail_open = false;
            self.detail = None;
        }
        if numbers.is_empty() {
            self.position = ScrollPosition::Newest;
        }
    }

    fn renew_detail(&mut self, log: &Log) {
        let shown = self.detail.as_ref().map(|(number, _)| *number);
        let wanted = self.selected.filter(|_| self.is_detail_open);
        if shown != wanted {
            let record = wanted.and_then(|number| Some((number, log.get(number)?)));
            self.detail = record.and_then(|(number, record)| {
                let (_, payload) = record.message()?;
                let detail = Detail::new(payload, self.detail_setting, &self.filter);
                Some((number, detail))
            });
        }
    }

    /// Takes in the element's height and position. A detail that opens below makes the list lower: a selected row that
    /// was in view stays in view.
    fn scroll(&mut self, scrolled: &Scrolled) {
        let is_resized = scrolled.viewport_px != self.scroller.viewport_px;
        let reveals = is_resized && self.is_selected_in_view();
        let position_px = self.position_px();
        self.scroller.viewport_px = scrolled.viewport_px;
        if scrolled.is_move() {
            self.scroll_to(scrolled, position_px);
        }
        if reveals {
            self.reveal_selected();
        }
    }

    fn scroll_to(&mut self, scrolled: &Scrolled, position_px: f64) {
        self.scroller.top_px = scrolled.to_px;
        let list_px = self.shown_px();
        let position_px = self.scroller.position_after(scrolled, list_px, position_px);
        if position_px >= self.scroller.list_end_px(list_px) {
            self.position = ScrollPosition::Newest;
        } else {
            self.stay_at(position_px);
        }
    }

    /// Stops following, if there are rows above, and moves. It does not wait for the browser to scroll. Firefox drops what
    /// a person scrolls if the page scrolls in the next frame, as it does while it follows.
    fn turn(&mut self, px: f64) {
        let position_px = self.position_px();
        let end_px = self.scroller.list_end_px(self.shown_px());
        if px > 0.0 && position_px + px >= end_px {
            self.position = ScrollPosition::Newest;
        } else if position_px > 0.0 || px > 0.0 {
            self.stay_at(position_px + px);
        }
    }

    /// The sums of the rows that may be shown: without those after the freeze.
    fn shown(&self) -> Sums {
        match self.frozen_at {
            None => self.index.sums(),
            Some(number) => self.index.above(self.index.index_of(number)),
        }
    }

    /// The height of the rows that may be shown.
    fn shown_px(&self) -> u64 {
        self.index.px(self.shown())
    }

    /// The distance of a row from the top of the list.
    fn above_px(&self, row_index: u64) -> u64 {
        self.index.px(self.index.above(row_index))
    }

    /// The scroll position in pixels of the list.
    fn position_px(&self) -> f64 {
        let end_px = self.scroller.list_end_px(self.shown_px());
        match self.position {
            ScrollPosition::Newest => end_px,
            ScrollPosition::At { number, above_px } => {
                let row_index = self.index.index_of(number);
                let is_there = self
                    .index
                    .row(row_index)
                    .is_some_and(|row| row.number() == number);
                let above_px = if is_there { above_px } else { 0.0 };
                (self.above_px(row_index) as f64 + above_px).min(end_px)
            }
        }
    }

    /// Stops following, and stays at this distance from the top of the list.
    fn stay_at(&mut self, position_px: f64) {
        let position_px = position_px.max(0.0);
        let (row_index, row_px) = self.index.index_at(position_px as u64);
        if let Some(row) = self.index.row(row_index) {
            self.position = ScrollPosition::At {
                number: row.number(),
                above_px: position_px - row_px as f64,
            };
        }
    }

    /// Updates everything that depends on the scroll position.
    fn settle(&mut self) {
        let list_px = self.shown_px();
        let position_px = self.position_px();
        self.scroller.settle(list_px, position_px);
        let bottom_px = (position_px + self.scroller.viewport_px) as u64;
        let (row_index, row_px) = self.index.index_at(bottom_px);
        let row_index = if row_px == bottom_px {
            row_index.saturating_sub(1)
        } else {
            row_index
        };
        let newest = match self.position {
            ScrollPosition::Newest => self.frozen_at.unwrap_or(self.scanned.end),
            ScrollPosition::At { .. } => {
                self.index.row(row_index).map_or(0, |row| row.number() + 1)
            }
        };
        self.seen = self.seen.max(newest);
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;
