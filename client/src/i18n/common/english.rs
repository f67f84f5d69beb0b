//! The words that lesson and workbench share in English.

use yew::AttrValue;

use super::CommonPhrase;

pub(super) fn say(phrase: CommonPhrase) -> AttrValue {
    AttrValue::Static(match phrase {
        CommonPhrase::NotConnected => "Not connected",
        CommonPhrase::Connecting => "Connecting",
        CommonPhrase::Open => "Open",
        CommonPhrase::Closing => "Closing",
        CommonPhrase::Closed => "Closed",
        CommonPhrase::CloseCode => "Close code",
        CommonPhrase::CloseReason => "Reason",
        CommonPhrase::Unreachable => "The server could not be reached.",
        CommonPhrase::Lost => "The connection was lost.",
        CommonPhrase::ClosedByServer => "The server closed the connection.",
        CommonPhrase::ClosedByPage => "This page closed the connection.",
        CommonPhrase::MessageToSend => "Message to send",
        CommonPhrase::Send => "Send",
        CommonPhrase::Close => "Close",
        CommonPhrase::SendShortcut => "Ctrl+Enter (⌘+Enter on a Mac) also sends.",
        CommonPhrase::SendBeforeConnecting => "Not connected yet: connect to send.",
        CommonPhrase::SendAfterConnecting => "You can send once the connection is open.",
        CommonPhrase::SendNotWhileClosing => {
            "The connection is closing, so nothing can be sent. Your text stays."
        }
        CommonPhrase::SendAfterConnectingAgain => {
            "The connection is closed, so nothing can be sent. Your text stays: connect again to \
             send it."
        }
        CommonPhrase::DraftNotSaved => {
            "The browser could not save your text: a reload would lose it."
        }
    })
}
