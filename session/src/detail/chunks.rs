//! A text in lines, long lines in chunks, and the offset of each.

use std::rc::Rc;

use super::columns::{self, MARK_COLUMNS};
use super::highlight::Walk;
use crate::unseen::is_unseen;

/// The limit on bytes in a chunk, whatever the columns: characters that combine with others take none.
const MAX_CHUNK_BYTES: usize = 16 << 10;

/// The number of chunks to each remembered offset; the others are found from there. Remembering all would
/// take four times the memory of a text of line breaks alone.
const CHUNKS_PER_MARK: u64 = 64;

/// How lines are cut into chunks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Cut {
    /// The limit on columns of a chunk; the rest of a line is another chunk.
    pub(super) columns: usize,
    /// Whether the characters that are not seen are marked, which takes columns.
    pub(super) is_marked: bool,
}

/// A text, and where its chunks begin.
#[derive(Debug)]
pub(super) struct Chunks {
    text: Rc<str>,
    /// The message of which the text is the pretty-printed JSON, if it is that.
    raw: Option<Rc<str>>,
    cut: Cut,
    marks: Vec<Mark>,
    count: u64,
}

/// The beginning of a chunk.
#[derive(Debug, Clone, Copy)]
struct Mark {
    at_bytes: usize,
    walk: Walk,
}

/// A line, or a part of a line that is too long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Chunk<'a> {
    /// The text without a line break.
    pub(super) text: &'a str,
    /// Its offset in the whole text.
    pub(super) at_bytes: usize,
    /// The same in the message.
    pub(super) walk: Walk,
    /// The end in the message of the chunk and its line break.
    pub(super) raw_end: usize,
    /// The columns that it takes.
    pub(super) columns: usize,
    /// Whether it continues the line of the chunk before.
    pub(super) is_continued: bool,
    /// Whether its line ends with it.
    pub(super) ends_line: bool,
    /// The line break after it, as it was sent; empty where the line or the text goes on without one.
    pub(super) line_break: &'a str,
}

impl Chunks {
    /// Splits the text in one pass.
    pub(super) fn new(text: Rc<str>, raw: Option<Rc<str>>, cut: Cut) -> Self {
        let mut marks = Vec::new();
        let mut count = 0;
        let mut rest = Rest {
            text: &text,
            raw: raw.as_deref(),
            cut,
            next: Some(Mark {
                at_bytes: 0,
                walk: Walk::default(),
            }),
        };
        while let Some(mark) = rest.next {
            if count % CHUNKS_PER_MARK == 0 {
                marks.push(mark);
            }
            count += 1;
            rest.next();
        }
        Self {
            text,
            raw,
            cut,
            marks,
            count,
        }
    }

    /// Splits the same text in another way.
    pub(super) fn reflow(&mut self, cut: Cut) {
        if self.cut != cut {
            *self = Self::new(Rc::clone(&self.text), self.raw.take(), cut);
        }
    }

    /// The whole text.
    pub(super) fn text(&self) -> &Rc<str> {
        &self.text
    }

    /// The message, where it is not the text.
    pub(super) fn raw(&self) -> Option<&str> {
        self.raw.as_deref()
    }

    /// The limit on columns of a chunk.
    pub(super) fn columns(&self) -> usize {
        self.cut.columns
    }

    /// The number of chunks.
    pub(super) fn count(&self) -> u64 {
        self.count
    }

    /// The chunks from this index on.
    pub(super) fn from(&self, index: u64) -> impl Iterator<Item = Chunk<'_>> {
        let mark = usize::try_from(index / CHUNKS_PER_MARK).ok();
        let next = mark.and_then(|mark| self.marks.get(mark)).copied();
        let skip = (index % CHUNKS_PER_MARK) as usize;
        let rest = Rest {
            text: &self.text,
            raw: self.raw.as_deref(),
            cut: self.cut,
            next,
        };
        rest.skip(skip)
    }

    /// The index of the chunk with this byte of the text.
    pub(super) fn index_at(&self, at_bytes: usize) -> u64 {
        self.index_by(at_bytes, |mark| mark.at_bytes)
    }

    /// The index of the chunk with this byte of the message.
    pub(super) fn index_of_raw(&self, raw_at: usize) -> u64 {
        self.index_by(raw_at, |mark| mark.walk.raw_at)
    }

    /// The index of the last chunk that begins no later.
    fn index_by(&self, at: usize, offset: impl Fn(Mark) -> usize) -> u64 {
        let later = self.marks.partition_point(|mark| offset(*mark) <= at);
        let marked = later.saturating_sub(1) as u64 * CHUNKS_PER_MARK;
        let begins_no_later = |chunk: &Chunk<'_>| {
            let (at_bytes, walk) = (chunk.at_bytes, chunk.walk);
            offset(Mark { at_bytes, walk }) <= at
        };
        let further = self.from(marked + 1).take_while(begins_no_later);
        marked + further.take(CHUNKS_PER_MARK as usize - 1).count() as u64
    }
}

/// The rest of the text, not split yet.
struct Rest<'a> {
    text: &'a str,
    raw: Option<&'a str>,
    cut: Cut,
    next: Option<Mark>,
}

impl Rest<'_> {
    /// The end of the chunk at the start of a text, whether its line goes on there, and the columns.
    fn end(&self, rest: &str) -> (usize, bool, usize) {
        let mut columns = 0;
        for (at, character) in rest.char_indices() {
            let width = match character {
                '\r' | '\n' => return (at, false, columns),
                _ if self.cut.is_marked && is_unseen(character) => MARK_COLUMNS,
                _ => columns::width(character),
            };
            if at > 0 && columns + width > self.cut.columns || at >= MAX_CHUNK_BYTES {
                return (at, true, columns);
            }
            columns += width;
        }
        (rest.len(), false, columns)
    }
}

