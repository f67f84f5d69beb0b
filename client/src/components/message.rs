//! One row of the log: a message, or the notice that the socket closed.

use yew::prelude::*;

use crate::i18n::Language;
use crate::i18n::lesson::LessonPhrase;
use session::payload::{self, Payload};

/// So many bytes of a binary message are shown.
const SHOWN_BYTES: usize = 256;

/// What [`Message`] takes.
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct MessageProps {
    /// The language of its words; not of the message.
    pub language: Language,
    /// What the message carries.
    pub payload: Payload,
}

/// The lesson's `.message`. Every line break of a text is a `<br/>`, and nothing else of it is
/// markup: Yew makes text nodes of the lines, where the lesson's `innerHTML` runs scripts.
#[component]
pub fn Message(props: &MessageProps) -> Html {
    match &props.payload {
        Payload::Text(text) => html! { <div class="message">{ for with_breaks(text) }</div> },
        Payload::Binary(bytes) => {
            let shown = &bytes[..bytes.len().min(SHOWN_BYTES)];
            let more = if shown.len() < bytes.len() {
                " …"
            } else {
                ""
            };
            let size = LessonPhrase::BinaryMessage { bytes: bytes.len() };
            html! {
                <div class="message">
                    <p class="message-size">{ props.language.say(size) }</p>
                    <code class="message-bytes">{ payload::hex(shown) }{ more }</code>
                </div>
            }
        }
    }
}

/// The lines of a text, with a `<br/>` between each two.
pub(in crate::components) fn with_breaks(text: &str) -> impl Iterator<Item = Html> {
    payload::lines(text).enumerate().flat_map(|(index, line)| {
        let line_break = (index > 0).then(|| html! { <br /> });
        let line = (!line.is_empty()).then(|| html! { { line } });
        line_break.into_iter().chain(line)
    })
}

/// What [`Notice`] takes.
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct NoticeProps {
    /// The language of its words.
    pub language: Language,
    /// Whether there is a notice just before.
    pub follows_notice: bool,
}

/// The lesson's notice that the socket closed: bare text beside the messages. Two in a row would
/// run into one another, so a `<br/>` comes between.
#[component]
pub fn Notice(props: &NoticeProps) -> Html {
    html! {
        <>
            if props.follows_notice {
                <br />
            }
            { props.language.say(LessonPhrase::SocketClosed) }
        </>
    }
}
