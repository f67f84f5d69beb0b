//! The subjects of messages, name records and signals.
//!
//! A subject consists of tokens between dots, without spaces, `*` and `>`. Names may contain all of these, so a token is
//! the base64url of a name.

use data_encoding::BASE64URL_NOPAD;

use crate::room::identity::Skeleton;

/// The prefix of the subjects of messages.
pub(super) const MESSAGES: &str = "ullim.message";

/// The prefix of the subjects of name records.
pub(super) const NAMES: &str = "ullim.name";

/// The prefix of the subjects of signals, which no stream stores.
const SIGNALS: &str = "ullim.signal";

/// The messages of a room.
pub(super) fn messages(room: &str) -> String {
    format!("{MESSAGES}.{}", token(room))
}

/// The messages of all rooms.
pub(super) fn all_messages() -> String {
    format!("{MESSAGES}.*")
}

/// The name of the room whose messages have this subject; `None` where another program wrote them.
pub(super) fn room(messages: &str) -> Option<String> {
    let token = messages.strip_prefix(MESSAGES)?.strip_prefix('.')?;
    let name = BASE64URL_NOPAD.decode(token.as_bytes()).ok()?;
    String::from_utf8(name).ok()
}

/// The record of a name in a room. Names that look alike have one record.
pub(super) fn name(room: &str, name: &str) -> String {
    format!(
        "{NAMES}.{}.{}",
        token(room),
        token(Skeleton::of(name).as_str())
    )
}

/// The records of all names in a room.
pub(super) fn names(room: &str) -> String {
    format!("{NAMES}.{}.*", token(room))
}

/// The signals of the servers that have a room open.
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
    fn messages_of_any_room_names_are_different_valid_subjects() {
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
            assert_eq!(room(subject).as_deref(), Some(rooms[index]));
        }
    }
}