impl<'a> Iterator for Rest<'a> {
    type Item = Chunk<'a>;

    fn next(&mut self) -> Option<Chunk<'a>> {
        let Mark { at_bytes, walk } = self.next?;
        let rest = &self.text[at_bytes..];
        let (end, goes_on, columns) = self.end(rest);
        let break_bytes = match &rest.as_bytes()[end..] {
            _ if goes_on => 0,
            [b'\r', b'\n', ..] => 2,
            [_, ..] => 1,
            [] => 0,
        };
        let is_last = !goes_on && break_bytes == 0;
        let next_at = at_bytes + end + break_bytes;
        let mut after = walk;
        match self.raw {
            Some(raw) => {
                for at_bytes in at_bytes..next_at {
                    after.step(self.text.as_bytes(), at_bytes, raw.as_bytes());
                }
            }
            None => after.raw_at = next_at,
        }
        self.next = (!is_last).then_some(Mark {
            at_bytes: next_at,
            walk: after,
        });
        let before = self.text.as_bytes()[..at_bytes].last();
        Some(Chunk {
            text: &rest[..end],
            at_bytes,
            walk,
            raw_end: after.raw_at,
            columns,
            is_continued: before.is_some_and(|byte| !matches!(byte, b'\r' | b'\n')),
            ends_line: !goes_on,
            line_break: &rest[end..end + break_bytes],
        })
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::payload;

    fn chunks_of(text: &str, columns: usize) -> Chunks {
        let is_marked = false;
        Chunks::new(text.into(), None, Cut { columns, is_marked })
    }

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
        let short = prop::sample::select(vec!["a", "가", "\t", "e\u{301}", "\r\n", "\n", "\r"]);
        let long = (prop::sample::select(vec!["b", "나", "👍"]), 5_usize..130);
        prop_oneof![
            short.prop_map(str::to_owned),
            long.prop_map(|(part, count)| part.repeat(count)),
        ]
    }

    #[test]
    fn chunks_of_a_huge_line_are_found_anywhere() {
        let chunks = chunks_of(&"가".repeat((16 << 20) / 3), 80);
        assert_eq!(chunks.count(), ((16 << 20) / 3_u64).div_ceil(40));
        let last = chunks.from(chunks.count() - 1).collect::<Vec<_>>();
        assert_eq!(last.len(), 1);
        assert!(last[0].is_continued && last[0].ends_line);
        assert_eq!(chunks.index_at(last[0].at_bytes + 1), chunks.count() - 1);
    }

    #[test]
    fn chunks_of_line_breaks_need_little_memory() {
        let chunks = chunks_of(&"\n".repeat(1 << 20), 80);
        assert_eq!(chunks.count(), (1 << 20) + 1);
        assert!(chunks.marks.len() as u64 <= chunks.count() / CHUNKS_PER_MARK + 1);
    }

    #[test]
    fn chunk_of_characters_without_a_width_is_bounded() {
        let chunks = chunks_of(&"\u{301}".repeat(100_000), 80);
        assert!(chunks.from(0).all(|it| it.text.len() <= MAX_CHUNK_BYTES));
    }

    #[test]
    fn wide_character_takes_two_columns_and_is_never_cut_off() {
        let chunks = chunks_of("가나다abc", 5);
        let texts: Vec<_> = chunks.from(0).map(|chunk| chunk.text).collect();
        assert_eq!(texts, ["가나", "다abc"]);
        let narrow: Vec<_> = chunks_of("가나", 1)
            .from(0)
            .map(|it| it.text.len())
            .collect();
        assert_eq!(narrow, [3, 3]);
    }

    proptest! {
        #[test]
        fn chunks_of_any_text_are_its_lines(
            parts in prop::collection::vec(any_part(), 0..300),
            part in 0.0..1.0,
            columns in 8_usize..200,
        ) {
            let text = parts.concat();
            let chunks = chunks_of(&text, columns);
            let all: Vec<_> = chunks.from(0).collect();
            prop_assert_eq!(all.len() as u64, chunks.count());
            prop_assert!(all.iter().all(|chunk| chunk.columns <= columns));
            let whole = all.iter().flat_map(|chunk| [chunk.text, chunk.line_break]);
            prop_assert_eq!(&String::from_iter(whole), &text);
            let plain: Vec<_> = payload::lines(&text).collect();
            prop_assert_eq!(lines_of(all.iter().copied()), plain);
            let index = (chunks.count() as f64 * part) as usize;
            prop_assert!(chunks.from(index as u64).eq(all[index..].iter().copied()));
            prop_assert_eq!(chunks.index_at(all[index].at_bytes), index as u64);
            prop_assert_eq!(chunks.from(chunks.count()).next(), None);
        }

        #[test]
        fn chunk_of_json_knows_where_it_is_in_the_message(
            value in crate::json::tests::any_json(),
            columns in 8_usize..40,
        ) {
            let raw = value.to_string();
            let shown = crate::json::indent(&raw).unwrap();
            let is_marked = false;
            let chunks = Chunks::new(shown.into(), Some(raw.as_str().into()), Cut { columns, is_marked });
            let bare = |text: &str| text.replace([' ', '\n'], "");
            for (index, chunk) in chunks.from(0).enumerate() {
                prop_assert_eq!(
                    bare(&raw[chunk.walk.raw_at..]),
                    bare(&chunks.text()[chunk.at_bytes..])
                );
                prop_assert!(chunks.index_of_raw(chunk.walk.raw_at) >= index as u64);
            }
        }
    }
}
