//! The log's words in English.

use yew::AttrValue;

use super::LogPhrase;
use session::format::{grouped, human_size, lasted};

pub(in crate::i18n) fn say(phrase: LogPhrase) -> AttrValue {
    AttrValue::Static(match phrase {
        LogPhrase::Log => "Log",
        LogPhrase::Tools => "Log tools",
        LogPhrase::Freeze => "Freeze",
        LogPhrase::Resume => "Resume",
        LogPhrase::Waiting(count) => return format!("{} waiting", grouped(count)).into(),
        LogPhrase::Clear => "Clear",
        LogPhrase::Cleared(1) => "1 row cleared.",
        LogPhrase::Cleared(rows) => {
            return format!("{} rows cleared.", grouped(rows)).into();
        }
        LogPhrase::UndoClear => "Undo",
        LogPhrase::Copy => "Copy",
        LogPhrase::SendAgain => "Send again",
        LogPhrase::Times => "Time",
        LogPhrase::TimeOfDay => "Time of day",
        LogPhrase::SinceOpen => "Since open",
        LogPhrase::SincePrevious => "Since previous row",
        LogPhrase::SinceRow => "Since the chosen row",

        LogPhrase::New(count) => return format!("{} new", grouped(count)).into(),
        LogPhrase::Announced(1) => "1 new message",
        LogPhrase::Announced(count) => return format!("{} new messages", grouped(count)).into(),
        LogPhrase::Evicted { messages, bytes } => {
            let (noun, verb) = if messages == 1 {
                ("message", "was")
            } else {
                ("messages", "were")
            };
            let (messages, bytes) = (grouped(messages), human_size(bytes));
            return format!(
                "{messages} older {noun} ({bytes}) {verb} removed: the memory for logs is full."
            )
            .into();
        }
        LogPhrase::Empty => "Nothing yet. Every message appears here.",
        LogPhrase::NoMatch => "No record matches the filter.",
        LogPhrase::Scanning => "Searching the log…",

        LogPhrase::Sent => "Sent",
        LogPhrase::Received => "Received",
        LogPhrase::Opened => "Opened",
        LogPhrase::Closed => "Closed",
        LogPhrase::Binary => "binary",
        LogPhrase::More(bytes) => return format!("… {} more", human_size(bytes)).into(),

        LogPhrase::Offered => "offered",
        LogPhrase::Chosen => "chosen",
        LogPhrase::ChoseNone => "none chosen",
        LogPhrase::CopiedRows { rows, of } => {
            let (copied, all) = (grouped(rows), grouped(of));
            return if rows == of {
                format!("{copied} rows copied.")
            } else {
                format!("{copied} of {all} rows copied: the limit is 8 MiB.")
            }
            .into();
        }
        LogPhrase::WasOpen(ms) => return format!("open {}", lasted(ms)).into(),
    })
}
