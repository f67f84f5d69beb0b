//! A row of the lesson's log: a message, or the notice of a close.

use yew::prelude::*;

use crate::i18n::Language;
use crate::i18n::lesson::LessonPhrase;
use session::payload::{self, Payload};

/// The number of bytes shown of a binary message; the rest is cut.
const SHOWN_BYTES: usize = 256;

/// The properties of [`Message`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct MessageProps {
    /// The display language; the message stays as it is.
    pub language: Language,
    /// The payload.
    pub payload: Payload,
}

/// The lesson's `.message`. Each line break of a text is a `<br/>`, and nothing else of it is markup. Yew
/// makes text nodes, where the lesson's `innerHTML` would run scripts.
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

/// The lines of a text, with a `<br/>` between them.
pub(in crate::components) fn with_breaks(text: &str) -> impl Iterator<Item = Html> {
    payload::lines(text).enumerate().flat_map(|(index, line)| {
        let line_break = (index > 0).then(|| html! { <br /> });
        let line = (!line.is_empty()).then(|| html! { { line } });
        line_break.into_iter().chain(line)
    })
}

/// The properties of [`Notice`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct NoticeProps {
    /// The display language.
    pub language: Language,
    /// Whether another notice comes right before it.
    pub follows_notice: bool,
}

/// The lesson's notice of a close: bare text beside the messages. A `<br/>` separates two in a row.
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
