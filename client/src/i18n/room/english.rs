//! The room's words in English.

use protocol::superchat::{ErrorCode, MAX_TEXT_BYTES};
use yew::AttrValue;

use super::RoomPhrase;
use session::format::grouped;

pub(in crate::i18n) fn say(phrase: RoomPhrase) -> AttrValue {
    AttrValue::Static(match phrase {
        RoomPhrase::NotConnected => {
            "Not connected. Your messages wait here and are sent after reconnecting."
        }
        RoomPhrase::NotSuperchat => {
            "The server did not accept superchat, so this is not a room. The log shows its messages."
        }
        RoomPhrase::Joining => "Joining…",
        RoomPhrase::Joined => "In the room",
        RoomPhrase::Refused => "The server refused to let you join.",
        RoomPhrase::TryAgain => "Try again",
        RoomPhrase::Menu => "Name and link",
        RoomPhrase::CopyLink => "Copy link",
        RoomPhrase::LinkNotCopied => {
            "The browser blocked access to the clipboard. Copy it from here:"
        }
        RoomPhrase::YourName => "Your name",
        RoomPhrase::ChangeName => "Change name",
        RoomPhrase::BadName => why(ErrorCode::BadName),
        RoomPhrase::NameTaken => {
            "That name is taken: by someone else, or by you in another window."
        }
        RoomPhrase::People { count } => return format!("Here: {}", grouped(count)).into(),
        RoomPhrase::MorePeople { count } => return format!("and {} more", grouped(count)).into(),
        RoomPhrase::Typing { count: 1 } => " is typing…",
        RoomPhrase::Typing { .. } => " are typing…",

        RoomPhrase::Messages => "Messages in the room",
        RoomPhrase::Empty => "No messages yet.",
        RoomPhrase::Evicted { count: 1 } => "1 older message is no longer shown.",
        RoomPhrase::Evicted { count } => {
            return format!("{} older messages are no longer shown.", grouped(count)).into();
        }
        RoomPhrase::NewLog => "The server started a new log. The messages above are not in it.",
        RoomPhrase::Gap => "Some messages are missing here: the server no longer has them.",
        RoomPhrase::Unread => "New messages",
        RoomPhrase::ToUnread => "To the first new message",
        RoomPhrase::ToNewest { unread: 0 } => "To the newest",
        RoomPhrase::ToNewest { unread } => {
            return format!("To the newest ({} new)", grouped(unread)).into();
        }
        RoomPhrase::You => "you",

        RoomPhrase::NotYetDelivered => "not delivered yet…",
        RoomPhrase::Delivered => "✓ delivered",
        RoomPhrase::NotDelivered => "Not delivered:",
        RoomPhrase::OtherRoom => "It was written for another room.",
        RoomPhrase::EditAgain => "Edit again",
        RoomPhrase::Dismiss => "Dismiss",

        RoomPhrase::Text => "Message",
        RoomPhrase::Send => "Send",
        RoomPhrase::Keys => "Enter sends, Shift+Enter starts a new line.",
        RoomPhrase::SentAfterJoining => "It is sent as soon as you are in the room.",
        RoomPhrase::SentWithSuperchat => "It waits here until a connection uses superchat.",
        RoomPhrase::Bytes { bytes } => {
            let (bytes, most) = (grouped(bytes as u64), grouped(MAX_TEXT_BYTES as u64));
            return format!("{bytes} of {most} bytes").into();
        }
        RoomPhrase::TooLong => "The message is too long. Your text stays.",
        RoomPhrase::QueueFull => {
            "Too many messages are waiting. Your text stays: send it when fewer are waiting."
        }
        RoomPhrase::NotSaved => {
            "The browser could not save the waiting messages: a reload would lose them."
        }

        RoomPhrase::Error(code) => why(code),
    })
}

/// For people; the sentences in `protocol` are for developers of clients.
fn why(code: ErrorCode) -> &'static str {
    match code {
        ErrorCode::BadMessage => "The server did not understand the message.",
        ErrorCode::NotJoined => "Join a room first.",
        ErrorCode::AlreadyJoined => "You are in a room already.",
        ErrorCode::BadRoom => {
            "A room name has 1 to 64 bytes, without control characters and without spaces at its ends."
        }
        ErrorCode::BadName => {
            "A name has 1 to 48 bytes, without control characters, colons and spaces at its ends, and \
             does not start with a !."
        }
        ErrorCode::BadId => "The server rejected the id of the message.",
        ErrorCode::EmptyText => "The message is empty.",
        ErrorCode::TextTooLong => "The message is longer than 8,192 bytes.",
        ErrorCode::TooFast => "Too many messages in too short a time.",
        ErrorCode::TooManyRooms => "The server cannot open any more rooms.",
        ErrorCode::RoomFull => "The room is full.",
        ErrorCode::IdForgotten => {
            "The message is too old to tell whether it is in the log. Look above, and send it again if \
             it is missing."
        }
        ErrorCode::StoreUnavailable => "The server cannot store messages at the moment.",
    }
}
