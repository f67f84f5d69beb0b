//! The columns that a character takes in a font whose letters all have one width.

/// The upper bound of a character's width, in columns.
///
/// A line that is estimated too wide breaks early, which costs nothing. One that is estimated too narrow would have to
/// be scrolled sideways. So whatever may come from another font counts for more than fonts make of it.
pub(super) fn width(character: char) -> usize {
    match character {
        // The style sheet sets `tab-size` to this.
        '\t' => 4,
        ' '..='~' => 1,
        // They combine with the character before.
        '\u{300}'..'\u{370}' | '\u{200b}'..='\u{200f}' | '\u{fe00}'..='\u{fe0f}' => 0,
        // Latin, Greek and Cyrillic letters, which fonts for code have.
        '\u{a0}'..'\u{530}' => 1,
        // Pictures are a little wider than two letters.
        '\u{1f000}'.. => 3,
        _ => 2,
    }
}

/// The width of the mark of a character that is not seen, as in `⟨U+200B⟩`.
pub(super) const MARK_COLUMNS: usize = 12;

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::width;

    #[test]
    fn width_of_a_character_is_an_upper_bound_in_columns() {
        for (character, columns) in [
            ('a', 1),
            ('é', 1),
            ('Ж', 1),
            ('가', 2),
            ('，', 2),
            ('👍', 3),
            ('\u{301}', 0),
        ] {
            assert_eq!(width(character), columns, "{character:?}");
        }
    }
}
