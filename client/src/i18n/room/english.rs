//! The room's words in English.

use protocol::superchat::{ErrorCode, MAX_TEXT_BYTES};
use yew::AttrValue;

use super::RoomPhrase;
use session::size::grouped;

pub(super) fn say(phrase: RoomPhrase) -> AttrValue {
    AttrValue::Static(match phrase {
        RoomPhrase::Away => "Not connected. What you say waits here and is said when you are back.",
        RoomPhrase::Unspoken => {
            "The server did not agree to superchat, so this cannot be a room. The log shows what comes."
        }
        RoomPhrase::Joining => "Joining…",
        RoomPhrase::In => "In the room",
        RoomPhrase::Refused => "The server did not let you in.",
        RoomPhrase::TryAgain => "Try again",
        RoomPhrase::CopyLink => "Copy link",
        RoomPhrase::LinkNotCopied => {
            "The browser did not let the page write to the clipboard. Copy it from here:"
        }
        RoomPhrase::YourName => "Your name",
        RoomPhrase::ChangeName => "Change name",
        RoomPhrase::BadName => why(ErrorCode::BadName),
        RoomPhrase::NotThatName => {
            "You did not get that name: somebody else has it, or you are in the room in another window, too."
        }
        RoomPhrase::People { count } => return format!("Here: {}", grouped(count)).into(),
        RoomPhrase::More { count } => return format!("and {} more", grouped(count)).into(),
        RoomPhrase::Writing { count: 1 } => " is writing…",
        RoomPhrase::Writing { .. } => " are writing…",

        RoomPhrase::Messages => "Messages in the room",
        RoomPhrase::Empty => "Nobody has said anything yet.",
        RoomPhrase::LetGo { count: 1 } => "1 older message is no longer shown.",
        RoomPhrase::LetGo { count } => {
            return format!("{} older messages are no longer shown.", grouped(count)).into();
        }
        RoomPhrase::NewLog => "The server began a new log: what is above is not in it.",
        RoomPhrase::Gap => "Some messages are missing here: the server no longer has them.",
        RoomPhrase::Unread => "New messages",
        RoomPhrase::ToUnread => "To the first new message",
        RoomPhrase::ToNewest { unread: 0 } => "To the newest",
        RoomPhrase::ToNewest { unread } => {
            return format!("To the newest ({} new)", grouped(unread)).into();
        }
        RoomPhrase::You => "you",

        RoomPhrase::Pending => "not said yet…",
        RoomPhrase::Acknowledged => "✓ said",
        RoomPhrase::NotSaid => "Not said:",
        RoomPhrase::OtherRoom => "It was written for another room.",
        RoomPhrase::EditAgain => "Edit again",
        RoomPhrase::Dismiss => "Dismiss",

        RoomPhrase::Text => "What to say",
        RoomPhrase::Say => "Say",
        RoomPhrase::Keys => "Enter sends, Shift+Enter begins a new line.",
        RoomPhrase::SaidLater => "It is said as soon as you are in the room.",
        RoomPhrase::SaidWithSuperchat => "It waits here until a connection speaks superchat.",
        RoomPhrase::Bytes { bytes } => {
            let (bytes, most) = (grouped(bytes as u64), grouped(MAX_TEXT_BYTES as u64));
            return format!("{bytes} of {most} bytes").into();
        }
        RoomPhrase::TooLong => "That is longer than can be said at once. Your text stays.",
        RoomPhrase::TooMuch => {
            "Too much is waiting to be said already. Your text stays: say it when some of that has gone."
        }
        RoomPhrase::NotKept => {
            "The browser has no room to keep what waits to be said: a reload would lose it."
        }

        RoomPhrase::Why(code) => why(code),
    })
}

/// For people; the sentences in `protocol` are for developers of clients.
fn why(code: ErrorCode) -> &'static str {
    match code {
        ErrorCode::BadMessage => "The server did not understand the message.",
        ErrorCode::NotJoined => "You have to be in a room first.",
        ErrorCode::AlreadyJoined => "You are in a room already.",
        ErrorCode::BadRoom => {
            "The name of a room is 1 to 64 bytes, without control characters or spaces at its ends."
        }
        ErrorCode::BadName => {
            "A name is 1 to 48 bytes, without control characters, colons or spaces at its ends, and does \
             not begin with a !."
        }
        ErrorCode::BadId => "The server did not take the id of the message.",
        ErrorCode::EmptyText => "There is nothing to say.",
        ErrorCode::TextTooLong => "The text is longer than 8,192 bytes.",
        ErrorCode::TooFast => "That was too much in too short a time.",
        ErrorCode::TooManyRooms => "The server takes no more rooms.",
        ErrorCode::RoomFull => "The room is full.",
        ErrorCode::IdForgotten => {
            "It was said so long ago that nobody knows whether it is in the log. Look above, and write it \
             again if it is not there."
        }
        ErrorCode::StoreUnavailable => "Messages cannot be kept at the moment.",
    }
}
