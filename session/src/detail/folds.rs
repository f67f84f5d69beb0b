//! The folded objects and arrays of pretty-printed JSON.

use super::DetailLine;
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
        if !from_line.next().is_some_and(opens) {
            return;
        }
        // It ends at the first line with the indentation of the line in which it began. That line may have
        // begun some chunks earlier.
        let mut begins = line;
        while begins > 0
            && chunks
                .from(begins)
                .next()
                .is_some_and(|chunk| chunk.is_continued)
        {
            begins -= 1;
        }
        let Some(indentation) = chunks.from(begins).next().map(indentation) else {
            return;
        };
        let is_within =
            |chunk: &Chunk<'_>| chunk.is_continued || self::indentation(*chunk) > indentation;
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

    /// The lines from `first` to `end`, counted without those folded away.
    pub(super) fn lines(&self, first: u64, end: u64, chunks: &Chunks) -> Vec<DetailLine> {
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
            let folded = opens(chunk).then_some(hidden.is_some());
            lines.push(chunk.line(index, folded));
            index += 1;
            if let Some(hidden) = hidden {
                index += hidden;
                rest = chunks.from(index);
            }
        }
        lines
    }

    /// The index among all lines of a line counted without those folded away.
    fn index_of(&self, line: u64) -> u64 {
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

fn indentation(chunk: Chunk<'_>) -> usize {
    chunk.text.len() - chunk.text.trim_start_matches(' ').len()
}
