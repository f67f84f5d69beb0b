//! Where the caret goes: in a text that the page writes, and to an error.
//!
//! Positions are in UTF-16 code units, as a text field counts them.

use crate::text_position::TextPosition;

/// The caret in a text whose white space alone was changed: behind the same character as before. `None` for any other
/// change, after which no place is the same.
#[must_use]
pub fn after_formatting(before: &str, after: &str, caret: u32) -> Option<u32> {
    if !written(before).eq(written(after)) {
        return None;
    }
    let mut units = 0;
    let characters = before.chars().take_while(|it| {
        let is_before = units < caret;
        units += utf16_units(*it);
        is_before
    });
    let characters = characters.filter(|it| !it.is_whitespace()).count();
    let mut after = after.chars();
    let mut caret = 0;
    for _ in 0..characters {
        for it in after.by_ref() {
            caret += utf16_units(it);
            if !it.is_whitespace() {
                break;
            }
        }
    }
    Some(caret)
}

/// The caret at a position of a text as a text field has it, with line feeds alone.
#[must_use]
pub fn at_position(text: &str, position: TextPosition) -> u32 {
    let mut lines = text.split_inclusive('\n');
    let above = lines.by_ref().take(position.line - 1);
    let above: u32 = above.flat_map(str::chars).map(utf16_units).sum();
    let line = lines.next().unwrap_or_default().chars();
    above + line.take(position.column - 1).map(utf16_units).sum::<u32>()
}

fn written(text: &str) -> impl Iterator<Item = char> {
    text.chars().filter(|it| !it.is_whitespace())
}

fn utf16_units(character: char) -> u32 {
    if u32::from(character) > 0xffff { 2 } else { 1 }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;

    #[test]
    fn caret_at_a_position_counts_utf16_units() {
        let text = "a🙂\n가🙂}";
        for (line, column, expected) in [(1, 1, 0), (1, 3, 3), (2, 1, 4), (2, 3, 7), (2, 4, 8)] {
            let position = TextPosition { line, column };
            assert_eq!(at_position(text, position), expected, "{position:?}");
        }
    }

    #[test]
    fn caret_in_formatted_text_stays_behind_its_character() {
        let (before, after) = ("{\"🙂\":1,\"b\":2}", "{\n  \"🙂\": 1,\n  \"b\": 2\n}");
        for (caret, expected) in [(0, 0), (1, 1), (2, 5), (4, 7), (8, 12), (99, 23)] {
            let moved = after_formatting(before, after, caret);
            assert_eq!(moved, Some(expected), "{caret}");
        }
    }

    #[test]
    fn caret_in_another_text_is_nowhere() {
        assert_eq!(after_formatting("one", "two", 1), None);
    }
}
