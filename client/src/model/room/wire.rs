//! `superchat` as it comes over the wire.
//!
//! What is not one of the messages that [`protocol::superchat`] lists is none: a later server may say more,
//! and a wrong one anything. Reading it member by member is what weighs least in the page.

use std::rc::Rc;

use protocol::superchat::{ErrorCode, MAX_NAME_BYTES, MAX_NAMED_MEMBERS, MAX_TEXT_BYTES};
use serde_json::Value;

/// A name is no longer than one can ask for, and what makes it unique.
const NAME_BYTES: usize = 2 * MAX_NAME_BYTES;

/// What the server says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Heard {
    /// The answer to `join`.
    Welcome(Welcome),
    /// What somebody said.
    Message(Message),
    /// The answer to `say`, with its id and the place in the log.
    Ack(Rc<str>, u64),
    /// Who came and who left, and how many there are.
    Presence {
        /// Who came.
        joined: Vec<Rc<str>>,
        /// Who left.
        left: Vec<Rc<str>>,
        /// How many there are now.
        count: u64,
    },
    /// Who is writing, or is no longer.
    Typing(Rc<str>, bool),
    /// What was refused.
    Refused(Refused),
}

/// What the page has to know of [`protocol::superchat::Welcome`].
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is what the protocol says it is")]
pub struct Welcome {
    pub name: Rc<str>,
    pub epoch: Rc<str>,
    pub newest: u64,
    pub recovered: bool,
    pub members: Vec<Rc<str>>,
    pub count: u64,
}

/// [`protocol::superchat::Message`].
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is what the protocol says it is")]
pub struct Message {
    pub offset: u64,
    pub name: Rc<str>,
    pub text: Rc<str>,
    pub time_ms: u64,
    pub id: Option<Rc<str>>,
}

/// [`protocol::superchat::Refusal`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// The id of the `say` that it is about.
    pub id: Option<Rc<str>>,
    /// Whether the same may be taken later.
    pub retryable: bool,
    /// After how many milliseconds, where that is known.
    pub retry_after_ms: Option<u64>,
    /// Why.
    pub why: Why,
}

/// Why something was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// For a reason that the page knows.
    Known(ErrorCode),
    /// For one that it does not; this is the server's sentence.
    Unknown(Rc<str>),
}

impl Why {
    /// The reason of this code, or else the sentence.
    #[must_use]
    pub fn of(code: &str, sentence: &str) -> Self {
        let known = ErrorCode::ALL.into_iter().find(|it| it.as_str() == code);
        known.map_or_else(|| Self::Unknown(sentence.into()), Self::Known)
    }
}

/// What the text says, if it is a message of `superchat`.
#[must_use]
pub fn read(text: &str) -> Option<Heard> {
    let parts: Value = serde_json::from_str(text).ok()?;
    let text = |key: &str| parts[key].as_str().map(Rc::<str>::from);
    let number = |key: &str| parts[key].as_u64();
    let flag = |key: &str| parts[key].as_bool();
    let heard = match parts["type"].as_str()? {
        "welcome" => Heard::Welcome(Welcome {
            name: name(&parts["name"])?,
            epoch: text("epoch")?,
            newest: number("newest")?,
            recovered: flag("recovered")?,
            members: names(&parts["members"])?,
            count: number("member_count")?,
        }),
        "message" => Heard::Message(Message {
            offset: number("offset")?,
            name: name(&parts["name"])?,
            text: text("text").filter(|text| text.len() <= MAX_TEXT_BYTES)?,
            time_ms: number("time_ms")?,
            id: text("id"),
        }),
        "ack" => Heard::Ack(text("id")?, number("offset")?),
        "presence" => Heard::Presence {
            joined: names(&parts["joined"])?,
            left: names(&parts["left"])?,
            count: number("member_count")?,
        },
        "typing" => Heard::Typing(name(&parts["name"])?, flag("is_typing")?),
        "error" => Heard::Refused(Refused {
            id: text("id"),
            retryable: flag("retryable")?,
            retry_after_ms: number("retry_after_ms"),
            why: Why::of(parts["code"].as_str()?, parts["message"].as_str()?),
        }),
        _ => return None,
    };
    Some(heard)
}

