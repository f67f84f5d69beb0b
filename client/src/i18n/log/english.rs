//! The log's words in English.

use yew::AttrValue;

use super::LogPhrase;
use session::size::{grouped, human};

pub(super) fn say(phrase: LogPhrase) -> AttrValue {
    AttrValue::Static(match phrase {
        LogPhrase::Log => "Log",
        LogPhrase::Tools => "What to do with the log",
        LogPhrase::Freeze => "Freeze",
        LogPhrase::Waiting(count) => return format!("{} waiting", grouped(count)).into(),
        LogPhrase::Clear => "Clear",
        LogPhrase::Copy => "Copy",
        LogPhrase::SendAgain => "Send again",
        LogPhrase::Times => "Time",
        LogPhrase::TimeOfDay => "of day",
        LogPhrase::SinceOpen => "since it opened",
        LogPhrase::SincePrevious => "since the row before",

        LogPhrase::New(count) => return format!("{} new", grouped(count)).into(),
        LogPhrase::Announced(1) => "1 new message",
        LogPhrase::Announced(count) => return format!("{} new messages", grouped(count)).into(),
        LogPhrase::Gone { messages, bytes } => {
            let are = if messages == 1 { "message" } else { "messages" };
            let gone = if messages == 1 { "is" } else { "are" };
            let (messages, bytes) = (grouped(messages), human(bytes));
            return format!(
                "{messages} older {are} ({bytes}) {gone} gone: the memory for logs is full."
            )
            .into();
        }
        LogPhrase::Empty => "Nothing has happened yet. Connect, and every message stands here.",
        LogPhrase::NothingShown => "The filter leaves nothing of the log.",
        LogPhrase::Looking => "Looking through the log…",

        LogPhrase::Sent => "Sent",
        LogPhrase::Received => "Received",
        LogPhrase::Opened => "Opened",
        LogPhrase::Closed => "Closed",
        LogPhrase::Text => "text",
        LogPhrase::Binary => "binary",
        LogPhrase::More(bytes) => return format!("… {} more", human(bytes)).into(),

        LogPhrase::Detail => "Detail",
        LogPhrase::CloseDetail => "Close the detail",
        LogPhrase::Number => "Number",
        LogPhrase::Kind => "Kind",
        LogPhrase::Size => "Size",
        LogPhrase::Bytes(1) => "1 byte",
        LogPhrase::Bytes(bytes) => return format!("{} bytes", grouped(bytes)).into(),
        LogPhrase::AsText => "As sent",
        LogPhrase::AsJson => "As JSON",
        LogPhrase::NotJson { at_bytes } => {
            return format!("This is not JSON: see byte {}.", grouped(at_bytes)).into();
        }
        LogPhrase::JsonTooLong => "Set out in lines, this JSON would be too long.",
        LogPhrase::Lines => "The whole message",
        LogPhrase::Fold => "Fold",
        LogPhrase::Unfold => "Unfold",
        LogPhrase::Subprotocol => "Subprotocol",
        LogPhrase::Extensions => "Extensions",
    })
}
