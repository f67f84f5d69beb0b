//! Which lines of JSON that is set out are folded away.

use super::DetailLine;
use super::chunks::{Chunk, Chunks};

/// For each folded object or array the line in which it begins, and how many lines are within it; the topmost
/// first. A person folds few, and a map would weigh more than all that is done with them.
#[derive(Debug, Default)]
pub(super) struct Folds {
    hidden: Vec<(u64, u64)>,
}

impl Folds {
    /// Folds the object or array that begins in this line, or unfolds it.
    pub(super) fn toggle(&mut self, line: u64, chunks: &Chunks) {
        let place = match self.place_of(line) {
            Ok(place) => {
                self.hidden.remove(place);
                return;
            }
            Err(place) => place,
        };
        let mut from_line = chunks.from(line);
        if !from_line.next().is_some_and(opens) {
            return;
        }
        // It ends where a line stands as far to the left as the one in which it began, which may
        // have begun some chunks earlier.
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
        self.hidden.insert(place, (line, hidden as u64));
    }

    /// Where the fold of this line is, or would be.
    fn place_of(&self, line: u64) -> Result<usize, usize> {
        self.hidden.binary_search_by_key(&line, |(line, _)| *line)
    }

    /// How many lines are folded away in all.
    pub(super) fn hidden_lines(&self) -> u64 {
        self.outermost().map(|(_, hidden)| hidden).sum()
    }

    /// Of the lines that are not folded away, those from one to another.
    pub(super) fn lines(&self, first: u64, end: u64, chunks: &Chunks) -> Vec<DetailLine> {
        let mut lines = Vec::new();
        let mut index = self.index_of(first);
        let mut rest = chunks.from(index);
        for _ in first..end {
            let Some(chunk) = rest.next() else {
                break;
            };
            let hidden = self.place_of(index).ok().map(|place| self.hidden[place].1);
            lines.push(DetailLine {
                index,
                text: chunk.text.to_owned(),
                is_continued: chunk.is_continued,
                folded: opens(chunk).then_some(hidden.is_some()),
            });
            index += 1;
            if let Some(hidden) = hidden {
                index += hidden;
                rest = chunks.from(index);
            }
        }
        lines
    }

    /// Which of all lines this one is of those that are not folded away.
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

    /// The folds that are not within another.
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

/// Whether an object or array begins in it, with more than nothing inside.
fn opens(chunk: Chunk<'_>) -> bool {
    chunk.ends_line && chunk.text.ends_with(['{', '['])
}

fn indentation(chunk: Chunk<'_>) -> usize {
    chunk.text.len() - chunk.text.trim_start_matches(' ').len()
}
