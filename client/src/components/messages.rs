//! The lesson's received messages: the list, and its rows, which are messages and notices of a close.

use std::rc::Rc;

use yew::prelude::*;

use crate::i18n::Language;
use crate::i18n::lesson::LessonPhrase;
use session::log::{Entry, EntryKind};
use session::payload::{self, Payload};

/// The properties of [`Messages`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct MessagesProps {
    /// The display language; messages stay as they are.
    pub language: Language,
    /// The messages and notices, the oldest first.
    pub entries: Vec<Rc<Entry>>,
    /// The number of earlier messages that are no longer kept.
    pub evicted_messages: u64,
}

/// The lesson's `#messages`, in a frame that keeps its end in view (see `messages.css`).
#[component]
pub fn Messages(props: &MessagesProps) -> Html {
    let language = props.language;
    html! {
        <section class="messages">
            <h2 class="messages-heading" id="messages-heading">
                { language.say(LessonPhrase::ReceivedMessages) }
            </h2>
            if props.evicted_messages > 0 {
                <p key={props.evicted_messages} class="messages-note">
                    { language.say(LessonPhrase::EvictedMessages { count: props.evicted_messages }) }
                </p>
            }
            if props.entries.is_empty() {
                <p class="messages-note">{ language.say(LessonPhrase::NoMessages) }</p>
            }
            <div class="messages-frame" tabindex="0" role="region" aria-labelledby="messages-heading">
                <div id="messages" role="log" aria-live="polite" translate="no">
                    { for rows(language, &props.entries) }
                </div>
            </div>
        </section>
    }
}

fn rows(language: Language, entries: &[Rc<Entry>]) -> impl Iterator<Item = Html> {
    let mut after_notice = false;
    entries.iter().map(move |entry| match &entry.kind {
        EntryKind::Message(payload) => {
            after_notice = false;
            html! { <Message key={entry.id} {language} payload={payload.clone()} /> }
        }
        EntryKind::SocketClosed => {
            let follows_notice = std::mem::replace(&mut after_notice, true);
            html! { <Notice key={entry.id} {language} {follows_notice} /> }
        }
    })
}

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
                    <code>{ payload::hex(shown) }{ more }</code>
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
