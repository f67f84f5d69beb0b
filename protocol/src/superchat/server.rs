//! What the server says.

use serde::{Deserialize, Serialize};

use super::Refusal;

/// A message from the server. Later versions may add fields and types; a client passes over what it does
/// not know.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum ServerMessage {
    /// The answer to `join`.
    Welcome(Welcome),
    /// What somebody said, the client itself included.
    Message(Message),
    /// The answer to `say`: it is kept.
    Ack(Ack),
    /// Who came and who left.
    Presence(Presence),
    /// Who is writing.
    Typing(Types),
    /// What was refused, and why.
    Error(Refusal),
}

/// The answer to `join`. What follows it is of this room.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Welcome {
    /// The room.
    pub room: String,
    /// The name that the client has in it.
    pub name: String,
    /// Which log the offsets of this room belong to.
    pub epoch: String,
    /// The offset of the newest message: when that has come the client has seen what there was before it
    /// joined, and what comes behind it is live. Where the log is empty none follows: the offset is then that of the
    /// newest that it has let go of, 0 where there has been none.
    pub newest: u64,
    /// Whether everything behind the position of `join` follows. If not, either there was none, or the
    /// log does not reach back so far; what follows is the newest page, all of which is news to the client, whatever
    /// the offsets.
    pub recovered: bool,
    /// The names of members, in order: the first 256 of them.
    pub members: Vec<String>,
    /// How many members there are in all.
    pub member_count: usize,
}

/// What somebody said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Message {
    /// Its place in the log.
    pub offset: u64,
    /// Who said it.
    pub name: String,
    /// What.
    pub text: String,
    /// When it entered the log, in milliseconds since 1970. It never goes back from one message to the
    /// next.
    pub time_ms: u64,
    /// The id of its `say`; there is none where it was said in `chat`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
}

/// The answer to `say`: the message is in the log, and will be for as long as the log reaches.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Ack {
    /// The id of the `say`.
    pub id: String,
    /// The place of the message in the log.
    pub offset: u64,
}

/// Who came and who left since the last of these, or since `welcome`. Somebody who did both is not
/// mentioned.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Presence {
    /// The names of those who came.
    pub joined: Vec<String>,
    /// The names of those who left.
    pub left: Vec<String>,
    /// How many members there are now.
    pub member_count: usize,
}

/// Who is writing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Types {
    /// Whose news it is.
    pub name: String,
    /// Whether they are. It also ends, without this message, with what they say and when they leave.
    pub is_typing: bool,
}
