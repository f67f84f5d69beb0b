//! The part of a room that outlives a reload, as JSON in the browser's storage.
//!
//! The timeline is not saved: the log is the server's, which sends it again. As with
//! [`saved`](crate::saved), unreadable members become defaults. The names of the JSON's members are
//! fixed: browsers hold rooms that earlier releases saved.

use std::rc::Rc;

use protocol::superchat::{MAX_TEXT_BYTES, StreamPosition, is_id};
use serde::ser::SerializeStruct as _;
use serde::{Serialize, Serializer};
use serde_json::Value;

use super::incoming::Reason;
use super::send_queue::{self, LocalEcho, SendError, SendState};

/// Values that stand in the place of a server's error code and are none.
const OTHER_ROOM: &str = "other_room";
const UNKNOWN: &str = "unknown";

/// A saved room.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct SavedRoom {
    /// The tab's secret key; empty before the first connection.
    pub key: Rc<str>,
    /// The room's address without a member's name.
    #[serde(rename = "place")]
    pub canonical_address: Rc<str>,
    /// Whether the person wants to be in the room.
    pub is_wanted: bool,
    /// The position from which the server can send the timeline again.
    pub base: Option<StreamPosition>,
    /// The offset through which the person has read.
    #[serde(rename = "read")]
    pub read_offset: Option<u64>,
    /// The send queue.
    #[serde(rename = "pending")]
    pub send_queue: Vec<LocalEcho>,
}

impl SavedRoom {
    /// Reads the output of [`to_json`](Self::to_json), or as much of it as can be read.
    #[must_use]
    pub fn parse(json: &str) -> Self {
        let parts: Value = serde_json::from_str(json).unwrap_or_default();
        let text = |key: &str| Rc::from(parts[key].as_str().unwrap_or_default());
        let key: Rc<str> = text("key");
        let messages = parts["pending"].as_array().map_or(&[][..], Vec::as_slice);
        let messages = messages.iter().take(send_queue::MAX_MESSAGES);
        Self {
            key: if is_id(&key) { key } else { Rc::default() },
            canonical_address: text("place"),
            is_wanted: parts["is_wanted"].as_bool().unwrap_or_default(),
            base: position(&parts["base"]),
            read_offset: parts["read"].as_u64(),
            send_queue: messages.filter_map(local_echo).collect(),
        }
    }

    /// The JSON to save.
    #[must_use]
    pub fn to_json(&self) -> String {
        // Serializing strings, numbers and lists of them cannot fail.
        serde_json::to_string(self).unwrap_or_default()
    }
}

impl LocalEcho {
    /// The members that are saved. A message in flight or acknowledged is queued again after a reload: the
    /// server acknowledges the same id again.
    pub(super) fn saved(
        &self,
    ) -> (
        &Rc<str>,
        &Rc<str>,
        Option<&StreamPosition>,
        Option<&SendError>,
    ) {
        let error = match &self.state {
            SendState::Queued | SendState::Sending | SendState::Acknowledged(_) => None,
            SendState::Failed(error) => Some(error),
        };
        (&self.id, &self.text, self.after.as_ref(), error)
    }
}

impl Serialize for LocalEcho {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (id, text, after, error) = self.saved();
        let refused = error.map(|error| match error {
            SendError::OtherRoom => [OTHER_ROOM, ""],
            SendError::Server(Reason::Known(code)) => [code.as_str(), ""],
            SendError::Server(Reason::Unknown(sentence)) => [UNKNOWN, sentence],
        });
        let mut parts = serializer.serialize_struct("LocalEcho", 4)?;
        parts.serialize_field("id", id)?;
        parts.serialize_field("text", text)?;
        parts.serialize_field("after", &after)?;
        parts.serialize_field("refused", &refused)?;
        parts.end()
    }
}

fn position(value: &Value) -> Option<StreamPosition> {
    Some(StreamPosition {
        epoch: value["epoch"].as_str()?.to_owned(),
        offset: value["offset"].as_u64()?,
    })
}

