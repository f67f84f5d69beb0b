//! The window of a view: the few rows that are in the DOM.

use std::ops::Range;

use super::index::IndexRow;
use super::preview::{Excerpt, Line};
use super::{Density, RowTime};
use super::{View, preview};
use crate::detail::{Copy, DetailWindow};
use crate::filter::Filter;
use crate::log::{Evicted, Log};
use crate::payload::Payload;
use crate::record::Record;
use crate::scroll::canvas_px;

/// The height beyond the viewport, above and below, in which rows are made too. A browser may scroll before
/// the page hears of it.
const OVERSCAN_PX: u64 = 160;

/// The same while the list follows new rows, each of which a flood writes anew in each frame. A person who scrolls back
/// ends the following.
const FOLLOWING_OVERSCAN_PX: u64 = 40;

/// The limit on marked hits in a window; further ones are not marked. Each mark is an element.
const MAX_MARKS: usize = 200;

/// The limit on marked hits in a row.
const MAX_ROW_MARKS: usize = 4;

/// The limit on bytes of a message in which its first hit is looked for, to show it in the row. A hit behind it is not
/// shown there: a window has some thirty rows, and is made again in each frame of a flood.
const LOOK_FOR_HIT_BYTES: usize = 16 << 10;

/// The window of a view.
#[derive(Debug, Clone, PartialEq)]
pub struct Window {
    /// The rows in view, and a few more.
    pub rows: Vec<Row>,
    /// The distance of the first row from the top of the element.
    pub rows_px: f64,
    /// The height of the element.
    pub canvas_px: f64,
    /// The wanted scroll top.
    pub scroll_px: f64,
    /// The height of the viewport, as far as it is known.
    pub viewport_px: f64,
    /// The number of all rows.
    pub row_count: u64,
    /// The number of rows that have not been in view; 0 while the view is frozen.
    pub new_rows: u64,
    /// The number of rows that came after the freeze.
    pub waiting_rows: u64,
    /// Whether the list follows new rows.
    pub is_following: bool,
    /// Whether the view is frozen.
    pub is_frozen: bool,
    /// The number of hits.
    pub hits: u64,
    /// The rank of the selected hit, from 1 at the top.
    pub selected_hit: Option<u64>,
    /// Whether records are left to scan.
    pub is_scanning: bool,
    /// The records evicted for the memory budget.
    pub evicted: Evicted,
    /// Whether the log is empty, whatever the filter.
    pub is_log_empty: bool,
    /// The number of the selected record.
    pub selected: Option<u64>,
    /// The number of selected rows.
    pub selected_rows: u64,
    /// Whether the selected record is a message.
    pub is_message_selected: bool,
    /// Whether the detail is open.
    pub is_detail_open: bool,
    /// The kind of time that rows show.
    pub row_time: RowTime,
    /// How high the rows are.
    pub density: Density,
}

/// A row of a [`Window`].
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// The record's number in its log.
    pub number: u64,
    /// The row's index among all rows, from 1 at the top.
    pub position: u64,
    /// The record; its payload is shared.
    pub record: Record,
    /// The time since the record before it, if that one is kept.
    pub after_previous_ms: Option<f64>,
    /// The time since the connection opened, if it did.
    pub after_opening_ms: Option<f64>,
    /// The time since the row that times are measured from; less than zero before it.
    pub after_chosen_ms: Option<f64>,
    /// The number of its lines.
    pub lines: u64,
    /// Whether it is a hit.
    pub is_hit: bool,
    /// The line that begins shortly before a hit, if there is one.
    pub excerpt: Option<Excerpt>,
    /// The hits in each of the lines of [`preview::lines_with`].
    pub hits: Vec<Vec<Range<usize>>>,
    /// Whether it is selected.
    pub is_selected: bool,
}

/// The detail of the selected record.
#[derive(Debug, Clone, PartialEq)]
pub struct DetailPane {
    /// Its number.
    pub number: u64,
    /// The record; its payload is shared.
    pub record: Record,
    /// The lines in the DOM, for a message.
    pub window: Option<DetailWindow>,
}

