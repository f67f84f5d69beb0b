//! The subjects by which servers speak of rooms.
//!
//! A subject is made of tokens between dots, without spaces, `*` and `>`. A name may have all of these, and
//! is therefore base64url in a subject.

use data_encoding::BASE64URL_NOPAD;

/// What the subjects of all messages begin with.
pub(super) const MESSAGES: &str = "ullim.message";

/// What the subjects of all names begin with.
pub(super) const NAMES: &str = "ullim.name";

/// What the subjects begin with on which servers tell each other what is not kept.
const SIGNALS: &str = "ullim.signal";

/// What is said in a room.
pub(super) fn messages(room: &str) -> String {
    format!("{MESSAGES}.{}", token(room))
}

/// Who has a name in a room.
pub(super) fn name(room: &str, name: &str) -> String {
    format!("{NAMES}.{}.{}", token(room), token(name))
}

/// Who has any name in a room.
pub(super) fn names(room: &str) -> String {
    format!("{NAMES}.{}.*", token(room))
}

/// That a server has a room open, and who writes in it.
pub(super) fn signals(room: &str) -> String {
    format!("{SIGNALS}.{}", token(room))
}

fn token(name: &str) -> String {
    BASE64URL_NOPAD.encode(name.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rooms_of_any_name_have_a_subject_each() {
        let rooms = ["a", "A", "a.b", "a b", ">", "*", "김", "_Q", "👩‍👩‍👧"];
        let subjects = rooms.map(messages);
        for (index, subject) in subjects.iter().enumerate() {
            let token = subject.strip_prefix("ullim.message.").unwrap();
            let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
            assert!(
                !token.is_empty() && token.bytes().all(is_plain),
                "{subject}"
            );
            assert!(!subjects[..index].contains(subject), "{subject}");
        }
    }
}
