//! The detail: one message shown whole, of which only the lines in view are made.
//!
//! What belongs here: the lines of a message as text, as pretty-printed and folded JSON, and as bytes. What
//! may not enter: the view of the log ([`view`](super::view)), and the preview in a row.
//!
//! - `chunks`, `columns`: a text in lines, and long lines in chunks as wide as the pane.
//! - `copying`: what is copied out of a message.
//! - `folds`: the folded objects and arrays of JSON.
//! - `hex_dump`: bytes in hexadecimal and ASCII.
//! - `highlight`: the tokens of JSON and the hits of the filter in a line.
//! - `source`: the lines of a message in one format.
//! - `window`: the few lines that are in the DOM.

mod chunks;
mod columns;
mod copying;
mod folds;
mod hex_dump;
mod highlight;
mod source;
mod window;

use std::rc::Rc;

use source::Source;

use super::filter::Filter;
use super::json;
use super::payload::Payload;
use super::scroll::{LINE_PX, Scrolled, Scroller};
use super::unseen;

pub use copying::Copy;
pub use highlight::{Part, Token};
pub use window::{DetailLine, DetailWindow};

/// The limit on text that is pretty-printed by itself, if it is JSON. Beyond it that would cost frames, so
/// the person has to ask.
const MAX_AUTO_FORMAT_BYTES: usize = 1 << 20;

/// The limit on columns of a line that is not wrapped; the rest is another line. A browser takes seconds to lay out a
/// line of a mebibyte.
const MAX_LINE_COLUMNS: usize = 4_096;

/// The fewest columns at which lines are wrapped.
const MIN_COLUMNS: usize = 8;

/// The lines above the first hit that are in view with it.
const LINES_ABOVE_HIT: u64 = 3;

/// A message and how it is shown.
#[derive(Debug)]
pub struct Detail {
    payload: Payload,
    unseen: u64,
    source: Source,
    error: Option<json::Error>,
    setting: Setting,
    scroller: Scroller,
    position_px: f64,
    /// The first hit in the message, until the person has scrolled.
    hit_at: Option<usize>,
    /// The index of the selected line.
    selected: Option<u64>,
}

/// How a person looks at messages, from one to the next.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Setting {
    /// The format that the person chose last.
    format: Option<DetailFormat>,
    wraps: bool,
    /// The width of the pane, as the browser measured it.
    columns: usize,
    viewport_px: f64,
}

impl Default for Setting {
    fn default() -> Self {
        Self {
            format: None,
            wraps: true,
            columns: 80,
            viewport_px: 0.0,
        }
    }
}

impl Setting {
    /// The limit on columns of a line.
    fn line_columns(&self) -> usize {
        if self.wraps {
            self.columns.max(MIN_COLUMNS)
        } else {
            MAX_LINE_COLUMNS
        }
    }
}

/// A format of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DetailFormat {
    /// Text as it was sent.
    Text,
    /// The same, with a mark for each character that is not seen.
    Marked,
    /// Pretty-printed JSON.
    Json,
    /// Bytes in hexadecimal and ASCII.
    Bytes,
}

/// An event of the detail.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// The lines were scrolled, or their height changed.
    Scrolled(Scrolled),
    /// The browser measured how many columns the pane has.
    Measured(usize),
    /// The person chose a format.
    Shown(DetailFormat),
    /// The person chose whether long lines are wrapped.
    Wrapped(bool),
    /// The person folded the object or array that begins in this line, or unfolded it.
    Folded(u64),
    /// The person selected a line.
    LineSelected(u64),
    /// The person selected the line below, or the one above.
    LineMoved {
        /// Whether it is the one below.
        down: bool,
    },
}

impl Detail {
    /// A message at the first hit of the filter, or at its top. Unless the person chose otherwise, it is pretty-printed
    /// if it is JSON and not too large.
    #[must_use]
    pub fn new(payload: &Payload, setting: Setting, filter: &Filter) -> Self {
        let mut detail = Self {
            payload: payload.clone(),
            unseen: match payload {
                Payload::Text(text) => unseen::count(text),
                Payload::Binary(_) => 0,
            },
            source: Source::plain(payload, setting.line_columns()),
            error: None,
            setting,
            scroller: Scroller::default(),
            position_px: 0.0,
            hit_at: None,
            selected: None,
        };
        detail.scroller.viewport_px = setting.viewport_px;
        if let Payload::Text(text) = payload {
            detail.show_as_before(text);
        }
        detail.hit_at = filter.first_hit(payload);
        detail.reveal_hit();
        detail.settle();
        detail
    }

    /// How the person looks at messages.
    #[must_use]
    pub fn setting(&self) -> Setting {
        self.setting
    }

