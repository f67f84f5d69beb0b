//! The folded objects and arrays of pretty-printed JSON.

use super::chunks::{Chunk, Chunks};

/// The line in which each folded object or array begins, and the number of lines inside, the topmost first.
/// People fold few of them, and a map would weigh more in the page than this code.
#[derive(Debug, Default)]
pub(super) struct Folds {
    hidden: Vec<(u64, u64)>,
}

impl Folds {
    /// Folds the object or array that begins in this line, or unfolds it.
    pub(super) fn toggle(&mut self, line: u64, chunks: &Chunks) {
        let index = match self.fold_index(line) {
            Ok(index) => {
                self.hidden.remove(index);
                return;
            }
            Err(index) => index,
        };
        let mut from_line = chunks.from(line);
        let Some(opening) = from_line.next().filter(|chunk| opens(*chunk)) else {
            return;
        };
        // It ends at the first line with the indentation of the line in which it began. That line may have
        // begun some chunks earlier.
        let text = chunks.text();
        let begins = text[..opening.at_bytes].rfind('\n').map_or(0, |at| at + 1);
        let indentation = indentation(&text[begins..]);
        let is_within = |chunk: &Chunk<'_>| {
            chunk.is_continued || self::indentation(&text[chunk.at_bytes..]) > indentation
        };
        let hidden = from_line.take_while(is_within).count();
        self.hidden.insert(index, (line, hidden as u64));
    }

    /// The index of the fold at this line, or where it would be inserted.
    fn fold_index(&self, line: u64) -> Result<usize, usize> {
        self.hidden.binary_search_by_key(&line, |(line, _)| *line)
    }

    /// The number of lines that are folded away.
    pub(super) fn hidden_lines(&self) -> u64 {
        self.outermost().map(|(_, hidden)| hidden).sum()
    }

    /// The chunks from `first` to `end`, counted without those folded away. Each comes with its index, and with whether
    /// an object or array is folded that begins in it, if one does.
    pub(super) fn chunks<'a>(
        &self,
        first: u64,
        end: u64,
        chunks: &'a Chunks,
    ) -> Vec<(u64, Chunk<'a>, Option<bool>)> {
        let mut lines = Vec::new();
        let mut index = self.index_of(first);
        let mut rest = chunks.from(index);
        for _ in first..end {
            let Some(chunk) = rest.next() else {
                break;
            };
            let hidden = self
                .fold_index(index)
                .ok()
                .map(|index| self.hidden[index].1);
            lines.push((index, chunk, opens(chunk).then_some(hidden.is_some())));
            index += 1;
            if let Some(hidden) = hidden {
                index += hidden;
                rest = chunks.from(index);
            }
        }
        lines
    }

    /// The offset of the bracket with which each folded object or array begins.
    pub(super) fn brackets(&self, chunks: &Chunks) -> Vec<usize> {
        let bracket = |(line, _): &(u64, u64)| {
            let chunk = chunks.from(*line).next()?;
            Some(chunk.at_bytes + chunk.text.len().checked_sub(1)?)
        };
        self.hidden.iter().filter_map(bracket).collect()
    }

    /// Folds the same objects and arrays after the chunks have changed.
    pub(super) fn reflow(&mut self, brackets: Vec<usize>, chunks: &Chunks) {
        self.hidden.clear();
        for at_bytes in brackets {
            self.toggle(chunks.index_at(at_bytes), chunks);
        }
    }

    /// The place of a line among those that are not folded away; that of the fold where it is.
    pub(super) fn place_of(&self, line: u64) -> u64 {
        let mut place = line;
        for (folded, hidden) in self.outermost() {
            if folded >= line {
                break;
            }
            place -= hidden.min(line - folded);
        }
        place
    }

    /// The index among all lines of a line counted without those folded away.
    pub(super) fn index_of(&self, line: u64) -> u64 {
        let mut index = line;
        for (folded, hidden) in self.outermost() {
            if folded >= index {
                break;
            }
            index += hidden;
        }
        index
    }

    /// The folds that are not inside another.
    fn outermost(&self) -> impl Iterator<Item = (u64, u64)> {
        let mut end = 0;
        self.hidden.iter().filter_map(move |&(line, hidden)| {
            let is_outermost = line >= end;
            if is_outermost {
                end = line + 1 + hidden;
            }
            is_outermost.then_some((line, hidden))
        })
    }
}

/// Whether a non-empty object or array begins in this chunk.
fn opens(chunk: Chunk<'_>) -> bool {
    chunk.ends_line && chunk.text.ends_with(['{', '['])
}

/// The indentation of a line, which may go on beyond its first chunk.
fn indentation(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}
