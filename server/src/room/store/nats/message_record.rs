//! What is in the stream: something that was said, before it is an entry in a log.

use serde::{Deserialize, Serialize};

use crate::room::store::{Draft, Key};

/// Something that was said, as the stream has it; its place and its time are the stream's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Said {
    pub(super) name: String,
    pub(super) text: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) id: Option<String>,
    /// Its [`Key`], in 32 hexadecimal digits. One without an id has a key that nobody could tell otherwise.
    key: String,
    /// The offset through which the server had read when it sent this: the message was in the log
    /// nowhere before.
    pub(super) after: u64,
}

impl Said {
    /// What is sent of a draft that is known by `key`, by a server that has read through the offset `after`.
    pub(super) fn new(draft: Draft, key: Key, after: u64) -> Self {
        Self {
            name: draft.name,
            text: draft.text,
            id: draft.id,
            key: format!("{key:032x}"),
            after,
        }
    }

    /// What it is known by; `None` where that makes no sense.
    pub(super) fn key(&self) -> Option<Key> {
        Key::from_str_radix(&self.key, 16).ok()
    }

    /// The bytes of a message in the stream.
    pub(super) fn to_json(&self) -> Vec<u8> {
        // Only maps with other keys than strings and a failing `Serialize` are errors; there are none.
        serde_json::to_vec(self).unwrap_or_default()
    }

    /// What a message in the stream says; `None` where it is none of ours.
    pub(super) fn from_json(bytes: &[u8]) -> Option<Self> {
        serde_json::from_slice(bytes).ok()
    }
}
