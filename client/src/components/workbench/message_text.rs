//! The text of a message, and the keys that do more than write.

use std::rc::Rc;

use wasm_bindgen::JsCast as _;
use web_sys::{ClipboardEvent, File, HtmlTextAreaElement};
use yew::prelude::*;

use crate::components::keys::{Edge, edge};
use crate::i18n::Language;
use crate::i18n::common::CommonPhrase;
use crate::i18n::composer::ComposerPhrase;
use crate::model::composer::Event as ComposerEvent;

/// What [`MessageText`] takes.
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct MessageTextProps {
    /// The language of its words; not of the message.
    pub language: Language,
    /// What is typed.
    pub text: Rc<str>,
    /// Whether `{{n}}` and the like are filled in.
    pub takes_blanks: bool,
    /// Whether it makes no message.
    pub is_wrong: bool,
    /// Called with what the person does to the text.
    pub on_event: Callback<ComposerEvent>,
    /// Called with a file that the person pastes.
    pub on_file: Callback<File>,
}

/// A textarea. ↑ at its start and ↓ at its end lead to what was sent before.
#[component]
pub fn MessageText(props: &MessageTextProps) -> Html {
    let language = props.language;
    let textarea = use_node_ref();
    let left_over = use_mut_ref(|| None::<Edge>);
    use_effect_with(Rc::clone(&props.text), {
        let (textarea, left_over) = (textarea.clone(), left_over.clone());
        move |_| {
            // A browser puts the caret at the end of a text that was replaced; the same key pressed
            // again is to lead on over the same edge.
            let textarea = textarea.cast::<HtmlTextAreaElement>();
            if let (Some(edge), Some(textarea)) = (left_over.take(), textarea) {
                let caret = match edge {
                    Edge::Start => 0,
                    Edge::End => textarea.text_length(),
                };
                // Only an element that is no longer in the page could refuse.
                let _ = textarea.set_selection_range(caret, caret);
            }
        }
    });
    let on_input = {
        let on_event = props.on_event.clone();
        let left_over = left_over.clone();
        move |event: InputEvent| {
            left_over.take();
            let textarea: HtmlTextAreaElement = event.target_unchecked_into();
            on_event.emit(ComposerEvent::Edited(textarea.value().into()));
        }
    };
    let on_key_down = {
        let on_event = props.on_event.clone();
        move |event: KeyboardEvent| {
            if let Some(edge) = edge(&event, &event.target_unchecked_into()) {
                event.prevent_default();
                left_over.replace(Some(edge));
                on_event.emit(match edge {
                    Edge::Start => ComposerEvent::OlderPressed,
                    Edge::End => ComposerEvent::NewerPressed,
                });
            }
        }
    };
    let on_paste = {
        let on_file = props.on_file.clone();
        move |event: Event| {
            if let Some(file) = pasted_file(&event) {
                event.prevent_default();
                on_file.emit(file);
            }
        }
    };
    html! {
        <div class="message-text">
            <label class="message-text-label" for="message">
                { language.say(CommonPhrase::MessageToSend) }
            </label>
            <textarea
                ref={textarea}
                id="message"
                class="message-text-area"
                rows="4"
                spellcheck="false"
                autocomplete="off"
                aria-describedby="compose-error message-text-hint"
                aria-invalid={props.is_wrong.then_some("true")}
                value={Rc::clone(&props.text)}
                oninput={on_input}
                onkeydown={on_key_down}
                onpaste={on_paste}
            />
            <details class="message-text-hint">
                <summary class="message-text-summary">{ language.say(ComposerPhrase::Hints) }</summary>
                <p id="message-text-hint">
                    { language.say(ComposerPhrase::HistoryKeys) }
                    if props.takes_blanks {
                        { " " }
                        { language.say(ComposerPhrase::Blanks) }
                    }
                    { " " }
                    { language.say(ComposerPhrase::DropOrPaste) }
                </p>
            </details>
        </div>
    }
}

/// The file that is pasted. Where there is a text as well, as from a word processor that puts a
/// picture of it beside it, it is the text that is meant.
fn pasted_file(event: &Event) -> Option<File> {
    let data = event.dyn_ref::<ClipboardEvent>()?.clipboard_data()?;
    let text = data.get_data("text/plain").unwrap_or_default();
    text.is_empty().then(|| data.files()?.get(0)).flatten()
}
