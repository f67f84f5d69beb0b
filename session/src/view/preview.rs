//! The preview of a record in its row, and so the row's height, from the start of the message alone.

use crate::payload::{self, Payload};
use crate::record::Record;

/// The limit on lines of a row; beyond it the last one says how much is left out.
pub const MAX_LINES: usize = 5;

/// The limit on bytes of a message that its row looks at. So a message of 16 MiB costs no more than one of
/// 2 KiB.
const LOOK_BYTES: usize = 2_048;

/// The limit on bytes that a row shows of a line; the rest is cut. The widest screen cuts it earlier.
const LINE_BYTES: usize = 512;

/// A line of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Line<'a> {
    /// The text, without its break.
    pub text: &'a str,
    /// Whether the line is longer than its text.
    pub is_cut: bool,
    /// Whether the line begins before its text.
    pub begins_late: bool,
}

/// The number of characters before a hit, where the beginning of its line is left out.
const CONTEXT_CHARS: usize = 20;

/// A line of a row that begins shortly before a hit, as its beginning would leave no room for the hit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Excerpt {
    /// The index of the line among those of the row.
    line: usize,
    /// Where it begins in the message, in bytes.
    from: usize,
}

impl Excerpt {
    /// Where it begins in the message, in bytes.
    #[must_use]
    pub fn from(self) -> usize {
        self.from
    }
}

/// The excerpt that shows the hit at this byte of a text message. `None` if its row shows the hit anyway, as it lies in
/// the first `fitting_chars` of a line.
#[must_use]
pub fn excerpt(record: &Record, hit: usize, fitting_chars: usize) -> Option<Excerpt> {
    let text = text_of(record)?;
    let mut last = 0;
    for (index, line) in lines(record).enumerate() {
        let start = end_in(text, line.text) - line.text.len();
        last = index;
        let Some(before) = hit.checked_sub(start).and_then(|it| line.text.get(..it)) else {
            continue;
        };
        if before.chars().count() <= fitting_chars {
            return None;
        }
        break;
    }
    let before = &text[line_start(text, hit)..hit];
    let context = before.char_indices().rev().take(CONTEXT_CHARS).last();
    let from = context.map_or(hit, |(index, _)| hit - before.len() + index);
    Some(Excerpt { line: last, from })
}

/// The lines that the row of a text message shows with an excerpt among them.
pub fn lines_with(record: &Record, excerpt: Option<Excerpt>) -> impl Iterator<Item = Line<'_>> {
    let text = text_of(record).unwrap_or_default();
    lines(record)
        .enumerate()
        .map(move |(index, line)| match excerpt {
            Some(excerpt) if excerpt.line == index => {
                let rest = &text[excerpt.from..];
                let shown = &rest[..rest.floor_char_boundary(LINE_BYTES)];
                let end = shown.find(['\r', '\n']);
                Line {
                    text: &shown[..end.unwrap_or(shown.len())],
                    is_cut: end.is_none() && shown.len() < rest.len(),
                    begins_late: true,
                }
            }
            _ => line,
        })
}

/// Where a line begins in its message, in bytes.
#[must_use]
pub fn start_of(record: &Record, line: Line<'_>) -> usize {
    text_of(record).map_or(0, |text| end_in(text, line.text) - line.text.len())
}

fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind(['\r', '\n']).map_or(0, |index| index + 1)
}

/// The number of lines in the row of this record. It is computed and not measured, so the height of a
/// million rows needs no layout.
#[must_use]
pub fn height_lines(record: &Record) -> usize {
    text_of(record).map_or(1, |text| {
        let fold = fold(text);
        fold.lines + usize::from(fold.is_folded)
    })
}

/// The lines that the row of a text message shows; none for other records.
pub fn lines(record: &Record) -> impl Iterator<Item = Line<'_>> {
    text_of(record).into_iter().flat_map(|text| {
        let look = beginning(text);
        let is_broken_there = text[look.len()..].starts_with(['\r', '\n']);
        payload::lines(look)
            .take(fold(text).lines)
            .map(move |line| {
                let shown = &line[..line.floor_char_boundary(LINE_BYTES)];
                let ends_with_look = look.len() < text.len() && end_in(look, line) == look.len();
                Line {
                    text: shown,
                    is_cut: shown.len() < line.len() || (ends_with_look && !is_broken_there),
                    begins_late: false,
                }
            })
    })
}

/// The number of bytes beyond the shown lines, if the row states it. It does for a message with more lines
/// than a row has, or more text than a row looks at.
#[must_use]
pub fn folded_bytes(record: &Record) -> Option<usize> {
    let text = text_of(record).filter(|text| fold(text).is_folded)?;
    let last = lines(record).last()?.text;
    Some(text.len() - end_in(text, last))
}

struct Fold {
    /// The number of shown lines of text.
    lines: usize,
    /// Whether one more line states how much is left out.
    is_folded: bool,
}

fn fold(text: &str) -> Fold {
    let look = beginning(text);
    let lines = payload::lines(look).take(MAX_LINES + 1).count();
    let is_folded = lines > MAX_LINES || look.len() < text.len();
    Fold {
        lines: lines.min(MAX_LINES - usize::from(is_folded)),
        is_folded,
    }
}

/// The part of a text that a row looks at. It does not end inside a `\r\n`, which would count as two
/// breaks.
fn beginning(text: &str) -> &str {
    let end = text.floor_char_boundary(LOOK_BYTES);
    let splits_break = text[..end].ends_with('\r') && text[end..].starts_with('\n');
    &text[..end - usize::from(splits_break)]
}

