//! The window of a detail: the few lines that are in the DOM.

use super::highlight::Part;
use super::{Detail, DetailFormat};
use crate::filter::Filter;
use crate::json;
use crate::payload::Payload;
use crate::scroll::{LINE_PX, canvas_px};

/// The number of lines made beyond those in view, above and below.
const OVERSCAN_LINES: u64 = 8;

/// The lines that are in the DOM.
#[derive(Debug, Clone, PartialEq)]
pub struct DetailWindow {
    /// The format.
    pub format: DetailFormat,
    /// Whether the message is a text, which has several formats.
    pub is_text: bool,
    /// The number of characters that are not seen.
    pub unseen: u64,
    /// Why the message is not shown as JSON, although the person asked.
    pub error: Option<json::Error>,
    /// Whether long lines are wrapped.
    pub wraps: bool,
    /// The columns of the pane, as far as they are known.
    pub columns: usize,
    /// The lines in view, and a few more.
    pub lines: Vec<DetailLine>,
    /// The index of the selected line.
    pub selected: Option<u64>,
    /// The distance of the first line from the top of the element.
    pub lines_px: f64,
    /// The height of the element.
    pub canvas_px: f64,
    /// The wanted scroll top.
    pub scroll_px: f64,
    /// The height of the viewport, as far as it is known.
    pub viewport_px: f64,
}

/// A line of a [`DetailWindow`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DetailLine {
    /// Its index among all lines, folded or not.
    pub index: u64,
    /// The text.
    pub text: String,
    /// The text in parts, without gaps.
    pub parts: Vec<Part>,
    /// Whether it continues the line before, which was too long.
    pub is_continued: bool,
    /// The line break after it, as it was sent; empty where the line or the message goes on without one.
    pub line_break: String,
    /// Whether the object or array that begins in it is folded; `None` if none begins.
    pub folded: Option<bool>,
    /// The moment that its number may stand for, in milliseconds since 1970.
    pub unix_ms: Option<u64>,
    /// The columns to the right of it.
    pub columns_left: usize,
}

impl DetailLine {
    /// A row of a hex dump.
    pub(super) fn of_row(index: u64, text: String, parts: Vec<Part>) -> Self {
        Self {
            index,
            text,
            parts,
            is_continued: false,
            line_break: "\n".to_owned(),
            folded: None,
            unix_ms: None,
            columns_left: 0,
        }
    }
}

impl Detail {
    /// The lines that are in the DOM, with the hits of this filter.
    #[must_use]
    pub fn window(&self, filter: &Filter) -> DetailWindow {
        let first = self.first_place().saturating_sub(OVERSCAN_LINES);
        let end_px = (self.position_px + self.scroller.viewport_px) as u64;
        let end = (end_px / LINE_PX + 1 + OVERSCAN_LINES).min(self.source.line_count());
        DetailWindow {
            format: self.source.format(),
            is_text: matches!(self.payload, Payload::Text(_)),
            unseen: self.unseen,
            error: self.error,
            wraps: self.setting.wraps,
            columns: self.setting.columns,
            lines: self.source.lines(first, end, filter),
            selected: self.selected,
            lines_px: self.scroller.top_px + ((first * LINE_PX) as f64 - self.position_px),
            canvas_px: canvas_px(self.list_px()),
            scroll_px: self.scroller.top_px,
            viewport_px: self.scroller.viewport_px,
        }
    }
}
