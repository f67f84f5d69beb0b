//! What of a log is seen: which rows a filter leaves, where the person has scrolled, what they
//! froze and selected.
//!
//! What belongs here: everything about showing a log that can be computed without showing it. What
//! may not enter: the DOM, and heights that were measured.
//!
//! - `preview`: what a row shows of a record, and so how high it is.
//! - `index`: the rows there are, found by place, number or distance from the top.
//! - `selection`: which row is selected, and where the keys take it.
//! - `window`: the few rows that are to be in the DOM.

mod index;
pub mod preview;
mod selection;
mod window;

use std::ops::Range;

use index::{Index, IndexRow, Sums};

use super::detail::{self, Detail};
use super::filter::{Criteria, Filter, FilterError};
use super::log::Log;
use super::scroll::{Scrolled, Scroller};
use super::times::Times;

pub use index::ROW_PX;
pub use selection::SelectionMove;
pub use window::{DetailPane, Row, Window};

/// A slice of [`View::advance`] ends after so many bytes of messages, lest a filter read a hundred
/// mebibytes before anybody looks at the clock.
const SLICE_BYTES: usize = 1 << 20;

/// What of a log is seen. It is told of the log by [`View::advance`] and keeps nothing of it but
/// eight bytes for each row.
#[derive(Debug, Default)]
pub struct View {
    criteria: Criteria,
    filter: Filter,
    /// Whether the filter leaves nothing but hits, so that none needs to be looked for again.
    leaves_only_hits: bool,
    error: Option<FilterError>,
    index: Index,
    /// The records that were looked at. It grows at both ends: new ones as they come, old ones from
    /// where the person looked when the filter was set.
    scanned: Range<u64>,
    position: ScrollPosition,
    scroller: Scroller,
    /// All rows below this number have been in view.
    seen: u64,
    /// All rows from this number on came after the person froze the view.
    frozen_at: Option<u64>,
    selected: Option<u64>,
    times: Times,
    is_detail_open: bool,
    /// The selected message in detail, and its number.
    detail: Option<(u64, Detail)>,
}

/// Where in the list the person is. It names a record and not pixels, so that what they read stays
/// where it is when rows come or go above it.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
enum ScrollPosition {
    /// At the end, and going with it.
    #[default]
    Newest,
    /// At a row, which is at the upper edge, so many of its pixels above that.
    At { number: u64, above_px: f64 },
}

/// What a person can do with the list.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// They set what is to be shown and looked for.
    Criteria(Criteria),
    /// The list was scrolled, or has another height.
    Scrolled(Scrolled),
    /// They turned the wheel to go back, of which the list may not have been scrolled yet.
    TurnedBack,
    /// They asked for the newest.
    FollowPressed,
    /// They froze the view, or let it go.
    Frozen(bool),
    /// They selected a row.
    Selected(u64),
    /// They moved the selection.
    Moved(SelectionMove),
    /// They opened the detail of the selected row, or closed it.
    DetailShown(bool),
    /// They chose which time a row tells.
    TimesChosen(Times),
    /// They did something with the detail.
    Detail(detail::Event),
}

impl View {
    /// Takes in what the person did.
    pub fn apply(&mut self, event: Event, log: &Log) {
        match event {
            Event::Criteria(criteria) => self.set(criteria, log),
            Event::Scrolled(scrolled) => self.scroll(&scrolled),
            Event::TurnedBack => self.turn_back(),
            Event::FollowPressed => self.position = ScrollPosition::Newest,
            Event::Frozen(is_frozen) => {
                self.frozen_at = is_frozen.then(|| log.numbers().end);
            }
            Event::Selected(number) => self.select(number),
            Event::Moved(to) => self.move_selection(to),
            Event::DetailShown(is_open) => self.is_detail_open = is_open,
            Event::TimesChosen(times) => self.times = times,
            Event::Detail(event) => {
                if let Some((_, detail)) = &mut self.detail {
                    detail.apply(&event);
                }
            }
        }
        self.renew_detail(log);
        self.settle();
    }

    /// Looks at records that it has not looked at yet, at most so many, and says whether there are
    /// more. It goes both ways from where the person looked when the filter was set, so that what
    /// they look at is there first.
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