fn name(value: &Value) -> Option<Rc<str>> {
    let name = value.as_str()?;
    (name.len() <= NAME_BYTES).then(|| name.into())
}

fn names(value: &Value) -> Option<Vec<Rc<str>>> {
    let names = value.as_array()?.iter().take(MAX_NAMED_MEMBERS);
    names.map(name).collect()
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use proptest::prelude::*;
    use protocol::superchat::{self, Ack, Presence, Refusal, ServerMessage, Types};

    use super::*;

    fn written(message: &ServerMessage) -> Option<Heard> {
        read(&serde_json::to_string(message).unwrap())
    }

    #[test]
    fn what_the_protocol_writes_is_read() {
        let welcome = ServerMessage::Welcome(superchat::Welcome {
            room: "lobby".to_owned(),
            name: "김".to_owned(),
            epoch: "e".to_owned(),
            newest: 7,
            recovered: true,
            members: vec!["kim".to_owned(), "김".to_owned()],
            member_count: 300,
        });
        let expected = Welcome {
            name: "김".into(),
            epoch: "e".into(),
            newest: 7,
            recovered: true,
            members: vec!["kim".into(), "김".into()],
            count: 300,
        };
        assert_eq!(written(&welcome), Some(Heard::Welcome(expected)));
        let message = ServerMessage::Message(superchat::Message {
            offset: u64::MAX,
            name: "kim".to_owned(),
            text: "a\n<b>".to_owned(),
            time_ms: 9,
            id: None,
        });
        let expected = Message {
            offset: u64::MAX,
            name: "kim".into(),
            text: "a\n<b>".into(),
            time_ms: 9,
            id: None,
        };
        assert_eq!(written(&message), Some(Heard::Message(expected)));
        let ack = ServerMessage::Ack(Ack {
            id: "i".to_owned(),
            offset: 3,
        });
        assert_eq!(written(&ack), Some(Heard::Ack("i".into(), 3)));
        let presence = ServerMessage::Presence(Presence {
            joined: vec!["a".to_owned()],
            left: vec![],
            member_count: 2,
        });
        let expected = Heard::Presence {
            joined: vec!["a".into()],
            left: vec![],
            count: 2,
        };
        assert_eq!(written(&presence), Some(expected));
        let typing = ServerMessage::Typing(Types {
            name: "a".to_owned(),
            is_typing: false,
        });
        assert_eq!(written(&typing), Some(Heard::Typing("a".into(), false)));
    }

    #[test]
    fn every_reason_is_read_and_an_unknown_one_has_its_sentence() {
        for code in ErrorCode::ALL {
            let refusal = Refusal {
                retry_after_ms: Some(20),
                ..code.into()
            };
            let expected = Refused {
                id: None,
                retryable: code.is_retryable(),
                retry_after_ms: Some(20),
                why: Why::Known(code),
            };
            let written = written(&ServerMessage::Error(refusal));
            assert_eq!(written, Some(Heard::Refused(expected)));
        }
        assert_eq!(Why::of("tired", "Later."), Why::Unknown("Later.".into()));
    }

    #[test]
    fn what_is_no_message_is_none() {
        let long = format!(
            r#"{{"type":"typing","name":"{}","is_typing":true}}"#,
            "x".repeat(97)
        );
        let longer = format!(
            r#"{{"type":"message","offset":1,"name":"a","text":"{}","time_ms":1}}"#,
            "x".repeat(MAX_TEXT_BYTES + 1)
        );
        for text in [
            "",
            "null",
            "7",
            "[]",
            r#"{"type":7}"#,
            r#"{"type":"shout"}"#,
            r#"{"type":"ack","id":"i","offset":-1}"#,
            r#"{"type":"ack","id":"i","offset":1.5}"#,
            r#"{"type":"message","offset":1,"name":"a","text":7,"time_ms":1}"#,
            r#"{"type":"presence","joined":["a",7],"left":[],"member_count":1}"#,
            &long,
            &longer,
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_text_is_too_much(text: String) {
            let _ = read(&text);
        }
    }
}
