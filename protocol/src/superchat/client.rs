//! The messages of a client.

use serde::{Deserialize, Serialize};

/// A message from a client. A message with an unknown field is refused.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum ClientMessage {
    /// Joins a room. The answer is a `welcome`.
    Join(Join),
    /// Says something in the room. The answer is an `ack`.
    Say(Say),
    /// Shows the others whether the member is typing. There is no answer.
    Typing(Typing),
    /// Leaves the room. There is no answer; the connection stays open and may join again.
    Leave(Leave),
    /// Asks whether the server is still there, in a room or in none. The answer is a `pong`.
    Ping(Ping),
}

/// Joins a room.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Join {
    /// The room: 1 to 64 bytes. Without it, the room of the address, `?room=`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub room: Option<String>,
    /// The name: 1 to 48 bytes, without a colon and without a `!` at its start. Where another member has it, a
    /// number is appended. Without it, the name of the address, `?name=`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// A secret of the client: 16 to 64 random characters of `A-Z a-z 0-9 - _`. Connections that join a room with
    /// the same key are one member with one name. Two tabs may do so, or a connection that replaces one which
    /// the server does not know to be lost.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// The position of the last message that the client has; it receives the messages behind it. Without it, the
    /// newest page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<StreamPosition>,
}

/// A position in the log of a room.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct StreamPosition {
    /// The log, by the `epoch` of `welcome`.
    pub epoch: String,
    /// The offset of a message; 0 is before the first.
    pub offset: u64,
}

/// Says something in the room.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Say {
    /// The client's id of this message: 16 to 64 random characters of `A-Z a-z 0-9 - _`, such as a UUID. It
    /// belongs to the room and not to a connection or a name. The same text sent again with the same id is
    /// answered with the offset of the first.
    pub id: String,
    /// The text: 1 to 8,192 bytes.
    pub text: String,
    /// For a message that is sent again: the position that the client had when it sent it first. The server
    /// remembers the ids of a limited number of messages. Where they do not reach back to this position, it cannot
    /// know whether the message is in the log. It then refuses it with `id_forgotten`, so that no message is in the
    /// log twice.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<StreamPosition>,
}

/// Leaves the room.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Leave {}

/// Asks whether the server is still there. A client that only reads finds out by it that the network is gone. A page
/// sees none of the pings and pongs of RFC 6455.
///
/// A client that has sent one is expected to go on: the server closes its connection after
/// [`SILENCE_TIMEOUT_MS`](super::SILENCE_TIMEOUT_MS) without any message from it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Ping {}

/// Shows the others whether the member is typing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Typing {
    /// Whether the member is typing; left out, it is. A `say` and leaving end it too.
    #[serde(default = "yes")]
    pub is_typing: bool,
}

fn yes() -> bool {
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<ClientMessage> {
        serde_json::from_str(text).ok()
    }

    #[test]
    fn field_that_is_optional_may_be_left_out() {
        for (text, message) in [
            (r#"{"type":"join"}"#, ClientMessage::Join(Join::default())),
            (
                r#"{"type":"typing"}"#,
                ClientMessage::Typing(Typing { is_typing: true }),
            ),
            (r#"{"type":"leave"}"#, ClientMessage::Leave(Leave {})),
            (r#"{"type":"ping"}"#, ClientMessage::Ping(Ping {})),
            (
                r#"{"id":"0123456789abcdef","text":"hi","type":"say"}"#,
                ClientMessage::Say(Say {
                    id: "0123456789abcdef".to_owned(),
                    text: "hi".to_owned(),
                    after: None,
                }),
            ),
        ] {
            assert_eq!(read(text), Some(message), "{text}");
        }
    }

    #[test]
    fn field_misspelt_is_refused() {
        for text in [
            r#"{"type":"join","rom":"a"}"#,
            r#"{"type":"join","after":{"epoch":"e","offset":1,"x":1}}"#,
            r#"{"type":"say","id":"0123456789abcdef","text":"hi","txt":1}"#,
            r#"{"type":"leave","room":"a"}"#,
            r#"{"type":"ping","id":1}"#,
            r#"{"type":"shout"}"#,
            r#"{"type":"join","after":{"epoch":"e","offset":-1}}"#,
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
