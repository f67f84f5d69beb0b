//! The lines of a message in one format.

use std::ops::Range;
use std::rc::Rc;

use super::chunks::{Chunk, Chunks, Cut};
use super::folds::Folds;
use super::highlight::{self, Part, Token};
use super::{DetailFormat, DetailLine, hex_dump};
use crate::filter::Filter;
use crate::json;
use crate::payload::Payload;

/// The distance beyond the lines in view in which hits are looked for, in bytes. A longer hit that begins or ends
/// further away is not marked.
const HIT_BYTES: usize = 4_096;

/// The limit on hits that are marked in lines without another between; each is an element.
const MAX_HITS: usize = 500;

/// A message in one format.
#[derive(Debug)]
pub(super) enum Source {
    Text {
        chunks: Chunks,
        /// Whether the characters that are not seen are marked.
        is_marked: bool,
    },
    Json(Chunks, Folds),
    Bytes {
        bytes: Rc<[u8]>,
        /// The number of bytes in a row.
        row_bytes: usize,
    },
}

impl Source {
    /// The format of a payload that has only one, or the plain one of a text.
    pub(super) fn plain(payload: &Payload, columns: usize) -> Self {
        match payload {
            Payload::Text(text) => Self::text(text, false, columns),
            Payload::Binary(bytes) => Self::bytes(Rc::clone(bytes), columns),
        }
    }

    pub(super) fn text(text: &Rc<str>, is_marked: bool, columns: usize) -> Self {
        let chunks = Chunks::new(Rc::clone(text), None, Cut { columns, is_marked });
        Self::Text { chunks, is_marked }
    }

    pub(super) fn bytes(bytes: Rc<[u8]>, columns: usize) -> Self {
        let row_bytes = hex_dump::row_bytes(columns);
        Self::Bytes { bytes, row_bytes }
    }

    /// # Errors
    /// Why the text is not JSON.
    pub(super) fn json(text: &Rc<str>, columns: usize) -> Result<Self, json::Error> {
        // Pretty-printing alone would accept template variables, which no peer replaces.
        json::check(text)?;
        let cut = Cut {
            columns,
            is_marked: false,
        };
        let chunks = Chunks::new(json::indent(text)?.into(), Some(Rc::clone(text)), cut);
        Ok(Self::Json(chunks, Folds::default()))
    }

    pub(super) fn format(&self) -> DetailFormat {
        match self {
            Self::Text {
                is_marked: false, ..
            } => DetailFormat::Text,
            Self::Text {
                is_marked: true, ..
            } => DetailFormat::Marked,
            Self::Json(..) => DetailFormat::Json,
            Self::Bytes { .. } => DetailFormat::Bytes,
        }
    }

    /// Breaks the lines at this column.
    pub(super) fn reflow(&mut self, columns: usize) {
        match self {
            Self::Text { chunks, is_marked } => chunks.reflow(Cut {
                columns,
                is_marked: *is_marked,
            }),
            Self::Json(chunks, folds) => {
                let brackets = folds.brackets(chunks);
                chunks.reflow(Cut {
                    columns,
                    is_marked: false,
                });
                folds.reflow(brackets, chunks);
            }
            Self::Bytes { row_bytes, .. } => *row_bytes = hex_dump::row_bytes(columns),
        }
    }

    /// The number of lines that are not folded away.
    pub(super) fn line_count(&self) -> u64 {
        match self {
            Self::Text { chunks, .. } => chunks.count(),
            Self::Json(chunks, folds) => chunks.count() - folds.hidden_lines(),
            Self::Bytes { bytes, row_bytes } => bytes.len().div_ceil(*row_bytes) as u64,
        }
    }

    /// The index of a line among all, from its place among those that are not folded away.
    pub(super) fn index_of(&self, place: u64) -> u64 {
        match self {
            Self::Json(_, folds) => folds.index_of(place),
            Self::Text { .. } | Self::Bytes { .. } => place,
        }
    }

    /// The place of a line among those that are not folded away.
    pub(super) fn place_of(&self, index: u64) -> u64 {
        match self {
            Self::Json(_, folds) => folds.place_of(index),
            Self::Text { .. } | Self::Bytes { .. } => index,
        }
    }

    /// The offset at which a line begins, in the text or the bytes.
    pub(super) fn offset_of(&self, index: u64) -> usize {
        match self {
            Self::Text { chunks, .. } | Self::Json(chunks, _) => {
                chunks.from(index).next().map_or(0, |chunk| chunk.at_bytes)
            }
            Self::Bytes { row_bytes, .. } => index as usize * row_bytes,
        }
    }

    /// The index of the line with this offset.
    pub(super) fn index_at(&self, offset: usize) -> u64 {
        match self {
            Self::Text { chunks, .. } | Self::Json(chunks, _) => chunks.index_at(offset),
            Self::Bytes { row_bytes, .. } => (offset / row_bytes) as u64,
        }
    }

    /// The index of the line with this offset in the message.
    pub(super) fn index_of_raw(&self, offset: usize) -> u64 {
        match self {
            Self::Text { chunks, .. } | Self::Json(chunks, _) => chunks.index_of_raw(offset),
            Self::Bytes { .. } => self.index_at(offset),
        }
    }

