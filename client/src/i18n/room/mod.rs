//! A chat room.

mod english;
mod korean;

use protocol::superchat::ErrorCode;
use yew::AttrValue;

use crate::i18n::Phrase;

/// A chat room.
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
    /// Follows the names of the members who are typing.
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

impl Phrase for RoomPhrase {
    fn korean(self) -> AttrValue {
        korean::say(self)
    }

    fn english(self) -> AttrValue {
        english::say(self)
    }
}
