//! The messages of `superchat` that a server sends.
//!
//! Text that is none of the messages in [`protocol::superchat`] is ignored: a later server may send more
//! kinds, and a faulty one anything. Each member is read by hand, as derived deserializers would weigh more
//! in the page.

use std::rc::Rc;

use protocol::superchat::{ErrorCode, MAX_NAME_BYTES, MAX_NAMED_MEMBERS, MAX_TEXT_BYTES};
use serde_json::Value;

/// The limit on a name; a message with a longer one is ignored. A server makes a name unique by appending to
/// it, so it may be longer than the one that was asked for.
const MAX_UNIQUE_NAME_BYTES: usize = 2 * MAX_NAME_BYTES;

/// A message from the server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Incoming {
    /// The answer to `join`.
    Welcome(Welcome),
    /// A message of the log.
    Message(Message),
    /// The answer to `say`: the message's id and its offset in the log.
    Ack(Rc<str>, u64),
    /// A change of the members.
    Presence {
        /// The names of new members.
        joined: Vec<Rc<str>>,
        /// The names of members who left.
        left: Vec<Rc<str>>,
        /// The number of members after the change.
        count: u64,
    },
    /// A member started or stopped typing.
    Typing(Rc<str>, bool),
    /// The server refused a `join` or a `say`.
    Error(Refusal),
}

/// The members of [`protocol::superchat::Welcome`] that the page needs.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the protocol documents each")]
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
#[expect(missing_docs, reason = "the protocol documents each")]
pub struct Message {
    pub offset: u64,
    pub name: Rc<str>,
    pub text: Rc<str>,
    pub time_ms: u64,
    pub id: Option<Rc<str>>,
}

/// [`protocol::superchat::Refusal`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The id of the refused `say`; `None` for a `join`.
    pub id: Option<Rc<str>>,
    /// Whether the server may accept the same later.
    pub retryable: bool,
    /// The delay before the next attempt in milliseconds, if the server names one.
    pub retry_after_ms: Option<u64>,
    /// Why it was refused.
    pub reason: Reason,
}

/// Why the server refused something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// A code that the page has a sentence for.
    Known(ErrorCode),
    /// Another code, with the server's sentence.
    Unknown(Rc<str>),
}

impl Reason {
    /// The reason with this code, or the sentence where the code is unknown.
    #[must_use]
    pub fn of(code: &str, sentence: &str) -> Self {
        let known = ErrorCode::ALL.into_iter().find(|it| it.as_str() == code);
        known.map_or_else(|| Self::Unknown(sentence.into()), Self::Known)
    }
}

/// Reads a message; `None` if the text is none.
#[must_use]
pub fn parse(text: &str) -> Option<Incoming> {
    let parts: Value = serde_json::from_str(text).ok()?;
    let text = |key: &str| parts[key].as_str().map(Rc::<str>::from);
    let number = |key: &str| parts[key].as_u64();
    let flag = |key: &str| parts[key].as_bool();
    let incoming = match parts["type"].as_str()? {
        "welcome" => Incoming::Welcome(Welcome {
            name: name(&parts["name"])?,
            epoch: text("epoch")?,
            newest: number("newest")?,
            recovered: flag("recovered")?,
            members: names(&parts["members"])?,
            count: number("member_count")?,
        }),
        "message" => Incoming::Message(Message {
            offset: number("offset")?,
            name: name(&parts["name"])?,
            text: text("text").filter(|text| text.len() <= MAX_TEXT_BYTES)?,
            time_ms: number("time_ms")?,
            id: text("id"),
        }),
        "ack" => Incoming::Ack(text("id")?, number("offset")?),
        "presence" => Incoming::Presence {
            joined: names(&parts["joined"])?,
            left: names(&parts["left"])?,
            count: number("member_count")?,
        },
        "typing" => Incoming::Typing(name(&parts["name"])?, flag("is_typing")?),
        "error" => Incoming::Error(Refusal {
            id: text("id"),
            retryable: flag("retryable")?,
            retry_after_ms: number("retry_after_ms"),
            reason: Reason::of(parts["code"].as_str()?, parts["message"].as_str()?),
        }),
        _ => return None,
    };
    Some(incoming)
}

fn name(value: &Value) -> Option<Rc<str>> {
    let name = value.as_str()?;
    (name.len() <= MAX_UNIQUE_NAME_BYTES).then(|| name.into())
}

fn names(value: &Value) -> Option<Vec<Rc<str>>> {
    let names = value.as_array()?.iter().take(MAX_NAMED_MEMBERS);
    names.map(name).collect()
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use proptest::prelude::*;
    use protocol::superchat::{self, Ack, Presence, ServerMessage, TypingChange};

    use super::*;

    fn reparsed(message: &ServerMessage) -> Option<Incoming> {
        parse(&serde_json::to_string(message).unwrap())
    }

    #[test]
    fn parse_of_each_server_message_returns_it() {
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
        assert_eq!(reparsed(&welcome), Some(Incoming::Welcome(expected)));
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
        assert_eq!(reparsed(&message), Some(Incoming::Message(expected)));
        let ack = ServerMessage::Ack(Ack {
            id: "i".to_owned(),
            offset: 3,
        });
        assert_eq!(reparsed(&ack), Some(Incoming::Ack("i".into(), 3)));
        let presence = ServerMessage::Presence(Presence {
            joined: vec!["a".to_owned()],
            left: vec![],
            member_count: 2,
        });
        let expected = Incoming::Presence {
            joined: vec!["a".into()],
            left: vec![],
            count: 2,
        };
        assert_eq!(reparsed(&presence), Some(expected));
        let typing = ServerMessage::Typing(TypingChange {
            name: "a".to_owned(),
            is_typing: false,
        });
        assert_eq!(reparsed(&typing), Some(Incoming::Typing("a".into(), false)));
    }

    #[test]
    fn parse_of_an_error_returns_its_code_or_the_sentence() {
        for code in ErrorCode::ALL {
            let refusal = superchat::Refusal {
                retry_after_ms: Some(20),
                ..code.into()
            };
            let expected = Refusal {
                id: None,
                retryable: code.is_retryable(),
                retry_after_ms: Some(20),
                reason: Reason::Known(code),
            };
            let parsed = reparsed(&ServerMessage::Error(refusal));
            assert_eq!(parsed, Some(Incoming::Error(expected)));
        }
        assert_eq!(
            Reason::of("tired", "Later."),
            Reason::Unknown("Later.".into())
        );
    }

    #[test]
    fn parse_of_other_text_returns_none() {
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
            assert_eq!(parse(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn parse_of_any_text_returns(text: String) {
            let _ = parse(&text);
        }
    }
}