    /// What the person set.
    #[must_use]
    pub fn criteria(&self) -> &Criteria {
        &self.criteria
    }

    /// Why what they set is not what is in force, if it is not.
    #[must_use]
    pub fn error(&self) -> Option<&FilterError> {
        self.error.as_ref()
    }

    /// Whether the newest stays in view.
    #[must_use]
    pub fn is_following(&self) -> bool {
        self.position == ScrollPosition::Newest
    }

    /// The number of the selected record.
    #[must_use]
    pub fn selected(&self) -> Option<u64> {
        self.selected
    }

    /// The row of a record, if the filter leaves it, and how many bytes were looked at for that.
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
            self.selected = None;
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
                Some((number, Detail::new(payload)))
            });
        }
    }

    fn set(&mut self, criteria: Criteria, log: &Log) {
        if criteria == self.criteria {
            return;
        }
        match Filter::compile(&criteria) {
            Ok(filter) => {
                self.filter = filter;
                self.leaves_only_hits = criteria.only_hits && !criteria.query.is_empty();
                self.error = None;
                let numbers = log.numbers();
                let from = match self.position {
                    ScrollPosition::Newest => self.frozen_at.unwrap_or(numbers.end),
                    ScrollPosition::At { number, .. } => number,
                };
                let from = from.clamp(numbers.start, numbers.end);
                self.scanned = from..from;
                self.index = Index::default();
            }
            Err(error) => self.error = Some(error),
        }
        self.criteria = criteria;
    }

    fn scroll(&mut self, scrolled: &Scrolled) {
        let place_px = self.place_px();
        self.scroller.viewport_px = scrolled.viewport_px;
        if !scrolled.is_move() {
            return;
        }
        self.scroller.top_px = scrolled.to_px;
        let list_px = self.shown().px();
        let place_px = self.scroller.place_after(scrolled, list_px, place_px);
        if place_px >= self.scroller.list_end_px(list_px) {
            self.position = ScrollPosition::Newest;
        } else {
            self.stay_at(place_px);
        }
    }

    /// Stops following, where there is anything to go back to. It does not wait for the list to be
    /// scrolled: a browser begins softly, and to follow the newest meanwhile would end that before its
    /// first pixel is heard of.
    fn turn_back(&mut self) {
        if self.is_following() && self.place_px() > 0.0 {
            self.stay_at(self.place_px());
        }
    }

    /// Of all rows that may be seen together: those that came after the view was frozen may not.
    fn shown(&self) -> Sums {
        match self.frozen_at {
            None => self.index.sums(),
            Some(number) => self.index.above(self.index.place_of(number)),
        }
    }

    /// How far the list is scrolled.
    fn place_px(&self) -> f64 {
        let end_px = self.scroller.list_end_px(self.shown().px());
        match self.position {
            ScrollPosition::Newest => end_px,
            ScrollPosition::At { number, above_px } => {
                let place = self.index.place_of(number);
                let is_there = self
                    .index
                    .row(place)
                    .is_some_and(|row| row.number() == number);
                let above_px = if is_there { above_px } else { 0.0 };
                (self.index.above(place).px() as f64 + above_px).min(end_px)
            }
        }
    }

    /// Stops following and stays so far from the top of the list.
    fn stay_at(&mut self, place_px: f64) {
        let place_px = place_px.max(0.0);
        let (place, row_px) = self.index.place_at(place_px as u64);
        if let Some(row) = self.index.row(place) {
            self.position = ScrollPosition::At {
                number: row.number(),
                above_px: place_px - row_px as f64,
            };
        }
    }

    /// What follows from where the person is, after anything has changed.
    fn settle(&mut self) {
        let list_px = self.shown().px();
        let place_px = self.place_px();
        self.scroller.settle(list_px, place_px);
        let bottom_px = (place_px + self.scroller.viewport_px) as u64;
        let (place, row_px) = self.index.place_at(bottom_px);
        let place = if row_px == bottom_px {
            place.saturating_sub(1)
        } else {
            place
        };
        let newest = match self.position {
            ScrollPosition::Newest => self.frozen_at.unwrap_or(self.scanned.end),
            ScrollPosition::At { .. } => self.index.row(place).map_or(0, |row| row.number() + 1),
        };
        self.seen = self.seen.max(newest);
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;
