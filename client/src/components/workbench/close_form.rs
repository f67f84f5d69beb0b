//! The code and the reason of a close.

use std::rc::Rc;

use yew::prelude::*;

use super::words::said;
use crate::i18n::Language;
use crate::i18n::connection::ConnectionPhrase;
use crate::platform::events;
use session::close_request::CloseDraft;

/// The properties of [`close_form`].
#[derive(Debug)]
pub struct CloseFormProps {
    /// The display language.
    pub language: Language,
    /// The typed values.
    pub draft: CloseDraft,
    /// Whether there is a connection to close.
    pub can_close: bool,
    /// Called with the values after each edit.
    pub on_edit: Callback<CloseDraft>,
    /// Called to close with the values.
    pub on_close: Callback<Option<(u16, Rc<str>)>>,
}

/// Two fields and a button, which Enter in a field presses as well.
pub fn close_form(props: &CloseFormProps) -> Html {
    let language = props.language;
    let close = props.draft.parse();
    let error = close.as_ref().err().copied();
    let can_close = props.can_close && close.is_ok();
    let on_submit = {
        let on_close = props.on_close.clone();
        move |event: SubmitEvent| {
            event.prevent_default();
            if let (true, Ok(close)) = (can_close, &close) {
                on_close.emit(close.clone());
            }
        }
    };
    let bytes = props.draft.reason.len();
    let on_input = |change: fn(&mut CloseDraft, Rc<str>)| {
        let (draft, on_edit) = (props.draft.clone(), props.on_edit.clone());
        move |event: InputEvent| {
            let mut draft = draft.clone();
            change(&mut draft, events::value(&event).into());
            on_edit.emit(draft);
        }
    };
    html! {
        <form onsubmit={on_submit}>
            <div class="close-form-fields">
                <div class="close-form-field">
                    <label for="close-code">{ language.say(ConnectionPhrase::CloseCode) }</label>
                    <input
                        id="close-code"
                        type="text"
                        inputmode="numeric"
                        autocomplete="off"
                        aria-describedby="close-error"
                        aria-invalid={error.is_some().to_string()}
                        value={Rc::clone(&props.draft.code)}
                        oninput={on_input(|draft, code| draft.code = code)}
                    />
                </div>
                <div class="close-form-field">
                    <label for="close-reason">
                        { language.say(ConnectionPhrase::CloseReason) }
                    </label>
                    <input
                        id="close-reason"
                        type="text"
                        autocomplete="off"
                        aria-describedby="close-reason-bytes close-error"
                        aria-invalid={error.is_some().to_string()}
                        value={Rc::clone(&props.draft.reason)}
                        oninput={on_input(|draft, reason| draft.reason = reason)}
                    />
                </div>
                <p id="close-reason-bytes" class="close-form-hint">
                    { language.say(ConnectionPhrase::CloseReasonBytes { bytes }) }
                </p>
            </div>
            <p id="close-error" class="close-form-error">
                if let Some(error) = error {
                    { said(language.say(ConnectionPhrase::CloseError(error))) }
                } else if !props.can_close {
                    { said(language.say(ConnectionPhrase::NothingToClose)) }
                }
            </p>
            <button
                type="submit"
                id="close-so"
                aria-describedby="close-error"
                disabled={!can_close}
            >
                { language.say(ConnectionPhrase::CloseSo) }
            </button>
        </form>
    }
}
