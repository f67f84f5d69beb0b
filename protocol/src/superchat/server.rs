//! The messages of the server.

use serde::{Deserialize, Serialize};

use super::Refusal;

/// A message from the server. Later versions may add fields and types; a client ignores those that it does not
/// know.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum ServerMessage {
    /// The answer to `join`.
    Welcome(Welcome),
    /// A message of a member, the client itself included.
    Message(Message),
    /// The answer to `say`: the message is stored.
    Ack(Ack),
    /// The members that joined and left.
    Presence(Presence),
    /// Whether a member is typing.
    Typing(TypingChange),
    /// The answer to `ping`.
    Pong(Pong),
    /// A message of the client was refused.
    Error(Refusal),
}

/// The answer to `join`. Every message behind it is of this room.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Welcome {
    /// The room.
    pub room: String,
    /// The name that the client has in it.
    pub name: String,
    /// The log to which the offsets of this room belong.
    pub epoch: String,
    /// The offset of the newest message. With that message the client has everything from before it joined;
    /// messages behind it are live. Where the log is empty no message follows: it is then the offset of the newest
    /// evicted message, or 0.
    pub newest: u64,
    /// Whether every message behind the position of `join` follows. If not, `join` had no position or the log does
    /// not reach back to it. The newest page follows then, and all of it is new to the client, whatever its
    /// offsets.
    pub recovered: bool,
    /// The names of the members in order, at most the first 256.
    pub members: Vec<String>,
    /// The number of all members.
    pub member_count: usize,
}

/// A message of a member.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Message {
    /// Its offset in the log.
    pub offset: u64,
    /// The name of the member.
    pub name: String,
    /// The text.
    pub text: String,
    /// The time at which it entered the log, in milliseconds since 1970. It never decreases from one message to
    /// the next.
    pub time_ms: u64,
    /// The id of its `say`; a message of `chat` has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
}

/// The answer to `say`: the message is in the log, until the log evicts it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Ack {
    /// The id of the `say`.
    pub id: String,
    /// The offset of the message in the log.
    pub offset: u64,
}

/// The members that joined and left since the last `presence`, or since `welcome`. A member that did both is in
/// neither list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Presence {
    /// The names of the members that joined.
    pub joined: Vec<String>,
    /// The names of the members that left.
    pub left: Vec<String>,
    /// The number of members now.
    pub member_count: usize,
}

/// The answer to `ping`. Any other message answers it as well: it shows that the server is there.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Pong {}

/// Whether a member is typing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TypingChange {
    /// The name of the member.
    pub name: String,
    /// Whether the member is typing. Its next message and its leaving end it too, without this message.
    pub is_typing: bool,
}
