//! A chat room.

pub(super) mod english;
pub(super) mod korean;

use protocol::superchat::ErrorCode;

/// A chat room.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(
    missing_docs,
    reason = "each is named by what it says; the languages spell it out"
)]
pub enum RoomPhrase {
    NotConnected,
    NotSuperchat,
    Joining,
    Joined,
    Refused,
    TryAgain,
    /// The menu with the name of the member and the link to the room.
    Menu,
    CopyLink,
    LinkNotCopied,
    YourName,
    ChangeName,
    BadName,
    NameTaken,
    People {
        count: u64,
    },
    MorePeople {
        count: u64,
    },
    /// Follows the names of the members who are typing.
    Typing {
        count: usize,
    },

    Messages,
    Empty,
    Evicted {
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

    NotYetDelivered,
    Delivered,
    NotDelivered,
    OtherRoom,
    EditAgain,
    Dismiss,

    Text,
    Send,
    Keys,
    SentAfterJoining,
    SentWithSuperchat,
    Bytes {
        bytes: usize,
    },
    TooLong,
    QueueFull,
    NotSaved,

    Error(ErrorCode),
}
