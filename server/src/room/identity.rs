//! Which names people see as the same: the identity of a room, and of a member in it
//! ([ADR 0012](../../../docs/adr/0012-names-as-people-see-them.md)).
//!
//! What belongs here: everything that decides whether two names are one. Every other module compares what these
//! functions return. What may not enter: which names are valid (`protocol::superchat`).

use std::sync::Arc;

use unicode_normalization::UnicodeNormalization;

/// The name that identifies a room: however its name was typed, it is the same for everybody who sees the same. Its
/// characters are composed (NFC), those that cannot be seen are removed (Unicode's `Default_Ignorable_Code_Point`), and
/// every run of spaces is one space. It returns such a name as it is.
#[must_use]
pub fn room(typed: &str) -> String {
    one_space_each(&typed.nfc().filter(is_seen).nfc().collect::<String>())
}

/// The name that a member is shown with: its characters are composed (NFC), and every run of spaces is one space.
/// Joiners and variation selectors stay, because they are part of writing. [`Skeleton::of`] identifies the member.
#[must_use]
pub fn member(typed: &str) -> String {
    one_space_each(&typed.nfc().collect::<String>())
}

/// What people see of a member's name: two names with the same skeleton look alike, and only one member of a room has
/// it. It is never shown.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Skeleton(Arc<str>);

impl Skeleton {
    /// The skeleton of a name, as UTS #39 section 4 defines it. It is decomposed and without characters that cannot be
    /// seen, and each of those that look alike is replaced by one of them.
    #[must_use]
    pub fn of(name: &str) -> Self {
        let skeleton: String = unicode_security::skeleton(name).collect();
        let skeleton = one_space_each(&skeleton);
        // Earlier versions allowed names in which nothing can be seen. They are different, as they were.
        Self(if skeleton.is_empty() {
            name.into()
        } else {
            skeleton.into()
        })
    }

    /// The skeleton as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Whether a character can be seen, or joins or parts those that can.
fn is_seen(character: &char) -> bool {
    let mut bytes = [0; 4];
    // The skeleton drops exactly the characters that cannot be seen.
    unicode_security::skeleton(character.encode_utf8(&mut bytes))
        .next()
        .is_some()
}

/// Replaces every run of spaces, of any width, by one space. A page shows such a run as one space. Control characters
/// stay, so that the name is refused.
fn one_space_each(name: &str) -> String {
    let is_space = |character: char| character.is_whitespace() && !character.is_control();
    let mut characters = name.chars().peekable();
    let mut result = String::with_capacity(name.len());
    while let Some(character) = characters.next() {
        if !is_space(character) {
            result.push(character);
        } else if !characters.peek().copied().is_some_and(is_space) {
            result.push(' ');
        }
    }
    result
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn room_typed_in_any_way_is_one_room() {
        let rooms = [
            ("회의", "\u{1112}\u{116c}\u{110b}\u{1174}"),
            ("é", "e\u{301}"),
            ("Å", "\u{212b}"),
            ("lobby", "lob\u{200d}by\u{fe0f}"),
            ("lobby", "\u{200b}lobby\u{feff}"),
            ("a b", "a\u{a0}\u{2003}b"),
        ];
        for (seen, typed) in rooms {
            assert_eq!(room(typed), seen, "{typed:?}");
            assert_eq!(room(seen), seen);
        }
        assert_ne!(
            room("lobby"),
            room("1obby"),
            "only members are told apart by skeleton"
        );
        assert_eq!(room("\u{200d}\u{fe0f}"), "");
        assert_eq!(room("a\nb"), "a\nb", "it is refused later");
    }

    #[test]
    fn skeleton_of_names_that_look_alike_is_the_same() {
        for (name, other) in [
            ("김", "\u{1100}\u{1175}\u{11b7}"),
            ("kim", "kim\u{200d}"),
            ("kim", "k\u{200d}im"),
            ("kim", "kim\u{e0101}"),
            ("kim", "kim\u{fe0f}\u{200c}"),
            // Cyrillic.
            ("kim", "k\u{456}m"),
            ("kim lee", "kim\u{2003}lee"),
        ] {
            assert_eq!(Skeleton::of(name), Skeleton::of(other), "{other:?}");
        }
        for (name, other) in [("kim", "Kim"), ("kim-2", "kim-3"), ("김", "깅")] {
            assert_ne!(Skeleton::of(name), Skeleton::of(other), "{other:?}");
        }
    }

    #[test]
    fn member_name_keeps_its_joiners() {
        assert_eq!(member("👩‍👩‍👧"), "👩‍👩‍👧");
        assert_eq!(member("e\u{301}"), "é");
    }

    proptest! {
        #[test]
        fn identity_of_an_identity_is_itself(typed in "\\PC*") {
            prop_assert_eq!(room(&room(&typed)), room(&typed));
            prop_assert_eq!(member(&member(&typed)), member(&typed));
            let nfd: String = typed.nfd().collect();
            prop_assert_eq!(room(&nfd), room(&typed));
            prop_assert_eq!(Skeleton::of(&nfd), Skeleton::of(&typed));
        }
    }
}
