//! A text in lines, long lines in chunks, and the offset of each.

use std::rc::Rc;

use super::DetailLine;

/// The limit on bytes in a chunk; the rest of a line is another chunk. It is about a line on a screen.
pub(super) const MAX_CHUNK_BYTES: usize = 120;

/// The number of chunks to each remembered offset; the others are found from there. Remembering all would
/// take four times the memory of a text of line breaks alone.
const CHUNKS_PER_MARK: u64 = 64;

/// A text, and where its chunks begin.
#[derive(Debug)]
pub(super) struct Chunks {
    text: Rc<str>,
    marks: Vec<usize>,
    count: u64,
}

/// A line, or a part of a line that is too long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Chunk<'a> {
    /// The text without a line break.
    pub(super) text: &'a str,
    /// Whether it continues the line of the chunk before.
    pub(super) is_continued: bool,
    /// Whether its line ends with it.
    pub(super) ends_line: bool,
    /// The line break after it, as it was sent; empty where the line or the text goes on without one.
    pub(super) line_break: &'a str,
}

impl Chunk<'_> {
    /// The line of the detail.
    pub(super) fn line(self, index: u64, folded: Option<bool>) -> DetailLine {
        DetailLine {
            index,
            text: self.text.to_owned(),
            is_continued: self.is_continued,
            line_break: self.line_break.to_owned(),
            folded,
        }
    }
}

impl Chunks {
    /// Splits the text in one pass.
    pub(super) fn new(text: Rc<str>) -> Self {
        let mut marks = Vec::new();
        let mut count = 0;
        let mut rest = Rest::new(&text, 0);
        while let Some(at_bytes) = rest.at_bytes {
            if count % CHUNKS_PER_MARK == 0 {
                marks.push(at_bytes);
            }
            count += 1;
            rest.next();
        }
        Self { text, marks, count }
    }

    /// The number of chunks.
    pub(super) fn count(&self) -> u64 {
        self.count
    }

    /// The chunks from this index on.
    pub(super) fn from(&self, index: u64) -> impl Iterator<Item = Chunk<'_>> {
        let mark = usize::try_from(index / CHUNKS_PER_MARK).ok();
        let at_bytes = mark.and_then(|mark| self.marks.get(mark));
        let rest = at_bytes.map(|at_bytes| Rest::new(&self.text, *at_bytes));
        let skip = (index % CHUNKS_PER_MARK) as usize;
        rest.into_iter().flatten().skip(skip)
    }
}

/// The rest of the text, not split yet.
struct Rest<'a> {
    text: &'a str,
    at_bytes: Option<usize>,
}

impl<'a> Rest<'a> {
    fn new(text: &'a str, at_bytes: usize) -> Self {
        Self {
            text,
            at_bytes: Some(at_bytes),
        }
    }
}

impl<'a> Iterator for Rest<'a> {
    type Item = Chunk<'a>;

    fn next(&mut self) -> Option<Chunk<'a>> {
        let start = self.at_bytes?;
        let rest = &self.text[start..];
        let is_break = |byte: &u8| matches!(byte, b'\r' | b'\n');
        let line_break = rest
            .bytes()
            .take(MAX_CHUNK_BYTES + 1)
            .position(|byte| is_break(&byte));
        let end = line_break.unwrap_or_else(|| rest.floor_char_boundary(MAX_CHUNK_BYTES));
        let break_bytes = match line_break {
            None => 0,
            Some(at) if rest[at..].starts_with("\r\n") => 2,
            Some(_) => 1,
        };
        let is_last = line_break.is_none() && end == rest.len();
        self.at_bytes = (!is_last).then_some(start + end + break_bytes);
        let before = start
            .checked_sub(1)
            .and_then(|at| self.text.as_bytes().get(at));
        Some(Chunk {
            text: &rest[..end],
            is_continued: before.is_some_and(|byte| !is_break(byte)),
            ends_line: is_last || line_break.is_some(),
            line_break: &rest[end..end + break_bytes],
        })
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::payload;

    fn lines_of<'a>(chunks: impl Iterator<Item = Chunk<'a>>) -> Vec<String> {
        let mut lines: Vec<String> = vec![];
        let mut ended = true;
        for chunk in chunks {
            assert_eq!(chunk.is_continued, !ended);
            match lines.last_mut() {
                Some(line) if chunk.is_continued => line.push_str(chunk.text),
                _ => lines.push(chunk.text.to_owned()),
            }
            ended = chunk.ends_line;
        }
        assert!(ended);
        lines
    }

    /// Lines about as long as a chunk, so that every way to end one is tried.
    fn any_part() -> impl Strategy<Value = String> {
        let short = prop::sample::select(vec!["a", "가", "\r\n", "\n", "\r"]);
        let long = (prop::sample::select(vec!["b", "나"]), 30_usize..130);
        prop_oneof![
            short.prop_map(str::to_owned),
            long.prop_map(|(part, count)| part.repeat(count)),
        ]
    }

    #[test]
    fn chunks_of_a_huge_line_are_found_anywhere() {
        let chunks = Chunks::new("가".repeat((16 << 20) / 3).into());
        assert_eq!(chunks.count(), ((16 << 20) / 3_u64).div_ceil(40));
        let last = chunks.from(chunks.count() - 1).collect::<Vec<_>>();
        assert_eq!(last.len(), 1);
        assert!(last[0].is_continued && last[0].ends_line);
    }

    #[test]
    fn chunks_of_line_breaks_need_little_memory() {
        let chunks = Chunks::new("\n".repeat(1 << 20).into());
        assert_eq!(chunks.count(), (1 << 20) + 1);
        assert!(chunks.marks.len() as u64 <= chunks.count() / CHUNKS_PER_MARK + 1);
    }

    proptest! {
        #[test]
        fn chunks_of_any_text_are_its_lines(
            parts in prop::collection::vec(any_part(), 0..300),
            part in 0.0..1.0
        ) {
            let text = parts.concat();
            let chunks = Chunks::new(text.as_str().into());
            let all: Vec<_> = chunks.from(0).collect();
            prop_assert_eq!(all.len() as u64, chunks.count());
            prop_assert!(all.iter().all(|chunk| chunk.text.len() <= MAX_CHUNK_BYTES));
            let whole = all.iter().flat_map(|chunk| [chunk.text, chunk.line_break]);
            prop_assert_eq!(&String::from_iter(whole), &text);
            let plain: Vec<_> = payload::lines(&text).collect();
            prop_assert_eq!(lines_of(all.iter().copied()), plain);
            let index = (chunks.count() as f64 * part) as usize;
            prop_assert!(chunks.from(index as u64).eq(all[index..].iter().copied()));
            prop_assert_eq!(chunks.from(chunks.count()).next(), None);
        }
    }
}
