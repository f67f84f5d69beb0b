//! Which names and ids are valid.

use crate::invisible::{is_invisible, joins};

use super::{ID_CHARACTERS, MAX_NAME_BYTES, MAX_ROOM_BYTES, NOTICE};

/// Whether the name of a room is valid.
#[must_use]
pub fn is_room(name: &str) -> bool {
    is_line(name, MAX_ROOM_BYTES)
}

/// Whether the name of a member is valid. A colon could make it look like the name of another in `name: text`.
#[must_use]
pub fn is_name(name: &str) -> bool {
    is_line(name, MAX_NAME_BYTES) && !name.contains(':') && !name.starts_with(NOTICE)
}

/// Whether an id or a key is valid.
#[must_use]
pub fn is_id(id: &str) -> bool {
    ID_CHARACTERS.contains(&id.len())
        && id
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
}

/// Whether a name can be read on one line, and has something to see.
fn is_line(name: &str, max_bytes: usize) -> bool {
    (1..=max_bytes).contains(&name.len())
        && name.trim() == name
        && !name.chars().all(joins)
        && !name
            .chars()
            .any(|character| character.is_control() || misleads(character))
}

/// Whether a character separates lines or is invisible. Joiners and variation selectors are valid: a server also
/// compares names by what is left to see of them.
fn misleads(character: char) -> bool {
    is_invisible(character) || matches!(character, '\u{2028}'..='\u{2029}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn name_that_can_be_taken_for_another_is_invalid() {
        for name in ["kim", "김", "kim lee", "k-2", "a!", "👩‍👩‍👧", "葛\u{e0100}"] {
            assert!(is_name(name), "{name:?}");
        }
        let (longest, too_long) = ("x".repeat(MAX_NAME_BYTES), "x".repeat(MAX_NAME_BYTES + 1));
        assert!(is_name(&longest) && !is_name(&too_long));
        for name in [
            "",
            " ",
            " kim",
            "kim ",
            "a\nb",
            "a:b",
            "!kim",
            "\u{202e}mik",
            "a\u{2028}b",
            "\u{3164}",
            "kim\u{e0020}",
            "\u{200d}",
            "\u{fe0f}\u{fe0f}",
            "\u{e0101}\u{200c}",
            "kim\u{2800}",
            "\u{fff9}kim",
        ] {
            assert!(!is_name(name), "{name:?}");
        }
        assert!(is_room("a:b") && is_room("!a") && !is_room("a\u{0}"));
    }

    #[test]
    fn id_too_short_to_be_random_is_invalid() {
        assert!(is_id("0123456789abcdef"));
        assert!(is_id("67e55044-10b1-426f-9247-bb680e5fe0c8"));
        for id in [
            "",
            "1",
            "0123456789abcde",
            "0123456789abcde.",
            &"x".repeat(65),
        ] {
            assert!(!is_id(id), "{id:?}");
        }
    }
}
