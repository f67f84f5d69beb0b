//! Which characters are not seen in a text.
//!
//! What belongs here: the characters that leave no mark of their own, for every rule that asks for them. What may not
//! enter: what a rule allows beside them. A name on a line has no breaks of lines, for one, and an address no blanks.

/// Whether a character leaves no mark and no gap, and shapes no other one. These are fillers, tags, and controls of
/// direction: Unicode's `Default_Ignorable_Code_Point` without those of [`joins`]. The empty Braille pattern and the
/// marks of annotations are among them, too.
#[must_use]
pub fn is_invisible(character: char) -> bool {
    matches!(
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
            | '\u{fff0}'..='\u{fffb}'
            | '\u{1bca0}'..='\u{1bca3}'
            | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e00ff}'
            | '\u{e01f0}'..='\u{e0fff}'
    )
}

/// Whether a character is invisible by itself and part of writing: a joiner, or a variation selector.
#[must_use]
pub fn joins(character: char) -> bool {
    matches!(
        character,
        '\u{200c}'..='\u{200d}' | '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}'
    )
}
