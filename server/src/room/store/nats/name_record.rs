//! What servers tell each other of members.
//!
//! A server is known by its *opening* of a room, a random word: when it has closed the room and opens it again
//! it is another one.

use data_encoding::HEXLOWER;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// Who has a name, as the stream has it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Record {
    pub(super) name: String,
    /// What tells the member's connections from others: a hash of its key, which is a secret.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) key: Option<String>,
    /// The openings through which it is in the room. Where there is none the name is free.
    pub(super) holders: Vec<String>,
}

/// What is not kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(super) enum Signal {
    /// An opening is still there.
    Here {
        /// Which.
        opening: String,
    },
    /// Somebody writes, or does not any more.
    Typing {
        /// Through which opening.
        opening: String,
        /// Who.
        name: String,
        /// Whether.
        is_typing: bool,
    },
}

/// What is told of a key.
pub(super) fn hash(key: &str) -> String {
    HEXLOWER.encode(&Sha256::digest(key))
}

/// The bytes of a message.
pub(super) fn to_json(message: &impl Serialize) -> Vec<u8> {
    // Only maps with other keys than strings and a failing `Serialize` are errors; there are none.
    serde_json::to_vec(message).unwrap_or_default()
}

/// What a message says; `None` where it is none of ours.
pub(super) fn from_json<T: DeserializeOwned>(bytes: &[u8]) -> Option<T> {
    serde_json::from_slice(bytes).ok()
}