    /// The lines from one place to another, with their hits.
    pub(super) fn lines(&self, first: u64, end: u64, filter: &Filter) -> Vec<DetailLine> {
        let (chunks, lines) = match self {
            Self::Text { chunks, .. } => {
                let lines = (first..end).zip(chunks.from(first));
                let lines = lines.map(|(index, chunk)| (index, chunk, None));
                (chunks, lines.collect())
            }
            Self::Json(chunks, folds) => (chunks, folds.chunks(first, end, chunks)),
            Self::Bytes { bytes, row_bytes } => {
                let at = |index: u64| index as usize * row_bytes;
                let hits = hits_in_bytes(bytes, at(first)..at(end), filter);
                let row = |index| {
                    let text = hex_dump::row(bytes, *row_bytes, index)?;
                    let row = at(index)..at(index) + row_bytes;
                    let hits = hits.iter().filter_map(|hit| {
                        let (from, to) = (hit.start.max(row.start), hit.end.min(row.end));
                        let places =
                            || hex_dump::places(from - row.start..to - row.start, *row_bytes);
                        (from < to).then(places)
                    });
                    let (digits, letters): (Vec<_>, Vec<_>) = hits.map(Into::into).unzip();
                    let hits = [digits, letters].concat();
                    let parts = highlight::plain(&text, 0, &hits);
                    Some(DetailLine::of_row(index, text, parts))
                };
                return (first..end).map_while(row).collect();
            }
        };
        let mut hits = Vec::new();
        let mut searched_to = None;
        let line = |(at, (index, chunk, folded)): (usize, &(u64, Chunk<'_>, Option<bool>))| {
            if searched_to != Some(*index) {
                // The lines that follow one another are searched together.
                let last = lines[at..].iter().zip(*index..);
                let last = last.take_while(|((index, ..), next)| index == next).last();
                let last = last.map_or(chunk, |((_, chunk, _), _)| chunk);
                hits = chunks.hits(chunk.walk.raw_at..last.raw_end, filter);
                searched_to = Some(*index);
            }
            searched_to = Some(index + 1);
            chunks.line(*index, chunk, *folded, &hits)
        };
        lines.iter().enumerate().map(line).collect()
    }
}

/// The hits in a part of the bytes, and around it. They are found in what is UTF-8, piece by piece.
fn hits_in_bytes(bytes: &[u8], within: Range<usize>, filter: &Filter) -> Vec<Range<usize>> {
    let from = within.start.saturating_sub(HIT_BYTES).min(bytes.len());
    let to = within.end.saturating_add(HIT_BYTES).min(bytes.len());
    filter
        .hits_in_bytes(&bytes[from..to])
        .map(|hit| from + hit.start..from + hit.end)
        .skip_while(|hit| hit.end <= within.start)
        .take_while(|hit| hit.start < within.end)
        .take(MAX_HITS)
        .collect()
}

impl Chunks {
    /// The hits in a part of the message, and around it.
    fn hits(&self, within: Range<usize>, filter: &Filter) -> Vec<Range<usize>> {
        let raw = self.raw().unwrap_or(self.text());
        let from = raw.floor_char_boundary(within.start.saturating_sub(HIT_BYTES));
        let to = raw.ceil_char_boundary((within.end + HIT_BYTES).min(raw.len()));
        filter
            .hits_from(&raw[..to], from)
            .skip_while(|hit| hit.end <= within.start)
            .take_while(|hit| hit.start < within.end)
            .take(MAX_HITS)
            .collect()
    }

    fn line(
        &self,
        index: u64,
        chunk: &Chunk<'_>,
        folded: Option<bool>,
        hits: &[Range<usize>],
    ) -> DetailLine {
        let is_of_chunk =
            |hit: &&Range<usize>| hit.start < chunk.raw_end && hit.end > chunk.walk.raw_at;
        let hits: Vec<_> = hits.iter().filter(is_of_chunk).cloned().collect();
        let parts = match self.raw() {
            Some(raw) => {
                let at = chunk.at_bytes..chunk.at_bytes + chunk.text.len();
                highlight::json(self.text(), at, raw, chunk.walk, &hits)
            }
            None => highlight::plain(chunk.text, chunk.at_bytes, &hits),
        };
        let number = parts.iter().find(|part| part.token == Token::Number);
        let unix_ms = number.and_then(|part| self.unix_ms(chunk, part));
        DetailLine {
            index,
            text: chunk.text.to_owned(),
            parts,
            is_continued: chunk.is_continued,
            line_break: chunk.line_break.to_owned(),
            folded,
            unix_ms,
            columns_left: self.columns().saturating_sub(chunk.columns),
        }
    }

    /// The moment that a number may stand for, if all of it is in the chunk.
    fn unix_ms(&self, chunk: &Chunk<'_>, part: &Part) -> Option<u64> {
        let begins = part.range.start > 0 || !chunk.walk.is_in_number();
        let ends = part.range.end < chunk.text.len() || chunk.ends_line;
        let number = &chunk.text[part.range.clone()];
        highlight::unix_ms(number).filter(|_| begins && ends)
    }
}