impl View {
    /// The window.
    #[must_use]
    pub fn window(&self, log: &Log) -> Window {
        let shown = self.shown();
        let position_px = self.position_px();
        let overscan_px = if self.is_following() {
            FOLLOWING_OVERSCAN_PX
        } else {
            OVERSCAN_PX
        };
        let (first, first_px) = self
            .index
            .index_at((position_px as u64).saturating_sub(overscan_px));
        let end_px = (position_px + self.scroller.viewport_px) as u64 + overscan_px;
        let mut rows = Vec::new();
        let mut row_px = first_px;
        let mut marks_left = MAX_MARKS;
        for (row_index, index_row) in (first..shown.rows).zip(self.index.rows_from(first)) {
            if row_px >= end_px {
                break;
            }
            row_px += self.index.row_px(index_row);
            rows.extend(self.row(row_index, index_row, log, &mut marks_left));
        }
        let seen_rows = self.index.index_of(self.seen).min(shown.rows);
        Window {
            rows,
            rows_px: self.scroller.top_px + (first_px as f64 - position_px),
            canvas_px: canvas_px(self.index.px(shown)),
            scroll_px: self.scroller.top_px,
            viewport_px: self.scroller.viewport_px,
            row_count: shown.rows,
            // One count is enough: while the view is frozen, that of the waiting rows.
            new_rows: match self.frozen_at {
                None => shown.rows - seen_rows,
                Some(_) => 0,
            },
            waiting_rows: self.index.sums().rows - shown.rows,
            is_following: self.is_following(),
            is_frozen: self.frozen_at.is_some(),
            hits: shown.hits,
            selected_hit: self.selected_hit(),
            is_scanning: self.scanned != log.numbers(),
            evicted: log.evicted(),
            is_log_empty: log.numbers().is_empty(),
            selected: self.selected,
            selected_rows: self.selected_rows(),
            is_message_selected: self
                .selected_record(log)
                .is_some_and(|it| it.message().is_some()),
            is_detail_open: self.is_detail_open,
            row_time: self.row_time,
            density: self.index.density(),
        }
    }

    /// The detail of the selected record, if it is open.
    #[must_use]
    pub fn detail_pane(&self, log: &Log) -> Option<DetailPane> {
        let record = self.selected_record(log).filter(|_| self.is_detail_open)?;
        Some(DetailPane {
            number: self.selected?,
            record: record.clone(),
            window: self
                .detail
                .as_ref()
                .map(|(_, detail)| detail.window(&self.filter)),
        })
    }

    /// What is copied out of the open detail; `None` where there is no such thing.
    #[must_use]
    pub fn copied(&self, what: Copy) -> Option<Payload> {
        self.detail.as_ref()?.1.copied(what)
    }

    fn selected_record<'a>(&self, log: &'a Log) -> Option<&'a Record> {
        log.get(self.selected?)
    }

    fn row(&self, row_index: u64, row: IndexRow, log: &Log, marks_left: &mut usize) -> Option<Row> {
        let number = row.number();
        let record = log.get(number)?.clone();
        let previous = number.checked_sub(1).and_then(|number| log.get(number));
        let first_hit = self.first_hit(row, &record);
        let excerpt = first_hit
            .as_ref()
            .and_then(|hit| preview::excerpt(&record, hit.start, self.fitting_chars()));
        let hits = match first_hit {
            Some(first_hit) => {
                let lines = preview::lines_with(&record, excerpt);
                hits_in_lines(&self.filter, &record, lines, &first_hit, marks_left)
            }
            None => vec![],
        };
        Some(Row {
            number,
            position: row_index + 1,
            after_previous_ms: previous.map(|previous| record.at.ms_since(previous.at)),
            after_opening_ms: log
                .opening_before(number)
                .map(|(at, _)| record.at.ms_since(at)),
            after_chosen_ms: self.measured_from.map(|from| record.at.ms_since(from)),
            record,
            lines: row.lines(),
            is_hit: row.is_hit(),
            excerpt,
            hits,
            is_selected: self.is_selected(number, row.is_hit()),
        })
    }

    /// The first hit in the text of a row, if it is one.
    fn first_hit(&self, row: IndexRow, record: &Record) -> Option<Range<usize>> {
        let Some((_, Payload::Text(text))) = record.message().filter(|_| row.is_hit()) else {
            return None;
        };
        let look = &text[..text.floor_char_boundary(LOOK_FOR_HIT_BYTES)];
        self.filter.hits_in(look).next()
    }

    /// The number of characters that a row surely shows. Rows are high where the screen is narrow.
    fn fitting_chars(&self) -> usize {
        match self.index.density() {
            Density::Compact => 60,
            Density::Comfortable | Density::Touch => 24,
        }
    }

    fn selected_hit(&self) -> Option<u64> {
        let number = self.selected?;
        let row_index = self.index.index_of(number);
        let row = self.index.row(row_index)?;
        (row.number() == number && row.is_hit()).then(|| self.index.above(row_index).hits + 1)
    }
}

/// The hits in each of the lines, of which the first is known. A line break in it ends its mark.
fn hits_in_lines<'a>(
    filter: &Filter,
    record: &Record,
    lines: impl Iterator<Item = Line<'a>>,
    first: &Range<usize>,
    marks_left: &mut usize,
) -> Vec<Vec<Range<usize>>> {
    let mut row_marks_left = MAX_ROW_MARKS.min(*marks_left);
    lines
        .map(|line| {
            let start = preview::start_of(record, line);
            let from = first.start.saturating_sub(start);
            let Some(text) = line.text.get(from..).filter(|text| !text.is_empty()) else {
                return vec![];
            };
            let hits = filter.hits_in(text);
            let hits = hits.map(|hit| hit.start + from..hit.end + from);
            let mut hits: Vec<_> = hits.take(row_marks_left).collect();
            if hits.is_empty() && first.start >= start && row_marks_left > 0 {
                hits.push(from..line.text.len());
            }
            row_marks_left -= hits.len();
            *marks_left -= hits.len();
            hits
        })
        .collect()
}