/// The end of a part of a text, as an offset in bytes.
fn end_in(text: &str, part: &str) -> usize {
    part.as_ptr() as usize - text.as_ptr() as usize + part.len()
}

fn text_of(record: &Record) -> Option<&str> {
    match record.message() {
        Some((_, Payload::Text(text))) => Some(text),
        Some((_, Payload::Binary(_))) | None => None,
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::record::{Direction, RecordKind};
    use crate::time::{Time, WallTime};

    fn message(payload: Payload) -> Record {
        Record {
            at: Time(0.0),
            wall: WallTime(0.0),
            kind: RecordKind::Message(Direction::Received, payload),
        }
    }

    fn text(text: &str) -> Record {
        message(Payload::Text(text.into()))
    }

    fn shown(record: &Record) -> Vec<(&str, bool)> {
        lines(record).map(|line| (line.text, line.is_cut)).collect()
    }

    #[test]
    fn lines_beyond_five_are_folded_after_four() {
        let five = text("1\n2\r\n3\r4\n5");
        assert_eq!(shown(&five).len(), 5);
        assert_eq!((height_lines(&five), folded_bytes(&five)), (5, None));
        let six = text("1\n2\r\n3\r4\r\n5\n가");
        assert_eq!(shown(&six).last(), Some(&("4", false)));
        assert_eq!((height_lines(&six), folded_bytes(&six)), (5, Some(7)));
    }

    #[test]
    fn endless_line_is_cut_and_folded() {
        let endless = text(&"가".repeat(1 << 20));
        let beginning = "가".repeat(LINE_BYTES / 3);
        assert_eq!(shown(&endless), [(&*beginning, true)]);
        assert_eq!(height_lines(&endless), 2);
        assert_eq!(
            folded_bytes(&endless),
            Some(3 * (1 << 20) - beginning.len())
        );
    }

    #[test]
    fn long_line_is_cut_without_folding() {
        let long = text(&format!("{}\nb", "a".repeat(LINE_BYTES + 1)));
        assert_eq!(
            shown(&long),
            [(&*"a".repeat(LINE_BYTES), true), ("b", false)]
        );
        assert_eq!(folded_bytes(&long), None);
    }

    #[test]
    fn crlf_at_the_limit_is_one_break() {
        let record = text(&format!("{}\r\nb", "a".repeat(LOOK_BYTES - 1)));
        assert_eq!(shown(&record), [(&*"a".repeat(LINE_BYTES), true)]);
        assert_eq!(height_lines(&record), 2);
    }

    #[test]
    fn record_without_text_has_one_line() {
        let binary = message(Payload::Binary([0; 4_096].into()));
        assert_eq!((height_lines(&binary), folded_bytes(&binary)), (1, None));
        assert_eq!(shown(&binary), []);
    }

    #[test]
    fn excerpt_begins_before_a_hit_that_does_not_fit() {
        let shown = |whole: &str, hit: &str| {
            let record = text(whole);
            let excerpt = excerpt(&record, whole.find(hit).unwrap(), 60);
            let lines: Vec<_> = lines_with(&record, excerpt)
                .map(|line| (line.text.to_owned(), line.begins_late))
                .collect();
            assert_eq!(lines.len(), super::lines(&record).count());
            lines
        };
        let near = format!("{}needle", "가".repeat(60));
        assert_eq!(shown(&near, "needle"), [(near.clone(), false)]);
        let far = format!("{}needle tail\nnext", "가".repeat(61));
        let late = format!("{}needle tail", "가".repeat(20));
        assert_eq!(
            shown(&far, "needle"),
            [(late, true), ("next".to_owned(), false)]
        );
        // Beyond what the row shows, and at the start of a line there.
        let folded = format!("1\n2\n3\n4\n5\n6\nneedle{}", "x".repeat(LINE_BYTES));
        let lines = shown(&folded, "needle");
        assert_eq!(lines.len(), 4);
        assert!(lines[3].0.starts_with("needlex") && lines[3].1, "{lines:?}");
        let endless = format!("{}needle", "y".repeat(LOOK_BYTES * 2));
        assert_eq!(
            shown(&endless, "needle"),
            [(format!("{}needle", "y".repeat(20)), true)]
        );
    }

    fn any_part() -> impl Strategy<Value = String> {
        let short = prop::sample::select(vec!["a", "가", "\r\n", "\n", "\r"]);
        let long = (prop::sample::select(vec!["b", "나"]), 100_usize..900);
        prop_oneof![
            short.prop_map(str::to_owned),
            long.prop_map(|(part, count)| part.repeat(count)),
        ]
    }

    proptest! {
        #[test]
        fn height_of_any_record_agrees_with_its_lines(
            parts in prop::collection::vec(any_part(), 0..12)
        ) {
            let whole = parts.concat();
            let record = text(&whole);
            let folded = folded_bytes(&record);
            let count = lines(&record).count() + usize::from(folded.is_some());
            prop_assert_eq!(height_lines(&record), count);
            prop_assert!((1..=MAX_LINES).contains(&count));
            let plain: Vec<_> = payload::lines(&whole).collect();
            for (line, plain) in lines(&record).zip(&plain) {
                prop_assert!(plain.starts_with(line.text));
                prop_assert_eq!(line.is_cut, line.text != *plain);
            }
            prop_assert!(folded.is_some() || lines(&record).count() == plain.len());
        }
    }
}
