//! A position in a text, as editors show it.

use super::payload::lines;

/// A line and a character in it, both counted from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TextPosition {
    /// The line, as [`lines`] splits the text.
    pub line: usize,
    /// The character in the line; one past the last where something is missing.
    pub column: usize,
}

impl TextPosition {
    /// The position at this byte offset. An offset inside a character counts as that character's, and one
    /// past the end as the end's.
    #[must_use]
    pub fn of(text: &str, offset_bytes: usize) -> Self {
        let before = &text[..text.floor_char_boundary(offset_bytes)];
        let mut position = Self { line: 0, column: 0 };
        for line in lines(before) {
            position.line += 1;
            position.column = line.chars().count() + 1;
        }
        position
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn at(text: &str, offset_bytes: usize) -> (usize, usize) {
        let TextPosition { line, column } = TextPosition::of(text, offset_bytes);
        (line, column)
    }

    #[test]
    fn position_of_offset_0_is_line_1_column_1() {
        assert_eq!(at("", 0), (1, 1));
        assert_eq!(at("가나", 0), (1, 1));
    }

    #[test]
    fn column_counts_characters_and_not_bytes() {
        assert_eq!(at("가나다", 6), (1, 3));
        assert_eq!(at("🙂x", 4), (1, 2));
    }

    #[test]
    fn line_counts_each_kind_of_break() {
        assert_eq!(at("a\nb\r\nc\rd", 7), (4, 1));
        assert_eq!(at("a\n\nb", 3), (3, 1));
    }

    #[test]
    fn position_of_an_offset_inside_or_past_characters_is_valid() {
        assert_eq!(at("가나", 4), (1, 2));
        assert_eq!(at("가나", 99), (1, 3));
    }

    proptest! {
        #[test]
        fn position_of_any_character_leads_back_to_it(text in "(a|가|🙂|\n){0,20}", index in 0_usize..20) {
            let Some((offset_bytes, character)) = text.char_indices().nth(index) else {
                return Ok(());
            };
            let position = TextPosition::of(&text, offset_bytes);
            let found = lines(&text)
                .nth(position.line - 1)
                .and_then(|line| line.chars().nth(position.column - 1));
            prop_assert_eq!(found.unwrap_or('\n'), character);
        }
    }
}