    /// Handles an event.
    pub fn apply(&mut self, event: &Event) {
        match event {
            Event::Scrolled(scrolled) => self.scroll(scrolled),
            Event::Measured(columns) => {
                self.setting.columns = *columns;
                self.reflow();
            }
            Event::Shown(format) => {
                self.setting.format = Some(*format);
                self.show_as(*format);
            }
            Event::Wrapped(wraps) => {
                self.setting.wraps = *wraps;
                self.reflow();
            }
            Event::Folded(line) => {
                if let Source::Json(chunks, folds) = &mut self.source {
                    folds.toggle(*line, chunks);
                }
            }
            Event::LineSelected(line) => self.selected = Some(*line),
            Event::LineMoved { down } => self.move_selected(*down),
        }
        self.settle();
    }

    fn scroll(&mut self, scrolled: &Scrolled) {
        self.scroller.viewport_px = scrolled.viewport_px;
        self.setting.viewport_px = scrolled.viewport_px;
        if scrolled.is_move() {
            self.hit_at = None;
            self.scroller.top_px = scrolled.to_px;
            let list_px = self.list_px();
            self.position_px = self
                .scroller
                .position_after(scrolled, list_px, self.position_px);
        }
    }

    fn settle(&mut self) {
        let list_px = self.list_px();
        self.position_px = self.position_px.min(self.scroller.list_end_px(list_px));
        self.scroller.settle(list_px, self.position_px);
    }

    fn list_px(&self) -> u64 {
        self.source.line_count() * LINE_PX
    }

    /// The place of the first line in view.
    fn first_place(&self) -> u64 {
        self.position_px as u64 / LINE_PX
    }

    /// Breaks the lines anew. The first line in view stays there, and so does the first hit.
    fn reflow(&mut self) {
        let first = self.source.index_of(self.first_place());
        let first_at = self.source.offset_of(first);
        let selected_at = self.selected.map(|line| self.source.offset_of(line));
        self.source.reflow(self.setting.line_columns());
        self.selected = selected_at.map(|at| self.source.index_at(at));
        self.scroll_to(self.source.index_at(first_at));
        self.reveal_hit();
    }

    fn scroll_to(&mut self, line: u64) {
        self.position_px = (self.source.place_of(line) * LINE_PX) as f64;
    }

    fn reveal_hit(&mut self) {
        if let Some(hit_at) = self.hit_at {
            let line = self.source.index_of_raw(hit_at);
            self.scroll_to(line.saturating_sub(LINES_ABOVE_HIT));
        }
    }

    /// Selects the next line, or the first in view, and scrolls by no more than it takes to see it.
    fn move_selected(&mut self, down: bool) {
        let place = match self.selected.map(|line| self.source.place_of(line)) {
            Some(place) if down => place + 1,
            Some(place) => place.saturating_sub(1),
            None => (self.position_px / LINE_PX as f64).ceil() as u64,
        };
        let place = place.min(self.source.line_count().saturating_sub(1));
        self.selected = Some(self.source.index_of(place));
        let above_px = (place * LINE_PX) as f64;
        let lowest_px = above_px + LINE_PX as f64 - self.scroller.viewport_px;
        self.position_px = self.position_px.max(lowest_px).min(above_px);
    }

    /// Shows a text as the person chose for another. What cannot be shown so is shown as it was sent.
    fn show_as_before(&mut self, text: &Rc<str>) {
        match self.setting.format {
            Some(DetailFormat::Text) => {}
            Some(DetailFormat::Marked) if self.unseen == 0 => {}
            Some(format @ (DetailFormat::Marked | DetailFormat::Bytes)) => self.show_as(format),
            Some(DetailFormat::Json) | None => {
                if text.len() <= MAX_AUTO_FORMAT_BYTES
                    && text.trim_start().starts_with(['{', '['])
                    && let Ok(source) = Source::json(text, self.setting.line_columns())
                {
                    self.source = source;
                }
            }
        }
    }

    fn show_as(&mut self, format: DetailFormat) {
        let columns = self.setting.line_columns();
        self.error = None;
        match (format, &self.payload) {
            (DetailFormat::Json, Payload::Text(text)) => match Source::json(text, columns) {
                Ok(source) => self.source = source,
                Err(error) => self.error = Some(error),
            },
            (DetailFormat::Marked, Payload::Text(text)) => {
                self.source = Source::text(text, true, columns);
            }
            (DetailFormat::Bytes, Payload::Text(text)) => {
                self.source = Source::bytes(Rc::clone(text).into(), columns);
            }
            _ => self.source = Source::plain(&self.payload, columns),
        }
        self.position_px = 0.0;
        (self.hit_at, self.selected) = (None, None);
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;
