//! What of a room outlives a reload, as JSON.
//!
//! What was said is not here: the room's log is the server's, which tells it again. As with
//! [`saved`](crate::model::saved), what can be read is taken and the rest is as at first.

use std::rc::Rc;

use protocol::superchat::{MAX_TEXT_BYTES, Position, is_id};
use serde::ser::SerializeStruct as _;
use serde::{Serialize, Serializer};
use serde_json::Value;

use super::says::{self, Obstacle, Pending, State};
use super::wire::Why;

/// What stands where the server's code would, and is none.
const OTHER_ROOM: &str = "other_room";
const UNKNOWN: &str = "unknown";

/// What is kept of a room.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Kept {
    /// By what the tab is known; empty before it was needed.
    pub key: Rc<str>,
    /// Which room it is, on which server.
    pub place: Rc<str>,
    /// Whether the person wants to be there.
    pub is_wanted: bool,
    /// The position from which the server can tell again what was shown.
    pub base: Option<Position>,
    /// The offset through which it was read.
    pub read: Option<u64>,
    /// What is to be said.
    pub pending: Vec<Pending>,
}

impl Kept {
    /// Reads what [`to_json`](Self::to_json) wrote, or as much as can be read.
    #[must_use]
    pub fn parse(json: &str) -> Self {
        let parts: Value = serde_json::from_str(json).unwrap_or_default();
        let text = |key: &str| Rc::from(parts[key].as_str().unwrap_or_default());
        let key: Rc<str> = text("key");
        let pending = parts["pending"].as_array().map_or(&[][..], Vec::as_slice);
        Self {
            key: if is_id(&key) { key } else { Rc::default() },
            place: text("place"),
            is_wanted: parts["is_wanted"].as_bool().unwrap_or_default(),
            base: position(&parts["base"]),
            read: parts["read"].as_u64(),
            pending: pending.iter().take(says::MOST).filter_map(read).collect(),
        }
    }

    /// As text to keep.
    #[must_use]
    pub fn to_json(&self) -> String {
        // Strings, numbers and lists of them can always be written.
        serde_json::to_string(self).unwrap_or_default()
    }
}

impl Pending {
    /// What of it outlives a reload. What is on its way or acknowledged waits again after one: said again it
    /// is acknowledged again.
    pub(super) fn lasting(&self) -> (&Rc<str>, &Rc<str>, Option<&Position>, Option<&Obstacle>) {
        let refused = match &self.state {
            State::Waiting | State::Said | State::Acknowledged(_) => None,
            State::Refused(obstacle) => Some(obstacle),
        };
        (&self.id, &self.text, self.after.as_ref(), refused)
    }
}

impl Serialize for Pending {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (id, text, after, refused) = self.lasting();
        let refused = refused.map(|obstacle| match obstacle {
            Obstacle::OtherRoom => [OTHER_ROOM, ""],
            Obstacle::Server(Why::Known(code)) => [code.as_str(), ""],
            Obstacle::Server(Why::Unknown(sentence)) => [UNKNOWN, sentence],
        });
        let mut parts = serializer.serialize_struct("Pending", 4)?;
        parts.serialize_field("id", id)?;
        parts.serialize_field("text", text)?;
        parts.serialize_field("after", &after)?;
        parts.serialize_field("refused", &refused)?;
        parts.end()
    }
}

fn position(value: &Value) -> Option<Position> {
    Some(Position {
        epoch: value["epoch"].as_str()?.to_owned(),
        offset: value["offset"].as_u64()?,
    })
}

fn read(value: &Value) -> Option<Pending> {
    let text = value["text"].as_str()?;
    let id = value["id"].as_str().filter(|id| is_id(id))?;
    if text.len() > MAX_TEXT_BYTES {
        return None;
    }
    let refused = &value["refused"];
    let state = match refused[0].as_str() {
        None => State::Waiting,
        Some(OTHER_ROOM) => State::Refused(Obstacle::OtherRoom),
        Some(code) => {
            let sentence = refused[1].as_str().unwrap_or(code);
            State::Refused(Obstacle::Server(Why::of(code, sentence)))
        }
    };
    Some(Pending {
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

    fn pending(state: State) -> Pending {
        Pending {
            id: "0123456789abcdef".into(),
            text: "안녕\n\"<b>".into(),
            after: Some(Position {
                epoch: "e".to_owned(),
                offset: 4,
            }),
            state,
        }
    }

    fn kept(states: Vec<State>) -> Kept {
        Kept {
            key: "fedcba9876543210".into(),
            place: "ws://a/chat?room=b".into(),
            is_wanted: true,
            base: Some(Position {
                epoch: "e".to_owned(),
                offset: u64::MAX,
            }),
            read: Some(7),
            pending: states.into_iter().map(pending).collect(),
        }
    }

    #[test]
    fn what_is_kept_comes_back() {
        let mut states = vec![
            State::Waiting,
            State::Refused(Obstacle::OtherRoom),
            State::Refused(Obstacle::Server(Why::Unknown("Later.".into()))),
        ];
        let codes = ErrorCode::ALL.map(|code| State::Refused(Obstacle::Server(Why::Known(code))));
        states.extend(codes);
        let kept = kept(states);
        assert_eq!(Kept::parse(&kept.to_json()), kept);
        assert_eq!(Kept::parse(&Kept::default().to_json()), Kept::default());
    }

    #[test]
    fn what_was_on_its_way_waits_again() {
        let on_its_way = kept(vec![State::Said, State::Acknowledged(9)]);
        let waiting = kept(vec![State::Waiting, State::Waiting]);
        assert_eq!(Kept::parse(&on_its_way.to_json()), waiting);
    }

    #[test]
    fn what_cannot_be_read_is_as_at_first() {
        for text in [
            "",
            "[]",
            "{",
            r#"{"key":7,"base":{"epoch":"a"},"read":-1,"pending":{}}"#,
        ] {
            assert_eq!(Kept::parse(text), Kept::default(), "{text}");
        }
        let text =
            r#"{"key":"short","pending":[{"id":"1","text":"a"},{"id":"0123456789abcdef"},7]}"#;
        assert_eq!(Kept::parse(text), Kept::default());
    }

    proptest! {
        #[test]
        fn whatever_was_kept_can_be_read(text: String) {
            let kept = Kept::parse(&text);
            prop_assert_eq!(Kept::parse(&kept.to_json()), kept);
        }
    }
}
