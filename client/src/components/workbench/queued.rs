//! The queued messages.

use yew::prelude::*;

use super::words::{foreign, said};
use crate::i18n::Language;
use crate::i18n::connection::ConnectionPhrase;
use session::payload::{self, Payload};

/// The number of characters shown of a text message, enough to recognize it.
const SHOWN_CHARACTERS: usize = 80;

/// The number of bytes shown of a binary message.
const SHOWN_BYTES: usize = 16;

/// The properties of [`queued`].
#[derive(Debug)]
pub struct QueuedProps {
    /// The display language; messages stay as they are.
    pub language: Language,
    /// The messages in the order of sending.
    pub messages: Vec<Payload>,
    /// Called with the index of the message to remove.
    pub on_remove: Callback<usize>,
}

/// A folded list with a button for each message. Rows have no keys: when one is removed, the next takes over its
/// elements, and with them the focused button.
pub fn queued(props: &QueuedProps) -> Html {
    let language = props.language;
    let count = props.messages.len();
    let row = |(index, message): (usize, &Payload)| {
        let remove = ConnectionPhrase::Unqueue { number: index + 1 };
        let size = ConnectionPhrase::QueuedSize {
            bytes: message.len(),
        };
        html! {
            <li>
                <code class="queued-start">{ foreign(start_of(message)) }</code>
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
        <details class="queued message-editor-fold">
            <summary>{ said(language.say(ConnectionPhrase::Queued { count })) }</summary>
            <div class="message-editor-folded">
                <p class="queued-hint">{ language.say(ConnectionPhrase::QueuedHint) }</p>
                <ol class="queued-messages">{ for props.messages.iter().enumerate().map(row) }</ol>
            </div>
        </details>
    }
}

/// The start of the first line. A large message is not read any further.
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
