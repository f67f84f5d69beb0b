//! The few rows of a view that are to be in the DOM.

use std::ops::Range;

use super::index::IndexRow;
use super::{View, preview};
use crate::detail::DetailWindow;
use crate::filter::Filter;
use crate::log::{Evicted, Log};
use crate::record::Record;
use crate::scroll::canvas_px;
use crate::times::Times;

/// Rows are made so far beyond what is in view, above and below, so that there is something to see
/// when a browser scrolls before the page hears of it.
const OVERSCAN_PX: u64 = 160;

/// A window shows at most so many hits as such, for each is an element.
const MAX_MARKS: usize = 200;

/// A row shows at most so many.
const MAX_ROW_MARKS: usize = 4;

/// What there is to show of a view, and where.
#[derive(Debug, Clone, PartialEq)]
pub struct Window {
    /// The rows in view and a few more.
    pub rows: Vec<Row>,
    /// How far the first of them is from the top of the element that stands for all rows.
    pub rows_px: f64,
    /// How high that element is.
    pub canvas_px: f64,
    /// Where it is to be scrolled to.
    pub scroll_px: f64,
    /// How much of it is in view, as far as is known.
    pub viewport_px: f64,
    /// How many rows there are in all.
    pub row_count: u64,
    /// How many rows came that have not been in view.
    pub new_rows: u64,
    /// How many rows wait until the view is no longer frozen.
    pub waiting_rows: u64,
    /// Whether the newest stays in view.
    pub is_following: bool,
    /// Whether the view is frozen.
    pub is_frozen: bool,
    /// How many rows are hits.
    pub hits: u64,
    /// Which of the hits is selected, from 1 at the top, if one is.
    pub selected_hit: Option<u64>,
    /// Whether some records have not been looked at yet.
    pub is_scanning: bool,
    /// What had to go for the sake of the memory budget.
    pub evicted: Evicted,
    /// Whether there is nothing in the log, whatever the filter.
    pub is_log_empty: bool,
    /// The number of the selected record.
    pub selected: Option<u64>,
    /// Whether that is a message.
    pub is_message_selected: bool,
    /// Whether it is shown in detail.
    pub is_detail_open: bool,
    /// Which time a row tells.
    pub times: Times,
}

/// A row of a [`Window`].
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// The record's number in its log.
    pub number: u64,
    /// The row's place among all rows, from 1 at the top.
    pub place: u64,
    /// What it shows; its payload is shared.
    pub record: Record,
    /// So long after the record before it, if that is kept.
    pub after_previous_ms: Option<f64>,
    /// So long after the connection opened, if it did.
    pub after_opening_ms: Option<f64>,
    /// How many lines it has.
    pub lines: u64,
    /// Whether what is looked for is in it.
    pub is_hit: bool,
    /// Where in each of the lines of [`preview::lines`].
    pub hits: Vec<Vec<Range<usize>>>,
    /// Whether it is the selected one.
    pub is_selected: bool,
}

/// The selected record in detail.
#[derive(Debug, Clone, PartialEq)]
pub struct DetailPane {
    /// Its number.
    pub number: u64,
    /// What it is; its payload is shared.
    pub record: Record,
    /// The lines of it that are to be in the DOM, if it is a message.
    pub window: Option<DetailWindow>,
}

impl View {
    /// The rows that are to be in the DOM now.
    #[must_use]
    pub fn window(&self, log: &Log) -> Window {
        let shown = self.shown();
        let place_px = self.place_px();
        let (first, first_px) = self
            .index
            .place_at((place_px as u64).saturating_sub(OVERSCAN_PX));
        let end_px = (place_px + self.scroller.viewport_px) as u64 + OVERSCAN_PX;
        let mut rows = Vec::new();
        let mut row_px = first_px;
        let mut marks_left = MAX_MARKS;
        for (place, index_row) in (first..shown.rows).zip(self.index.rows_from(first)) {
            if row_px >= end_px {
                break;
            }
            row_px += index_row.px();
            rows.extend(self.row(place, index_row, log, &mut marks_left));
        }
        let seen_rows = self.index.place_of(self.seen).min(shown.rows);
        Window {
            rows,
            rows_px: self.scroller.top_px + (first_px as f64 - place_px),
            canvas_px: canvas_px(shown.px()),
            scroll_px: self.scroller.top_px,
            viewport_px: self.scroller.viewport_px,
            row_count: shown.rows,
            new_rows: shown.rows - seen_rows,
            waiting_rows: self.index.sums().rows - shown.rows,
            is_following: self.is_following(),
            is_frozen: self.frozen_at.is_some(),
            hits: shown.hits,
            selected_hit: self.selected_hit(),
            is_scanning: self.scanned != log.numbers(),
            evicted: log.evicted(),
            is_log_empty: log.numbers().is_empty(),
            selected: self.selected,
            is_message_selected: self
                .selected_record(log)
                .is_some_and(|it| it.message().is_some()),
            is_detail_open: self.is_detail_open,
            times: self.times,
        }
    }

    /// The selected record in detail, if that is open.
    #[must_use]
    pub fn detail_pane(&self, log: &Log) -> Option<DetailPane> {
        let record = self.selected_record(log).filter(|_| self.is_detail_open)?;
        Some(DetailPane {
            number: self.selected?,
            record: record.clone(),
            window: self.detail.as_ref().map(|(_, detail)| detail.window()),
        })
    }

    fn selected_record<'a>(&self, log: &'a Log) -> Option<&'a Record> {
        log.get(self.selected?)
    }

    fn row(&self, place: u64, row: IndexRow, log: &Log, marks_left: &mut usize) -> Option<Row> {
        let number = row.number();
        let record = log.get(number)?.clone();
        let previous = number.checked_sub(1).and_then(|number| log.get(number));
        let hits = if row.is_hit() {
            hits_in_lines(&self.filter, &record, marks_left)
        } else {
            vec![]
        };
        Some(Row {
            number,
            place: place + 1,
            after_previous_ms: previous.map(|previous| record.at.ms_since(previous.at)),
            after_opening_ms: log.opened_before(number).map(|at| record.at.ms_since(at)),
            record,
            lines: row.lines(),
            is_hit: row.is_hit(),
            hits,
            is_selected: self.selected == Some(number),
        })
    }

    fn selected_hit(&self) -> Option<u64> {
        let number = self.selected?;
        let place = self.index.place_of(number);
        let row = self.index.row(place)?;
        (row.number() == number && row.is_hit()).then(|| self.index.above(place).hits + 1)
    }
}

fn hits_in_lines(
    filter: &Filter,
    record: &Record,
    marks_left: &mut usize,
) -> Vec<Vec<Range<usize>>> {
    let mut row_marks_left = MAX_ROW_MARKS.min(*marks_left);
    preview::lines(record)
        .map(|line| {
            let hits: Vec<_> = filter.hits_in(line.text).take(row_marks_left).collect();
            row_marks_left -= hits.len();
            *marks_left -= hits.len();
            hits
        })
        .collect()
}
