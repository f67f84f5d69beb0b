//! Which characters of a message are not seen, and what stands for them.
//!
//! What belongs here: the characters of a text that look like nothing, or like a plain blank. What may not enter: what a
//! name or an address may have, and elements.

use protocol::invisible::{is_invisible, joins};

/// Whether a row marks a character: a control other than a tab and breaks of lines, or an invisible character. Emoji
/// and scripts that need joiners stay whole there.
#[must_use]
pub fn is_marked_in_row(character: char) -> bool {
    is_invisible(character) || character.is_control() && !matches!(character, '\t' | '\n' | '\r')
}

/// Whether a detail counts a character as not seen. It counts those that a row marks, joiners and carriage returns. It
/// also counts blanks that look like U+0020 and are others.
#[must_use]
pub fn is_unseen(character: char) -> bool {
    is_marked_in_row(character)
        || joins(character)
        || character == '\r'
        || character.is_whitespace() && !character.is_ascii()
}

/// The number of characters that are not seen.
pub(crate) fn count(text: &str) -> u64 {
    let unseen = text.chars().filter(|character| is_unseen(*character));
    unseen.count() as u64
}

/// The name of a character by its number, as in `U+200B`.
#[must_use]
pub fn code_point(character: char) -> String {
    format!("U+{:04X}", u32::from(character))
}

/// The text in parts: each character to mark alone, and the text between two.
pub fn parts(text: &str, is_marked: fn(char) -> bool) -> impl Iterator<Item = Part<'_>> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let first = rest.chars().next()?;
        if is_marked(first) {
            rest = &rest[first.len_utf8()..];
            return Some(Part::Marked(first));
        }
        let (plain, after) = rest.split_at(rest.find(is_marked).unwrap_or(rest.len()));
        rest = after;
        Some(Part::Plain(plain))
    })
}

/// A part of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part<'a> {
    /// Text as it is.
    Plain(&'a str),
    /// A character to mark.
    Marked(char),
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;

    #[test]
    fn character_that_is_not_seen_is_counted_and_a_seen_one_is_not() {
        for unseen in "\0\u{1b}\u{7f}\u{85}\u{a0}\u{ad}\u{200b}\u{200d}\u{202e}\u{2028}\u{3000}\u{fe0f}\u{feff}\r".chars() {
            assert!(is_unseen(unseen), "{unseen:?}");
        }
        assert_eq!(count("a b\tc\n가é👍"), 0);
        assert_eq!(count("a\r\n\u{200b}b"), 2);
    }

    #[test]
    fn row_marks_what_misleads_and_leaves_emoji_whole() {
        for marked in "\0\u{1b}\u{200b}\u{202e}\u{feff}".chars() {
            assert!(is_marked_in_row(marked), "{marked:?}");
        }
        assert!(!"👩‍👩‍👧 ❤\u{fe0f}\ta\u{3000}b".contains(is_marked_in_row));
    }

    #[test]
    fn parts_of_a_text_are_the_text_in_order() {
        let found: Vec<_> = parts("a\u{200b}\u{202e}bc\0", is_unseen).collect();
        let expected = [
            Part::Plain("a"),
            Part::Marked('\u{200b}'),
            Part::Marked('\u{202e}'),
            Part::Plain("bc"),
            Part::Marked('\0'),
        ];
        assert_eq!(found, expected);
        assert_eq!(parts("", is_unseen).count(), 0);
        assert_eq!(code_point('\0') + &code_point('\u{e0001}'), "U+0000U+E0001");
    }
}
