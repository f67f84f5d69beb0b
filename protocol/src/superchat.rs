//! `superchat`: the messages of the subprotocol of that name, which `/chat` speaks.
//!
//! Each message is a text message of JSON with a `type`: a [`ClientMessage`] or a [`ServerMessage`]. What belongs
//! here: the types, their limits, and which names are valid. What may not enter: how a server handles them.
//!
//! # A room is a log
//!
//! Each message in a room has an *offset*, which is the same for every member. It grows from one message to the next
//! by one or more. The *epoch* names the log to which the offset belongs. A room that lost its log, as in the restart
//! of a server that keeps it in memory, has a new epoch. Both together are a [`StreamPosition`].
//!
//! 1. A client sends `join`, with the position of the last message that it has, if it has one.
//! 2. The server answers `welcome`, then sends a `message` for each message that the client missed, in order, and
//!    then the new ones. With `"recovered": false` in `welcome`, the log does not reach back to that position, and
//!    its newest page follows.
//! 3. An `ack` with the offset acknowledges a `say` when the message is stored. A client whose connection ended
//!    before the `ack` sends the same again on the next one, with the same `id`. The message enters the log once.
//! 4. A client that has heard nothing for a while sends `ping`. Without a `pong` it gives the connection up and joins
//!    again on another.

mod client;
mod error;
mod name;
mod server;

pub use client::{ClientMessage, Join, Leave, Ping, Say, StreamPosition, Typing};
pub use error::{ErrorCode, Refusal};
pub use name::{is_id, is_name, is_room};
pub use server::{Ack, Message, Pong, Presence, ServerMessage, TypingChange, Welcome};

/// The most bytes of UTF-8 in the name of a room.
pub const MAX_ROOM_BYTES: usize = 64;

/// The most bytes of UTF-8 in the name that a member asks for. A number may be appended to make it unique, as in
/// `kim-2`.
pub const MAX_NAME_BYTES: usize = 48;

/// The most bytes of UTF-8 in the text of a message.
pub const MAX_TEXT_BYTES: usize = 8 * 1024;

/// The most bytes of a message from a client. It is the longest text as JSON, in which a character may take six
/// bytes, and room for the other fields.
pub const MAX_MESSAGE_BYTES: usize = 64 * 1024;

/// The number of characters of an id and of a key. The lower limit is there because two clients would choose the
/// same short ids, as `1` and `2`.
pub const ID_CHARACTERS: std::ops::RangeInclusive<usize> = 16..=64;

/// The most messages that follow a `welcome` that recovers nothing.
pub const PAGE_MESSAGES: usize = 50;

/// The most members that a `welcome` names.
pub const MAX_NAMED_MEMBERS: usize = 256;

/// The time in milliseconds without a message from a client that has sent a `ping`. Beyond it the server closes the
/// connection with 1013, and the member leaves. The page asks after 25 s. In a hidden tab its timers may run once a
/// minute, so this is longer than a minute and a half.
pub const SILENCE_TIMEOUT_MS: u64 = 100_000;

/// The subprotocol's name in `Sec-WebSocket-Protocol`.
pub const SUPERCHAT: &str = "superchat";

/// The name of the plain subprotocol, in which messages are text. The others receive a message as [`plain`] has it,
/// and a message of the server itself begins with [`NOTICE`].
pub const CHAT: &str = "chat";

/// The start of a text in `chat` that comes from the server and not from a member. No name starts with it.
pub const NOTICE: char = '!';

/// What each further line of a message begins with in `chat`. No name and no notice begins with a space, so a line
/// inside a message is never taken for a message.
pub const CONTINUATION: &str = "  ";

/// The text that a member of `chat` receives for a message of another: `name: text`, and [`CONTINUATION`] in front of
/// every further line.
#[must_use]
pub fn plain(name: &str, text: &str) -> String {
    let mut plain = String::with_capacity(name.len() + 2 + text.len());
    plain.push_str(name);
    plain.push_str(": ");
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        plain.push(character);
        let is_first_of_two = character == '\r' && characters.peek() == Some(&'\n');
        if breaks_lines(character) && !is_first_of_two {
            plain.push_str(CONTINUATION);
        }
    }
    plain
}

/// Whether some program begins a line behind this character: those of Unicode (UAX #14), and the separators at which
/// Python's `splitlines` also splits.
fn breaks_lines(character: char) -> bool {
    matches!(
        character,
        '\n'..='\r' | '\u{1c}'..='\u{1e}' | '\u{85}' | '\u{2028}' | '\u{2029}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_message_of_several_lines_has_one_speaker() {
        assert_eq!(plain("kim", "hi"), "kim: hi");
        assert_eq!(
            plain("eve", "hi\nkim: I quit\r\n! the server closes"),
            "eve: hi\n  kim: I quit\r\n  ! the server closes"
        );
        for line_break in [
            "\r", "\u{b}", "\u{c}", "\u{1c}", "\u{85}", "\u{2028}", "\u{2029}",
        ] {
            let text = ["hi", line_break, "kim: I quit"].concat();
            let expected = ["eve: hi", line_break, "  kim: I quit"].concat();
            assert_eq!(plain("eve", &text), expected, "{line_break:?}");
        }
        assert_eq!(plain("eve", "\n\n"), "eve: \n  \n  ");
    }
}
