//! A room's message as the stream stores it.
//!
//! Servers of other versions and streams of earlier runs have these records: fields may be added and never renamed.

use serde::{Deserialize, Serialize};

use crate::room::store::{Draft, IdempotencyKey};

/// A message as the stream stores it. Its offset and its time are those of the stream.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct MessageRecord {
    pub(super) name: String,
    pub(super) text: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) id: Option<String>,
    /// Its [`IdempotencyKey`] in 32 hexadecimal digits. Stored because the key of a message without an id is random.
    key: String,
    /// The offset that the sending server had read when it sent this. The message is not at or before it.
    pub(super) after: u64,
    /// When it entered the log, in milliseconds since 1970, where that is not the stream's time: in a copy.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) time_ms: Option<u64>,
}

impl MessageRecord {
    /// The record of a draft with this key, sent by a server that has read through the offset `after`.
    pub(super) fn new(draft: Draft, key: IdempotencyKey, after: u64) -> Self {
        Self {
            name: draft.name,
            text: draft.text,
            id: draft.id,
            key: format!("{key:032x}"),
            after,
            time_ms: None,
        }
    }

    /// Its key; `None` where the field is not a hexadecimal number.
    pub(super) fn key(&self) -> Option<IdempotencyKey> {
        IdempotencyKey::from_str_radix(&self.key, 16).ok()
    }

    /// The bytes to store.
    pub(super) fn to_json(&self) -> Vec<u8> {
        // Serialization fails only for maps with keys that are no strings; there are none.
        serde_json::to_vec(self).unwrap_or_default()
    }

    /// The record in these bytes; `None` where another program wrote them.
    pub(super) fn from_json(bytes: &[u8]) -> Option<Self> {
        serde_json::from_slice(bytes).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn message_record_as_json_is_what_earlier_versions_stored() {
        let draft = Draft {
            name: "kim".to_owned(),
            text: "hi".to_owned(),
            id: Some("0123456789abcdef".to_owned()),
            after: None,
        };
        let record = MessageRecord::new(draft, 0xa1, 7);
        let stored = r#"{"name":"kim","text":"hi","id":"0123456789abcdef","key":"000000000000000000000000000000a1","after":7}"#;
        assert_eq!(record.to_json(), stored.as_bytes());
        assert_eq!(MessageRecord::from_json(stored.as_bytes()), Some(record));
    }
}
