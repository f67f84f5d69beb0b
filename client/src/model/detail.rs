//! One message shown whole, of which only the lines in view are ever made.
//!
//! What belongs here: the lines of a message as text, as JSON set out and folded, and as bytes. What
//! may not enter: what of a log is seen ([`view`](super::view)), and what a row shows of a message.
//!
//! - `pieces`: a text in lines, long ones in pieces.
//! - `folds`: which lines of JSON are folded away.
//! - `dump`: bytes in hexadecimal and ASCII.

mod dump;
mod folds;
mod pieces;

use std::rc::Rc;

use folds::Folds;
use pieces::Pieces;

use super::json;
use super::payload::Payload;
use super::view::{LINE_PX, Scrolled, Scroller, canvas_px};

/// A text of so many bytes is looked at and, if it is JSON, set out without being asked. A larger
/// one costs frames, so the person asks for it.
const UNASKED_BYTES: usize = 1 << 20;

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
    Text(Pieces),
    Json(Pieces, Folds),
    Bytes(Rc<[u8]>),
}

/// As what a message is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
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
    Shown(Form),
    /// The object or array that begins in this line is folded, or no longer.
    Folded(u64),
}

/// The lines that are to be in the DOM, and where.
#[derive(Debug, Clone, PartialEq)]
pub struct DetailWindow {
    /// As what the message is shown.
    pub form: Form,
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
            && text.len() <= UNASKED_BYTES
            && text.trim_start().starts_with(['{', '['])
            && let Ok(set_out) = set_out(text)
        {
            detail.source = set_out;
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
            Event::Shown(form) => self.show_as(*form),
            Event::Folded(line) => {
                if let Source::Json(pieces, folds) = &mut self.source {
                    folds.toggle(*line, pieces);
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
            form: self.source.form(),
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

    fn show_as(&mut self, form: Form) {
        self.error = None;
        match (form, &self.payload) {
            (Form::Json, Payload::Text(text)) => match set_out(text) {
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
            Payload::Text(text) => Self::Text(Pieces::new(Rc::clone(text))),
            Payload::Binary(bytes) => Self::Bytes(Rc::clone(bytes)),
        }
    }

    fn form(&self) -> Form {
        match self {
            Self::Text(_) => Form::Text,
            Self::Json(..) => Form::Json,
            Self::Bytes(_) => Form::Bytes,
        }
    }

    /// How many lines there are that are not folded away.
    fn line_count(&self) -> u64 {
        match self {
            Self::Text(pieces) => pieces.count(),
            Self::Json(pieces, folds) => pieces.count() - folds.hidden_lines(),
            Self::Bytes(bytes) => bytes.len().div_ceil(dump::ROW_BYTES) as u64,
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
            Self::Text(pieces) => (first..end)
                .zip(pieces.from(first))
                .map(|(index, piece)| plain(index, piece.text.to_owned(), piece.is_continued))
                .collect(),
            Self::Json(pieces, folds) => folds.lines(first, end, pieces),
            Self::Bytes(bytes) => (first..end)
                .filter_map(|index| Some(plain(index, dump::row(bytes, index)?, false)))
                .collect(),
        }
    }
}

fn set_out(text: &str) -> Result<Source, json::Error> {
    // What sets it out would let blanks of a template pass, which no peer fills in.
    json::check(text)?;
    let pieces = Pieces::new(json::indent(text)?.into());
    Ok(Source::Json(pieces, Folds::default()))
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;
