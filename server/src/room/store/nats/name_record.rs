//! What servers tell each other about members: name records, which a stream stores, and signals, which nothing
//! stores.
//!
//! A server that opens a room takes a random *instance id* for it. It takes another one when it closes the room and
//! opens it again. Other servers, also of other versions, read this JSON: fields may be added and never renamed.

use data_encoding::HEXLOWER;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// Who holds a name, as the stream stores it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct NameRecord {
    pub(super) name: String,
    /// The hash of the member's key. The key itself is a secret of the member.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) key: Option<String>,
    /// The instance ids of the servers that have connections with this name. The name is free where it is empty.
    pub(super) holders: Vec<String>,
}

/// What servers tell each other without storing it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(super) enum Signal {
    /// An instance still has the room open.
    #[serde(rename = "here")]
    Heartbeat {
        /// The instance.
        #[serde(rename = "opening")]
        instance_id: String,
    },
    /// A member started or stopped writing.
    Typing {
        /// The instance that the member is connected to.
        #[serde(rename = "opening")]
        instance_id: String,
        /// The member's name.
        name: String,
        /// Whether it is writing now.
        is_typing: bool,
    },
}

/// The hash of a member's key, in hexadecimal digits.
pub(super) fn hash(key: &str) -> String {
    HEXLOWER.encode(&Sha256::digest(key))
}

/// The bytes of a record or a signal.
pub(super) fn to_json(message: &impl Serialize) -> Vec<u8> {
    // Serialization fails only for maps with keys that are no strings; there are none.
    serde_json::to_vec(message).unwrap_or_default()
}

/// The record or signal in these bytes; `None` where another program wrote them.
pub(super) fn from_json<T: DeserializeOwned>(bytes: &[u8]) -> Option<T> {
    serde_json::from_slice(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn name_record_as_json_is_what_earlier_versions_stored() {
        let record = NameRecord {
            name: "kim".to_owned(),
            key: Some(hash("0123456789abcdef")),
            holders: vec!["a".to_owned()],
        };
        let stored = r#"{"name":"kim","key":"9f9f5111f7b27a781f1f1ddde5ebc2dd2b796bfc7365c9c28b548e564176929f","holders":["a"]}"#;
        assert_eq!(to_json(&record), stored.as_bytes());
        assert_eq!(from_json(stored.as_bytes()), Some(record));
    }

    #[test]
    fn signals_as_json_are_what_other_versions_send() {
        let instance_id = "a".to_owned();
        let typing = Signal::Typing {
            instance_id: instance_id.clone(),
            name: "kim".to_owned(),
            is_typing: true,
        };
        for (signal, sent) in [
            (
                Signal::Heartbeat { instance_id },
                r#"{"type":"here","opening":"a"}"#,
            ),
            (
                typing,
                r#"{"type":"typing","opening":"a","name":"kim","is_typing":true}"#,
            ),
        ] {
            assert_eq!(to_json(&signal), sent.as_bytes());
            assert_eq!(from_json(sent.as_bytes()), Some(signal));
        }
    }
}
