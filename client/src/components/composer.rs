//! The lesson's textarea and buttons: writes, sends, closes, connects again.

use std::rc::Rc;

use yew::prelude::*;

use super::keys::is_send_shortcut;
use crate::i18n::Language;
use crate::i18n::common::CommonPhrase;
use crate::i18n::lesson::LessonPhrase;
use crate::platform::events;
use session::tab::State;

/// What [`Composer`] takes.
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct ComposerProps {
    /// The language of its words.
    pub language: Language,
    /// The state of the socket, by which the buttons are of use or not.
    pub state: State,
    /// The text in the textarea.
    pub draft: Rc<str>,
    /// Whether the text would outlive a reload.
    pub draft_kept: bool,
    /// Whether the last attempt to send failed.
    pub send_failed: bool,
    /// Called with all the text after each edit.
    pub on_edit: Callback<Rc<str>>,
    /// Called when the text is to be sent.
    pub on_send: Callback<()>,
    /// Called when the connection is to be closed.
    pub on_close: Callback<()>,
    /// Called when it is to be opened again.
    pub on_connect: Callback<()>,
}

/// The textarea, a line break and the buttons, side by side as the lesson has them.
#[component]
pub fn Composer(props: &ComposerProps) -> Html {
    let language = props.language;
    let is_open = props.state == State::Open;
    let is_closed = props.state.is_over();
    let can_close = matches!(props.state, State::Connecting | State::Open);
    let hint = CommonPhrase::send_hint(&props.state);
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
            // With nothing to close the lesson's button does nothing; this one shows it.
            <button
                type="button"
                id="close"
                disabled={!can_close}
                onclick={props.on_close.reform(|_| ())}
            >
                { language.say(CommonPhrase::Close) }
            </button>
            if is_closed {
                <button type="button" id="connect" onclick={props.on_connect.reform(|_| ())}>
                    { language.say(LessonPhrase::ConnectAgain) }
                </button>
            }
            <p id="send-hint" class="composer-hint">{ language.say(hint) }</p>
            <div role="alert">
                if props.send_failed {
                    <p class="composer-alert">{ language.say(LessonPhrase::SendFailed) }</p>
                }
                if !props.draft_kept {
                    <p class="composer-alert">{ language.say(CommonPhrase::DraftNotKept) }</p>
                }
            </div>
        </>
    }
}
