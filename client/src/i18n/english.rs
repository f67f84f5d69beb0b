//! English.

mod catalogue;
mod close_code;
mod composer;
mod connection;
mod failure;
mod filter;
mod log;
mod numbers;
mod quotes;
mod room;
mod tabs;
mod workbench;

use yew::AttrValue;

use super::Phrase;
use crate::model::session::ConsoleLine;
use crate::model::theme::Theme;

pub(super) fn say(phrase: Phrase) -> AttrValue {
    AttrValue::Static(match phrase {
        Phrase::Name => "Ullim",
        Phrase::Tagline => "WebSocket workbench",
        Phrase::ChooseView => "View",
        Phrase::Lesson => "Lesson",
        Phrase::Workbench => "Workbench",
        Phrase::ChooseLanguage => "Language",
        Phrase::ChooseTheme => "Theme",
        Phrase::Theme(Theme::System) => "System",
        Phrase::Theme(Theme::Light) => "Light",
        Phrase::Theme(Theme::Dark) => "Dark",

        Phrase::NotConnected => "Not connected",
        Phrase::Connecting => "Connecting",
        Phrase::Open => "Open",
        Phrase::Closing => "Closing",
        Phrase::Closed => "Closed",
        Phrase::CloseCode => "Close code",
        Phrase::CloseReason => "Reason",
        Phrase::Unreachable => "The server could not be reached.",
        Phrase::Lost => "The connection was lost.",
        Phrase::ClosedByServer => "The server closed the connection.",
        Phrase::ClosedByPage => "This page closed the connection.",
        Phrase::HowToStartServer => {
            "If the server is not running, start it in the project's folder with one of these \
             commands, then connect again."
        }

        Phrase::MessageToSend => "Message to send",
        Phrase::Send => "Send",
        Phrase::Close => "Close",
        Phrase::ConnectAgain => "Connect again",
        Phrase::SendShortcut => "Ctrl+Enter (⌘+Enter on a Mac) sends too.",
        Phrase::SendBeforeConnecting => "There is no connection yet: connect to send.",
        Phrase::SendAfterConnecting => "You can send once the connection is open.",
        Phrase::SendNotWhileClosing => {
            "The connection is closing, so nothing can be sent. Your text stays."
        }
        Phrase::SendAfterConnectingAgain => {
            "The connection is closed, so nothing can be sent. Your text stays: connect again to \
             send it."
        }
        Phrase::SendFailed => "The message could not be sent. Your text is still here.",
        Phrase::DraftNotKept => {
            "The browser has no room to keep your text: a reload would lose it."
        }

        Phrase::ReceivedMessages => "Received messages",
        Phrase::NoMessages => "No messages yet.",
        Phrase::EvictedMessages { count: 1 } => "1 older message is no longer kept.",
        Phrase::EvictedMessages { count } => {
            return format!("{count} older messages are no longer kept.").into();
        }
        Phrase::BinaryMessage { bytes: 1 } => "Binary message, 1 byte",
        Phrase::BinaryMessage { bytes } => return format!("Binary message, {bytes} bytes").into(),
        Phrase::SocketClosed => "Connection to the server closed",

        Phrase::Console(ConsoleLine::Opened) => "Client connected!",
        Phrase::Console(ConsoleLine::ClosePressed) => "Close pressed",
        Phrase::Console(ConsoleLine::Closed) => "Closed",

        Phrase::Catalogue(phrase) => return catalogue::say(phrase),
        Phrase::CloseCodeMeaning(phrase) => return close_code::say(phrase),
        Phrase::Composer(phrase) => return composer::say(phrase),
        Phrase::Log(phrase) => return log::say(phrase),
        Phrase::Numbers(phrase) => return numbers::say(phrase),
        Phrase::Quotes(phrase) => return quotes::say(phrase),
        Phrase::InWorkbench(phrase) => return workbench::say(phrase),
        Phrase::Room(phrase) => return room::say(phrase),
        Phrase::Tabs(phrase) => return tabs::say(phrase),
        Phrase::Connection(phrase) => return connection::say(phrase),
        Phrase::Failure(phrase) => return failure::say(phrase),
        Phrase::Filter(phrase) => return filter::say(phrase),
    })
}
