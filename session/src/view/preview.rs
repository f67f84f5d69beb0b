//! What a row shows of a record, and so how high it is: from the beginning of the message alone.

use crate::payload::{self, Payload};
use crate::record::Record;

/// A row has at most so many lines.
pub const MAX_LINES: usize = 5;

/// Of a message, a row looks at so many bytes: one of 16 MiB costs no more than one of two KiB.
const LOOK_BYTES: usize = 2_048;

/// Of a line, a row shows so many bytes; the widest screen cuts it off earlier.
const LINE_BYTES: usize = 512;

/// A line of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Line<'a> {
    /// The text, without its break.
    pub text: &'a str,
    /// Whether the line goes on beyond this.
    pub is_cut: bool,
}

/// How many lines the row of this record has. Computed and never measured, so that the height of a
/// million rows is known without a layout.
#[must_use]
pub fn height_lines(record: &Record) -> usize {
    text_of(record).map_or(1, |text| {
        let fold = fold(text);
        fold.lines + usize::from(fold.is_folded)
    })
}

/// The lines that the row of a text message shows; of anything else, none.
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
                }
            })
    })
}

/// How many bytes the message has beyond the lines that its row shows, if its row says so: because
/// there are more lines than a row has, or more text than a row looks at.
#[must_use]
pub fn folded_bytes(record: &Record) -> Option<usize> {
    let text = text_of(record).filter(|text| fold(text).is_folded)?;
    let last = lines(record).last()?.text;
    Some(text.len() - end_in(text, last))
}

struct Fold {
    /// Lines of text that are shown.
    lines: usize,
    /// Whether one line more tells that there is more.
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

/// What a row looks at. Its end is not amid a `\r\n`, which would make two breaks of one.
fn beginning(text: &str) -> &str {
    let end = text.floor_char_boundary(LOOK_BYTES);
    let splits_break = text[..end].ends_with('\r') && text[end..].starts_with('\n');
    &text[..end - usize::from(splits_break)]
}

/// Where in a text a part of it ends, in bytes.
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
    use crate::record::{Direction, What};
    use crate::time::Time;

    fn message(payload: Payload) -> Record {
        Record {
            at: Time(0.0),
            what: What::Message(Direction::Received, payload),
        }
    }

    fn text(text: &str) -> Record {
        message(Payload::Text(text.into()))
    }

    fn shown(record: &Record) -> Vec<(&str, bool)> {
        lines(record).map(|line| (line.text, line.is_cut)).collect()
    }

    #[test]
    fn five_lines_are_shown_and_of_six_four_and_how_much_more() {
        let five = text("1\n2\r\n3\r4\n5");
        assert_eq!(shown(&five).len(), 5);
        assert_eq!((height_lines(&five), folded_bytes(&five)), (5, None));
        let six = text("1\n2\r\n3\r4\r\n5\n가");
        assert_eq!(shown(&six).last(), Some(&("4", false)));
        assert_eq!((height_lines(&six), folded_bytes(&six)), (5, Some(7)));
    }

    #[test]
    fn a_message_of_one_endless_line_shows_its_beginning_and_how_much_more() {
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
    fn a_line_that_a_row_cannot_show_whole_is_cut_and_that_alone_folds_nothing() {
        let long = text(&format!("{}\nb", "a".repeat(LINE_BYTES + 1)));
        assert_eq!(
            shown(&long),
            [(&*"a".repeat(LINE_BYTES), true), ("b", false)]
        );
        assert_eq!(folded_bytes(&long), None);
    }

    #[test]
    fn a_break_at_the_end_of_what_is_looked_at_is_one_break() {
        let record = text(&format!("{}\r\nb", "a".repeat(LOOK_BYTES - 1)));
        assert_eq!(shown(&record), [(&*"a".repeat(LINE_BYTES), true)]);
        assert_eq!(height_lines(&record), 2);
    }

    #[test]
    fn what_is_not_text_has_one_line_and_no_text() {
        let binary = message(Payload::Binary([0; 4_096].into()));
        assert_eq!((height_lines(&binary), folded_bytes(&binary)), (1, None));
        assert_eq!(shown(&binary), []);
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
        fn a_row_is_as_high_as_what_it_shows(
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
