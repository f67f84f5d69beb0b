//! The code and the reason of a close.

use std::rc::Rc;

use yew::prelude::*;

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
    /// Called with the values after each edit.
    pub on_edit: Callback<CloseDraft>,
}

/// Two fields, and what is wrong with them.
pub fn close_form(props: &CloseFormProps) -> Html {
    let language = props.language;
    let error = props.draft.parse().err();
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
        <div class="close-form">
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
                    { language.say(ConnectionPhrase::CloseError(error)) }
                }
            </p>
        </div>
    }
}