fn local_echo(value: &Value) -> Option<LocalEcho> {
    let text = value["text"].as_str()?;
    let id = value["id"].as_str().filter(|id| is_id(id))?;
    if text.len() > MAX_TEXT_BYTES {
        return None;
    }
    let refused = &value["refused"];
    let state = match refused[0].as_str() {
        None => SendState::Queued,
        Some(OTHER_ROOM) => SendState::Failed(SendError::OtherRoom),
        Some(code) => {
            let sentence = refused[1].as_str().unwrap_or(code);
            SendState::Failed(SendError::Server(Reason::of(code, sentence)))
        }
    };
    Some(LocalEcho {
        id: id.into(),
        text: text.into(),
        after: position(&value["after"]),
        state,
    })
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use proptest::prelude::*;
    use protocol::superchat::ErrorCode;

    use super::*;

    fn local_echo(state: SendState) -> LocalEcho {
        LocalEcho {
            id: "0123456789abcdef".into(),
            text: "안녕\n\"<b>".into(),
            after: Some(StreamPosition {
                epoch: "e".to_owned(),
                offset: 4,
            }),
            state,
        }
    }

    fn saved(states: Vec<SendState>) -> SavedRoom {
        SavedRoom {
            key: "fedcba9876543210".into(),
            canonical_address: "ws://a/chat?room=b".into(),
            is_wanted: true,
            base: Some(StreamPosition {
                epoch: "e".to_owned(),
                offset: u64::MAX,
            }),
            read_offset: Some(7),
            send_queue: states.into_iter().map(local_echo).collect(),
        }
    }

    #[test]
    fn parse_of_a_saved_room_returns_it() {
        let mut states = vec![
            SendState::Queued,
            SendState::Failed(SendError::OtherRoom),
            SendState::Failed(SendError::Server(Reason::Unknown("Later.".into()))),
        ];
        let codes =
            ErrorCode::ALL.map(|code| SendState::Failed(SendError::Server(Reason::Known(code))));
        states.extend(codes);
        let saved = saved(states);
        assert_eq!(SavedRoom::parse(&saved.to_json()), saved);
        assert_eq!(
            SavedRoom::parse(&SavedRoom::default().to_json()),
            SavedRoom::default()
        );
    }

    #[test]
    fn parse_of_json_from_an_earlier_release_returns_the_room() {
        let json = r#"{"key":"fedcba9876543210","place":"ws://a/chat?room=b","is_wanted":true,
            "base":{"epoch":"e","offset":3},"read":7,"pending":[{"id":"0123456789abcdef",
            "text":"hi","after":null,"refused":["other_room",""]}]}"#;
        let room = SavedRoom::parse(json);
        assert_eq!(&*room.canonical_address, "ws://a/chat?room=b");
        assert!(room.is_wanted);
        assert_eq!(room.read_offset, Some(7));
        let [message] = &room.send_queue[..] else {
            panic!("{room:?}");
        };
        assert_eq!(message.state, SendState::Failed(SendError::OtherRoom));
        let written: Value = serde_json::from_str(&room.to_json()).unwrap();
        assert_eq!(written, serde_json::from_str::<Value>(json).unwrap());
    }

    #[test]
    fn parse_of_a_message_in_flight_queues_it_again() {
        let in_flight = saved(vec![SendState::Sending, SendState::Acknowledged(9)]);
        let queued = saved(vec![SendState::Queued, SendState::Queued]);
        assert_eq!(SavedRoom::parse(&in_flight.to_json()), queued);
    }

    #[test]
    fn parse_of_unreadable_json_returns_defaults() {
        for text in [
            "",
            "[]",
            "{",
            r#"{"key":7,"base":{"epoch":"a"},"read":-1,"pending":{}}"#,
        ] {
            assert_eq!(SavedRoom::parse(text), SavedRoom::default(), "{text}");
        }
        let text =
            r#"{"key":"short","pending":[{"id":"1","text":"a"},{"id":"0123456789abcdef"},7]}"#;
        assert_eq!(SavedRoom::parse(text), SavedRoom::default());
    }

    proptest! {
        #[test]
        fn parse_of_any_text_survives_a_round_trip(text: String) {
            let saved = SavedRoom::parse(&text);
            prop_assert_eq!(SavedRoom::parse(&saved.to_json()), saved);
        }
    }
}
