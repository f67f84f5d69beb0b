//! The messages that wait for an open connection.

use yew::prelude::*;

use crate::i18n::Language;
use crate::i18n::connection::ConnectionPhrase;
use session::payload::{self, Payload};

/// So much of a message is shown: enough to know it by.
const SHOWN_CHARACTERS: usize = 80;

/// So many bytes of a binary message are shown.
const SHOWN_BYTES: usize = 16;

/// What [`Queued`] takes.
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct QueuedProps {
    /// The language of its words; not of the messages.
    pub language: Language,
    /// The messages, the first to be sent first.
    pub messages: Vec<Payload>,
    /// Called with the place of the message that is not to be sent, counted from 0.
    pub on_remove: Callback<usize>,
}

/// A list with a button at each message. The rows have no keys: when one goes the next takes its
/// place, and with it the button that has the focus.
#[component]
pub fn Queued(props: &QueuedProps) -> Html {
    let language = props.language;
    let count = props.messages.len();
    let row = |(index, message): (usize, &Payload)| {
        let remove = ConnectionPhrase::Unqueue { number: index + 1 };
        let size = ConnectionPhrase::QueuedSize {
            bytes: message.len(),
        };
        html! {
            <li class="queued-message">
                <code class="queued-start">{ start_of(message) }</code>
                <span class="queued-size">{ language.say(size) }</span>
                <button
                    type="button"
                    class="queued-remove"
                    aria-label={language.say(remove)}
                    title={language.say(remove)}
                    onclick={props.on_remove.reform(move |_| index)}
                >
                    { "×" }
                </button>
            </li>
        }
    };
    html! {
        <section class="queued" aria-labelledby="queued-heading">
            <h2 id="queued-heading" class="queued-heading">
                { language.say(ConnectionPhrase::Queued { count }) }
            </h2>
            <p class="queued-hint">{ language.say(ConnectionPhrase::QueuedHint) }</p>
            <ol class="queued-messages">{ for props.messages.iter().enumerate().map(row) }</ol>
        </section>
    }
}

/// The beginning of the first line. No more of a large message is looked at.
fn start_of(message: &Payload) -> String {
    let (mut start, is_whole) = match message {
        Payload::Text(text) => {
            let end = text.char_indices().nth(SHOWN_CHARACTERS);
            let start = end.map_or(&**text, |(end, _)| &text[..end]);
            let shown = start.split(['\r', '\n']).next().unwrap_or_default();
            (shown.to_owned(), shown.len() == text.len())
        }
        Payload::Binary(bytes) => {
            let shown = &bytes[..bytes.len().min(SHOWN_BYTES)];
            (payload::hex(shown), shown.len() == bytes.len())
        }
    };
    if !is_whole {
        start.push('…');
    }
    start
}
