//! What a client says.

use serde::{Deserialize, Serialize};

/// A message from a client. One with a field that is not listed is refused, not understood by half.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum ClientMessage {
    /// To be in a room. It is answered by a `welcome`.
    Join(Join),
    /// To say something in it. It is answered by an `ack`.
    Say(Say),
    /// To let the others see that one is writing. There is no answer.
    Typing(Typing),
    /// To be in it no longer. There is no answer; the connection stays open and may join again.
    Leave(Leave),
}

/// To be in a room.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Join {
    /// Which room: 1 to 64 bytes. Without it the one of the address, `?room=`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub room: Option<String>,
    /// By which name: 1 to 48 bytes, with no colon and no `!` at its beginning. Another member may have it; then
    /// a number is put behind it. Without it the one of the address, `?name=`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// A secret of the client: 16 to 64 characters of `A-Z a-z 0-9 - _`, drawn at random. Connections of
    /// one room that join with the same key are one member with one name, as two tabs are, or a
    /// connection and the one that replaces it before the server knows that the first is lost.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// The position of the last message that the client has; it receives those behind it. Without it, the
    /// newest page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<Position>,
}

/// A place in the log of a room.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Position {
    /// Which log, as `welcome` told.
    pub epoch: String,
    /// The offset of a message; 0 is before the first.
    pub offset: u64,
}

/// To say something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Say {
    /// What the client knows this message by: 16 to 64 characters of `A-Z a-z 0-9 - _`, drawn at random, such as
    /// a UUID. It belongs to the room and not to a connection or a name: whoever says the same text
    /// with the same id again is told the offset of the first, however often.
    pub id: String,
    /// What is said: 1 to 8,192 bytes.
    pub text: String,
    /// For a message that is said again: the position that the client had when it said it first. The
    /// server remembers ids for as many messages as it can; where that does not reach back to this
    /// position it does not know whether the message is in the log, and refuses it with `id_forgotten`
    /// so that it is never there twice.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<Position>,
}

/// To be in it no longer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Leave {}

/// To let the others see that one is writing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Typing {
    /// Whether one is; left out, one is. What is said, and leaving, ends it too.
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
    fn what_may_be_left_out_may_be_left_out() {
        for (text, message) in [
            (r#"{"type":"join"}"#, ClientMessage::Join(Join::default())),
            (
                r#"{"type":"typing"}"#,
                ClientMessage::Typing(Typing { is_typing: true }),
            ),
            (r#"{"type":"leave"}"#, ClientMessage::Leave(Leave {})),
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
    fn a_misspelt_field_is_refused() {
        for text in [
            r#"{"type":"join","rom":"a"}"#,
            r#"{"type":"join","after":{"epoch":"e","offset":1,"x":1}}"#,
            r#"{"type":"say","id":"0123456789abcdef","text":"hi","txt":1}"#,
            r#"{"type":"leave","room":"a"}"#,
            r#"{"type":"shout"}"#,
            r#"{"type":"join","after":{"epoch":"e","offset":-1}}"#,
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
