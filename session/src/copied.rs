//! What a copy brings along with an address or a name: blanks, quotation marks and invisible characters.
//!
//! What belongs here: which characters those are. What may not enter: what an address or a name is.

/// The offset of the text inside what a copy brings along, and that text. It can keep `'` and `` ` ``, which names and
/// addresses may have at an end.
pub(crate) fn inside(typed: &str) -> (usize, &str) {
    let text = typed.trim_end_matches(is_around);
    let inside = text.trim_start_matches(is_around);
    (text.len() - inside.len(), inside)
}

fn is_around(character: char) -> bool {
    let is_quote = matches!(
        character,
        '"' | '<' | '>' | '«' | '»' | '‘'..='‟' | '「' | '」'
    );
    is_quote || is_unseen(character)
}

/// Whether a character leaves no mark of its own, and is no control: a blank, or an invisible character.
///
/// The latter are zero-width characters, controls of direction (UAX #9), soft hyphens, fillers and tags. Joiners and
/// variation selectors are none: they shape the letter or emoji before them.
pub(crate) fn is_unseen(character: char) -> bool {
    let is_invisible = matches!(
        character,
        '\u{ad}'
            | '\u{34f}'
            | '\u{61c}'
            | '\u{115f}'..='\u{1160}'
            | '\u{17b4}'..='\u{17b5}'
            | '\u{180b}'..='\u{180f}'
            | '\u{200b}'
            | '\u{200e}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{2800}'
            | '\u{3164}'
            | '\u{feff}'
            | '\u{ffa0}'
            | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e007f}'
    );
    is_invisible || character.is_whitespace()
}
