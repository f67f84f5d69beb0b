//! One message shown whole, of which only the lines in view are ever made.
//!
//! What belongs here: the lines of a message as text, as JSON set out and folded, and as bytes. What
//! may not enter: what of a log is seen ([`view`](super::view)), and what a row shows of a message.
//!
//! - `chunks`: a text in lines, long ones in chunks.
//! - `folds`: which lines of JSON are folded away.
//! - `hex_dump`: bytes in hexadecimal and ASCII.

mod chunks;
mod folds;
mod hex_dump;

use std::rc::Rc;

use chunks::Chunks;
use folds::Folds;

use super::json;
use super::payload::Payload;
use super::scroll::{LINE_PX, Scrolled, Scroller, canvas_px};

/// A text of so many bytes is looked at and, if it is JSON, set out without being asked. A larger
/// one costs frames, so the person asks for it.
const MAX_AUTO_FORMAT_BYTES: usize = 1 << 20;

/// So many lines are made beyond those in view, above and below.
const OVERSCAN_LINES: u64 = 8;

/// A message and how it is looked at.
#[derive(Debug)]
pub struct Detail {
    payload: Payload,
    source: Source,
    error: Option<json::Error>,
    scroller: Scroller,
    place_px: f64,
}

#[derive(Debug)]
enum Source {
    Text(Chunks),
    Json(Chunks, Folds),
    Bytes(Rc<[u8]>),
}

/// As what a message is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DetailFormat {
    /// Text as it was sent.
    Text,
    /// JSON set out in lines.
    Json,
    /// Bytes in hexadecimal and ASCII.
    Bytes,
}

/// What a person can do with it.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// The lines were scrolled, or have another height.
    Scrolled(Scrolled),
    /// A text is to be shown as JSON, or as it was sent.
    Shown(DetailFormat),
    /// The object or array that begins in this line is folded, or no longer.
    Folded(u64),
}

/// The lines that are to be in the DOM, and where.
#[derive(Debug, Clone, PartialEq)]
pub struct DetailWindow {
    /// As what the message is shown.
    pub format: DetailFormat,
    /// Why it is not shown as JSON, though that was asked for.
    pub error: Option<json::Error>,
    /// The lines in view and a few more.
    pub lines: Vec<DetailLine>,
    /// How far the first of them is from the top of the element that stands for all lines.
    pub lines_px: f64,
    /// How high that element is.
    pub canvas_px: f64,
    /// Where it is to be scrolled to.
    pub scroll_px: f64,
    /// How much of it is in view, as far as is known.
    pub viewport_px: f64,
}

/// A line of a [`DetailWindow`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DetailLine {
    /// Which it is of all lines, folded or not.
    pub index: u64,
    /// What it says.
    pub text: String,
    /// Whether it goes on with the line before, which was too long for one.
    pub is_continued: bool,
    /// Whether an object or array begins in it, and if so, whether that is folded.
    pub folded: Option<bool>,
}

impl Detail {
    /// A message as it is first shown: JSON set out if it is some and not too large, at its top.
    #[must_use]
    pub fn new(payload: &Payload) -> Self {
        let mut detail = Self {
            payload: payload.clone(),
            source: Source::plain(payload),
            error: None,
            scroller: Scroller::default(),
            place_px: 0.0,
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

    /// Takes in what the person did.
    pub fn apply(&mut self, event: &Event) {
        match event {
            Event::Scrolled(scrolled) => {
                self.scroller.viewport_px = scrolled.viewport_px;
                if scrolled.is_move() {
                    self.scroller.top_px = scrolled.to_px;
                    let list_px = self.list_px();
                    self.place_px = self.scroller.place_after(scrolled, list_px, self.place_px);
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
        self.place_px = self.place_px.min(self.scroller.list_end_px(list_px));
        self.scroller.settle(list_px, self.place_px);
    }

    /// The lines that are to be in the DOM now.
    #[must_use]
    pub fn window(&self) -> DetailWindow {
        let first = (self.place_px as u64 / LINE_PX).saturating_sub(OVERSCAN_LINES);
        let end_px = (self.place_px + self.scroller.viewport_px) as u64;
        let end = (end_px / LINE_PX + 1 + OVERSCAN_LINES).min(self.source.line_count());
        DetailWindow {
            format: self.source.format(),
            error: self.error,
            lines: self.source.lines(first, end),
            lines_px: self.scroller.top_px + ((first * LINE_PX) as f64 - self.place_px),
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
            _ => self.source = Source::plain(&self.payload),
        }
        self.place_px = 0.0;
    }
}

impl Source {
    fn plain(payload: &Payload) -> Self {
        match payload {
            Payload::Text(text) => Self::Text(Chunks::new(Rc::clone(text))),
            Payload::Binary(bytes) => Self::Bytes(Rc::clone(bytes)),
        }
    }

    fn format(&self) -> DetailFormat {
        match self {
            Self::Text(_) => DetailFormat::Text,
            Self::Json(..) => DetailFormat::Json,
            Self::Bytes(_) => DetailFormat::Bytes,
        }
    }

    /// How many lines there are that are not folded away.
    fn line_count(&self) -> u64 {
        match self {
            Self::Text(chunks) => chunks.count(),
            Self::Json(chunks, folds) => chunks.count() - folds.hidden_lines(),
            Self::Bytes(bytes) => bytes.len().div_ceil(hex_dump::ROW_BYTES) as u64,
        }
    }

    fn lines(&self, first: u64, end: u64) -> Vec<DetailLine> {
        let plain = |index, text: String, is_continued| DetailLine {
            index,
            text,
            is_continued,
            folded: None,
        };
        match self {
            Self::Text(chunks) => (first..end)
                .zip(chunks.from(first))
                .map(|(index, chunk)| plain(index, chunk.text.to_owned(), chunk.is_continued))
                .collect(),
            Self::Json(chunks, folds) => folds.lines(first, end, chunks),
            Self::Bytes(bytes) => (first..end)
                .filter_map(|index| Some(plain(index, hex_dump::row(bytes, index)?, false)))
                .collect(),
        }
    }
}

fn pretty_printed(text: &str) -> Result<Source, json::Error> {
    // What sets it out would let blanks of a template pass, which no peer fills in.
    json::check(text)?;
    let chunks = Chunks::new(json::indent(text)?.into());
    Ok(Source::Json(chunks, Folds::default()))
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;
