//! Refusals, and their codes.

use serde::{Deserialize, Serialize};

/// A message of the client was refused. The connection stays open.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Refusal {
    /// The reason, for programs.
    pub code: ErrorCode,
    /// The reason, as a sentence for people.
    pub message: String,
    /// The id of the refused message, where it was a `say`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Whether the same message may be accepted later.
    pub retryable: bool,
    /// The time in milliseconds after which to try again, where it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_after_ms: Option<u64>,
}

/// The reason of a refusal. A code never changes its meaning. Later versions may add codes; a client follows
/// `retryable` for a code that it does not know.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ErrorCode {
    /// The message is not one of the messages of a client.
    BadMessage,
    /// The message needs a room, and the connection is in none.
    NotJoined,
    /// The connection is in a room, and must leave it first.
    AlreadyJoined,
    /// The name of the room is invalid.
    BadRoom,
    /// The name of the member is invalid.
    BadName,
    /// The id or the key is too short, too long, or has an invalid character.
    BadId,
    /// The text is empty.
    EmptyText,
    /// The text is too long.
    TextTooLong,
    /// The connection exceeded the limit on messages per second.
    TooFast,
    /// The limit on rooms is reached.
    TooManyRooms,
    /// The limit on members of the room is reached.
    RoomFull,
    /// The message was sent before, too long ago to know whether it is in the log.
    IdForgotten,
    /// The store of the messages cannot be reached.
    StoreUnavailable,
}

impl ErrorCode {
    /// Every code.
    pub const ALL: [Self; 13] = [
        Self::BadMessage,
        Self::NotJoined,
        Self::AlreadyJoined,
        Self::BadRoom,
        Self::BadName,
        Self::BadId,
        Self::EmptyText,
        Self::TextTooLong,
        Self::TooFast,
        Self::TooManyRooms,
        Self::RoomFull,
        Self::IdForgotten,
        Self::StoreUnavailable,
    ];

    /// The code on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::BadMessage => "bad_message",
            Self::NotJoined => "not_joined",
            Self::AlreadyJoined => "already_joined",
            Self::BadRoom => "bad_room",
            Self::BadName => "bad_name",
            Self::BadId => "bad_id",
            Self::EmptyText => "empty_text",
            Self::TextTooLong => "text_too_long",
            Self::TooFast => "too_fast",
            Self::TooManyRooms => "too_many_rooms",
            Self::RoomFull => "room_full",
            Self::IdForgotten => "id_forgotten",
            Self::StoreUnavailable => "store_unavailable",
        }
    }

    /// Whether the same message may be accepted later.
    #[must_use]
    pub const fn is_retryable(self) -> bool {
        matches!(
            self,
            Self::TooFast | Self::TooManyRooms | Self::RoomFull | Self::StoreUnavailable
        )
    }

    /// The reason, as a sentence for people.
    #[must_use]
    pub const fn sentence(self) -> &'static str {
        match self {
            Self::BadMessage => {
                "The message must be JSON text with the type join, say, typing or leave, and with the fields of that \
                 type only; see /asyncapi.json."
            }
            Self::NotJoined => "Join a room first.",
            Self::AlreadyJoined => "Leave the room first.",
            Self::BadRoom => {
                "The name of a room is 1 to 64 bytes with something to see, without control characters and without \
                 spaces at its ends."
            }
            Self::BadName => {
                "A name is 1 to 48 bytes with something to see, without control characters, colons, spaces at its \
                 ends and a ! in front."
            }
            Self::BadId => "An id or key is 16 to 64 characters of A-Z, a-z, 0-9, - and _.",
            Self::EmptyText => "The text is empty.",
            Self::TextTooLong => "The text is longer than 8192 bytes.",
            Self::TooFast => "The client sends too many messages in a second.",
            Self::TooManyRooms => "The server has as many rooms as it allows.",
            Self::RoomFull => "The room has as many members as it allows.",
            Self::IdForgotten => {
                "The message was sent before, too long ago to know whether it was stored. Look for it, and send it \
                 with a new id if it is missing."
            }
            Self::StoreUnavailable => "The server cannot store messages now.",
        }
    }
}

impl From<ErrorCode> for Refusal {
    fn from(code: ErrorCode) -> Self {
        Self {
            code,
            message: code.sentence().to_owned(),
            id: None,
            retryable: code.is_retryable(),
            retry_after_ms: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{ErrorCode, Refusal};
    use crate::superchat::{
        ID_CHARACTERS, MAX_NAME_BYTES, MAX_ROOM_BYTES, MAX_TEXT_BYTES, ServerMessage,
    };

    #[test]
    fn code_by_name_is_the_code_on_the_wire() {
        for code in ErrorCode::ALL {
            assert_eq!(serde_json::to_value(code).unwrap(), code.as_str());
        }
    }

    #[test]
    fn refusal_without_id_is_written_without_id() {
        let refusal = ServerMessage::Error(Refusal::from(ErrorCode::RoomFull));
        assert_eq!(
            serde_json::to_string(&refusal).unwrap(),
            r#"{"type":"error","code":"room_full","message":"The room has as many members as it allows.","retryable":true}"#
        );
    }

    #[test]
    fn sentence_of_a_limit_names_the_limit_in_force() {
        for (code, limit) in [
            (ErrorCode::BadRoom, MAX_ROOM_BYTES),
            (ErrorCode::BadName, MAX_NAME_BYTES),
            (ErrorCode::BadId, *ID_CHARACTERS.start()),
            (ErrorCode::BadId, *ID_CHARACTERS.end()),
            (ErrorCode::TextTooLong, MAX_TEXT_BYTES),
        ] {
            assert!(code.sentence().contains(&format!(" {limit} ")), "{code:?}");
        }
    }
}
