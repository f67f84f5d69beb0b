//! What a room says.

use protocol::superchat::ErrorCode;

use super::Phrase;

/// What a room says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(
    missing_docs,
    reason = "each is named by what it says; the languages spell it out"
)]
pub enum RoomPhrase {
    Away,
    Unspoken,
    Joining,
    In,
    Refused,
    TryAgain,
    CopyLink,
    LinkNotCopied,
    YourName,
    ChangeName,
    BadName,
    NotThatName,
    People {
        count: u64,
    },
    More {
        count: u64,
    },
    /// It follows the names of so many.
    Writing {
        count: usize,
    },

    Messages,
    Empty,
    LetGo {
        count: u64,
    },
    NewLog,
    Gap,
    Unread,
    ToUnread,
    ToNewest {
        unread: u64,
    },
    You,

    Pending,
    Acknowledged,
    NotSaid,
    OtherRoom,
    EditAgain,
    Dismiss,

    Text,
    Say,
    Keys,
    SaidLater,
    SaidWithSuperchat,
    Bytes {
        bytes: usize,
    },
    TooLong,
    TooMuch,
    NotKept,

    Why(ErrorCode),
}

impl From<RoomPhrase> for Phrase {
    fn from(phrase: RoomPhrase) -> Self {
        Self::Room(phrase)
    }
}
