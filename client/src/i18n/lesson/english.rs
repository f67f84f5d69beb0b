//! The lesson's words in English.

use yew::AttrValue;

use super::LessonPhrase;
use session::lesson::ConsoleLine;

pub(super) fn say(phrase: LessonPhrase) -> AttrValue {
    AttrValue::Static(match phrase {
        LessonPhrase::HowToStartServer => {
            "If the server is not running, start it in the project's folder with one of these \
             commands, then connect again."
        }
        LessonPhrase::ConnectAgain => "Connect again",
        LessonPhrase::SendFailed => "The message could not be sent. Your text is still here.",
        LessonPhrase::ReceivedMessages => "Received messages",
        LessonPhrase::NoMessages => "No messages yet.",
        LessonPhrase::EvictedMessages { count: 1 } => "1 older message is no longer kept.",
        LessonPhrase::EvictedMessages { count } => {
            return format!("{count} older messages are no longer kept.").into();
        }
        LessonPhrase::BinaryMessage { bytes: 1 } => "Binary message, 1 byte",
        LessonPhrase::BinaryMessage { bytes } => {
            return format!("Binary message, {bytes} bytes").into();
        }
        LessonPhrase::SocketClosed => "Connection to the server closed",
        LessonPhrase::Console(ConsoleLine::Opened) => "Client connected!",
        LessonPhrase::Console(ConsoleLine::ClosePressed) => "Close pressed",
        LessonPhrase::Console(ConsoleLine::Closed) => "Closed",
    })
}
