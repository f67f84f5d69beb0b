//! One message in the log of a room.

use protocol::superchat::{self, ServerMessage, plain};
use tokio_tungstenite::tungstenite::Utf8Bytes;

use super::frame;

/// A message in the log, in both formats. Each is serialized once and shared by all members.
#[derive(Clone, Debug)]
pub struct LogEntry {
    offset: u64,
    time_ms: u64,
    /// For `superchat`.
    json: Utf8Bytes,
    /// For `chat`: the name, `: ` and the text.
    plain: Utf8Bytes,
    name_bytes: usize,
}

impl LogEntry {
    /// Serializes a message.
    #[must_use]
    pub fn new(message: superchat::Message) -> Self {
        Self {
            offset: message.offset,
            time_ms: message.time_ms,
            plain: plain(&message.name, &message.text).into(),
            name_bytes: message.name.len(),
            json: frame(&ServerMessage::Message(message)),
        }
    }

    /// The entry whose [`LogEntry::json`] is `bytes`; `None` where they are no message.
    #[must_use]
    pub fn from_json(bytes: &[u8]) -> Option<Self> {
        match serde_json::from_slice(bytes) {
            Ok(ServerMessage::Message(message)) => Some(Self::new(message)),
            _ => None,
        }
    }

    /// Its offset in the log.
    #[must_use]
    pub fn offset(&self) -> u64 {
        self.offset
    }

    /// When it entered the log, in milliseconds since 1970.
    #[must_use]
    pub fn time_ms(&self) -> u64 {
        self.time_ms
    }

    /// The name of its sender.
    #[must_use]
    pub fn name(&self) -> &str {
        self.plain.get(..self.name_bytes).unwrap_or_default()
    }

    /// The message as JSON: for `superchat`, and for a store on disk.
    #[must_use]
    pub fn json(&self) -> &Utf8Bytes {
        &self.json
    }

    /// The message as text, for `chat`.
    #[must_use]
    pub fn plain(&self) -> &Utf8Bytes {
        &self.plain
    }

    /// Its memory, in bytes.
    pub(crate) fn bytes(&self) -> usize {
        size_of::<Self>() + self.json.len() + self.plain.len()
    }
}
