//! The detail: one message shown whole, of which only the lines in view are made.
//!
//! What belongs here: the lines of a message as text, as pretty-printed and folded JSON, and as bytes. What
//! may not enter: the view of the log ([`view`](super::view)), and the preview in a row.
//!
//! - `chunks`: a text in lines, and long lines in chunks.
//! - `folds`: the folded objects and arrays of JSON.
//! - `hex_dump`: bytes in hexadecimal and ASCII.

mod chunks;
mod folds;
mod hex_dump;

use std::rc::Rc;

use chunks::{Chunk, Chunks};
use folds::Folds;

use super::json;
use super::payload::Payload;
use super::scroll::{LINE_PX, Scrolled, Scroller, canvas_px};
use super::unseen;

/// The limit on text that is pretty-printed by itself, if it is JSON. Beyond it that would cost frames, so
/// the person has to ask.
const MAX_AUTO_FORMAT_BYTES: usize = 1 << 20;

/// The number of lines made beyond those in view, above and below.
const OVERSCAN_LINES: u64 = 8;

/// A message and how it is shown.
#[derive(Debug)]
pub struct Detail {
    payload: Payload,
    unseen: u64,
    source: Source,
    error: Option<json::Error>,
    scroller: Scroller,
    position_px: f64,
}

#[derive(Debug)]
enum Source {
    Text {
        chunks: Chunks,
        /// Whether the characters that are not seen are marked.
        is_marked: bool,
    },
    Json(Chunks, Folds),
    Bytes(Rc<[u8]>),
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
    /// The person chose a format.
    Shown(DetailFormat),
    /// The person folded the object or array that begins in this line, or unfolded it.
    Folded(u64),
}

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
    /// The lines in view, and a few more.
    pub lines: Vec<DetailLine>,
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
    /// Whether it continues the line before, which was too long.
    pub is_continued: bool,
    /// The line break after it, as it was sent; empty where the line or the message goes on without one.
    pub line_break: String,
    /// Whether the object or array that begins in it is folded; `None` if none begins.
    pub folded: Option<bool>,
}

impl Detail {
    /// A message at its top, pretty-printed if it is JSON and not too large.
    #[must_use]
    pub fn new(payload: &Payload) -> Self {
        let mut detail = Self {
            payload: payload.clone(),
            unseen: match payload {
                Payload::Text(text) => unseen::count(text),
                Payload::Binary(_) => 0,
            },
            source: Source::plain(payload),
            error: None,
            scroller: Scroller::default(),
            position_px: 0.0,
        };
        if let Payload::Text(text) = payload
            && text.len() <= MAX_AUTO_FORMAT_BYTES
            && text.trim_start().starts_with(['{', '['])
            && let Ok(source) = pretty_printed(text)
        {
            detail.source = source;
        }
        detail
    }

    /// Handles an event.
    pub fn apply(&mut self, event: &Event) {
        match event {
            Event::Scrolled(scrolled) => {
                self.scroller.viewport_px = scrolled.viewport_px;
                if scrolled.is_move() {
                    self.scroller.top_px = scrolled.to_px;
                    let list_px = self.list_px();
                    self.position_px =
                        self.scroller
                            .position_after(scrolled, list_px, self.position_px);
                }
            }
            Event::Shown(format) => self.show_as(*format),
            Event::Folded(line) => {
                if let Source::Json(chunks, folds) = &mut self.source {
                    folds.toggle(*line, chunks);
                }
            }
        }
        let list_px = self.list_px();
        self.position_px = self.position_px.min(self.scroller.list_end_px(list_px));
        self.scroller.settle(list_px, self.position_px);
    }

    /// The lines that are in the DOM.
    #[must_use]
    pub fn window(&self) -> DetailWindow {
        let first = (self.position_px as u64 / LINE_PX).saturating_sub(OVERSCAN_LINES);
        let end_px = (self.position_px + self.scroller.viewport_px) as u64;
        let end = (end_px / LINE_PX + 1 + OVERSCAN_LINES).min(self.source.line_count());
        DetailWindow {
            format: self.source.format(),
            is_text: matches!(self.payload, Payload::Text(_)),
            unseen: self.unseen,
            error: self.error,
            lines: self.source.lines(first, end),
            lines_px: self.scroller.top_px + ((first * LINE_PX) as f64 - self.position_px),
            canvas_px: canvas_px(self.list_px()),
            scroll_px: self.scroller.top_px,
            viewport_px: self.scroller.viewport_px,
        }
    }

    fn list_px(&self) -> u64 {
        self.source.line_count() * LINE_PX
    }

    fn show_as(&mut self, format: DetailFormat) {
        self.error = None;
        match (format, &self.payload) {
            (DetailFormat::Json, Payload::Text(text)) => match pretty_printed(text) {
                Ok(source) => self.source = source,
                Err(error) => self.error = Some(error),
            },
            (DetailFormat::Marked, Payload::Text(text)) => {
                self.source = Source::text(text, true);
            }
            (DetailFormat::Bytes, Payload::Text(text)) => {
                self.source = Source::Bytes(Rc::clone(text).into());
            }
            _ => self.source = Source::plain(&self.payload),
        }
        self.position_px = 0.0;
    }
}

impl Source {
    fn plain(payload: &Payload) -> Self {
        match payload {
            Payload::Text(text) => Self::text(text, false),
            Payload::Binary(bytes) => Self::Bytes(Rc::clone(bytes)),
        }
    }

    fn text(text: &Rc<str>, is_marked: bool) -> Self {
        let chunks = Chunks::new(Rc::clone(text));
        Self::Text { chunks, is_marked }
    }

    fn format(&self) -> DetailFormat {
        match self {
            Self::Text {
                is_marked: false, ..
            } => DetailFormat::Text,
            Self::Text {
                is_marked: true, ..
            } => DetailFormat::Marked,
            Self::Json(..) => DetailFormat::Json,
            Self::Bytes(_) => DetailFormat::Bytes,
        }
    }

    /// The number of lines that are not folded away.
    fn line_count(&self) -> u64 {
        match self {
            Self::Text { chunks, .. } => chunks.count(),
            Self::Json(chunks, folds) => chunks.count() - folds.hidden_lines(),
            Self::Bytes(bytes) => bytes.len().div_ceil(hex_dump::ROW_BYTES) as u64,
        }
    }

    fn lines(&self, first: u64, end: u64) -> Vec<DetailLine> {
        let plain = |index, chunk: Chunk<'_>| chunk.line(index, None);
        match self {
            Self::Text { chunks, .. } => (first..end)
                .zip(chunks.from(first))
                .map(|(index, chunk)| plain(index, chunk))
                .collect(),
            Self::Json(chunks, folds) => folds.lines(first, end, chunks),
            Self::Bytes(bytes) => (first..end)
                .filter_map(|index| {
                    let row = Chunk {
                        text: &hex_dump::row(bytes, index)?,
                        is_continued: false,
                        ends_line: true,
                        line_break: "\n",
                    };
                    Some(plain(index, row))
                })
                .collect(),
        }
    }
}

fn pretty_printed(text: &str) -> Result<Source, json::Error> {
    // Pretty-printing alone would accept template variables, which no peer replaces.
    json::check(text)?;
    let chunks = Chunks::new(json::indent(text)?.into());
    Ok(Source::Json(chunks, Folds::default()))
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;
