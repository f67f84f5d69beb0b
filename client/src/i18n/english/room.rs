//! A room.

use protocol::superchat::{ErrorCode, MAX_TEXT_BYTES};
use yew::AttrValue;

use crate::i18n::room::RoomPhrase;
use crate::model::size::grouped;

pub(in crate::i18n) fn say(phrase: RoomPhrase) -> AttrValue {
    AttrValue::Static(match phrase {
        RoomPhrase::Away => "Not connected. What you say waits here and is said when you are back.",
        RoomPhrase::Unspoken => {
            "The server did not agree to superchat, so this is no room. The log shows what comes."
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
        RoomPhrase::BadName => ErrorCode::BadName.sentence(),
        RoomPhrase::People { count } => return format!("Here: {}", grouped(count)).into(),
        RoomPhrase::More { count } => return format!("and {} more", grouped(count)).into(),
        RoomPhrase::Writing { count: 1 } => " is writing…",
        RoomPhrase::Writing { .. } => " are writing…",

        RoomPhrase::Messages => "Messages in the room",
        RoomPhrase::Empty => "Nobody has said anything yet.",
        RoomPhrase::LetGo { count: 1 } => "1 older message is not shown any more.",
        RoomPhrase::LetGo { count } => {
            return format!("{} older messages are not shown any more.", grouped(count)).into();
        }
        RoomPhrase::NewLog => "The server began a new log: what is above is not in it.",
        RoomPhrase::Gap => "Older messages are not there any more: some are missing here.",
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
        RoomPhrase::Keys => "Enter says it, Shift+Enter begins a line.",
        RoomPhrase::SaidLater => "It is said as soon as you are in the room.",
        RoomPhrase::Bytes { bytes } => {
            let (bytes, most) = (grouped(bytes as u64), grouped(MAX_TEXT_BYTES as u64));
            return format!("{bytes} of {most} bytes").into();
        }
        RoomPhrase::TooLong => "That is longer than can be said at once. Your text stays.",
        RoomPhrase::TooMuch => {
            "As much as may wait is waiting to be said. Your text stays: say it when some of that is gone."
        }
        RoomPhrase::NotKept => {
            "The browser has no room to keep what waits to be said: a reload would lose it."
        }

        RoomPhrase::Why(code) => code.sentence(),
    })
}
