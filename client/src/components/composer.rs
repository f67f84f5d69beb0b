//! The lesson's textarea and buttons.

use std::rc::Rc;

use yew::prelude::*;

use super::keys::is_send_shortcut;
use crate::i18n::Language;
use crate::i18n::common::CommonPhrase;
use crate::i18n::lesson::LessonPhrase;
use crate::platform::{document, events};
use session::connection::State;

/// The properties of [`composer`].
#[derive(Debug)]
pub struct ComposerProps {
    /// The display language.
    pub language: Language,
    /// The state of the connection, which enables the buttons.
    pub state: State,
    /// The text in the textarea.
    pub draft: Rc<str>,
    /// Whether the text is saved, so that it outlives a reload.
    pub draft_kept: bool,
    /// Whether the last attempt to send failed.
    pub send_failed: bool,
    /// Called with the whole text after each edit.
    pub on_edit: Callback<Rc<str>>,
    /// Called to send the text.
    pub on_send: Callback<()>,
    /// Called to close the connection.
    pub on_close: Callback<()>,
    /// Called to open it again.
    pub on_connect: Callback<()>,
}

/// The textarea, a line break and the buttons, as in the lesson.
pub fn composer(props: &ComposerProps) -> Html {
    let language = props.language;
    let is_open = props.state == State::Open;
    let is_closed = props.state.is_over();
    let can_close = matches!(props.state, State::Connecting | State::Open);
    let hint = language.say(CommonPhrase::send_hint(&props.state));
    let on_input = {
        let on_edit = props.on_edit.clone();
        move |event: InputEvent| {
            on_edit.emit(events::value(&event).into());
        }
    };
    let on_key_down = {
        let on_send = props.on_send.clone();
        move |event: KeyboardEvent| {
            if is_send_shortcut(&event) {
                event.prevent_default();
                on_send.emit(());
            }
        }
    };
    html! {
        <>
            <label class="composer-label" for="message">
                { language.say(CommonPhrase::MessageToSend) }
            </label>
            <textarea
                id="message"
                class="composer-text"
                cols="50"
                rows="5"
                aria-describedby="send-hint"
                value={Rc::clone(&props.draft)}
                oninput={on_input}
                onkeydown={on_key_down}
            />
            <br />
            <button
                type="button"
                id="send"
                class="composer-send"
                aria-describedby="send-hint"
                disabled={!is_open}
                onclick={props.on_send.reform(|_| ())}
            >
                { language.say(CommonPhrase::Send) }
            </button>
            // Without a connection the lesson's button does nothing. This one keeps the focus, and says so.
            <button
                type="button"
                id="close"
                aria-disabled={(!can_close).to_string()}
                onclick={props.on_close.reform(|_| ())}
            >
                { language.say(CommonPhrase::Close) }
            </button>
            if is_closed {
                <button type="button" id="connect" onclick={props.on_connect.reform(|_| document::focus("close"))}>
                    { language.say(LessonPhrase::ConnectAgain) }
                </button>
            }
            <p key={&*hint} id="send-hint" class="composer-hint">{ hint }</p>
            <div role="alert">
                if props.send_failed {
                    <p class="composer-alert">{ language.say(LessonPhrase::SendFailed) }</p>
                }
                if !props.draft_kept {
                    <p class="composer-alert">{ language.say(CommonPhrase::DraftNotSaved) }</p>
                }
            </div>
        </>
    }
}
