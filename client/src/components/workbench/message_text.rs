//! The text of a message, with keys for the history.

use std::rc::Rc;

use yew::prelude::*;

use crate::components::keys::{Edge, edge};
use crate::hooks::use_rewrites;
use crate::i18n::Language;
use crate::i18n::common::CommonPhrase;
use crate::platform::files::{self, FileHandle};
use crate::platform::{element, events};
use session::composer::Event as ComposerEvent;
use session::composer::caret;
use session::composer::line_ends::shown;
use session::text_position::TextPosition;

/// The limit on the lines that the field grows to; further ones scroll. `message_text.css` has the same value.
const MAX_ROWS: usize = 12;

/// The properties of [`MessageText`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct MessageTextProps {
    /// The display language; the message stays as it is.
    pub language: Language,
    /// The text.
    pub text: Rc<str>,
    /// How often the text became another one without being typed.
    pub rewrites: u64,
    /// Where the text is wrong, if it could not be sent.
    pub wrong: Option<TextPosition>,
    /// How often something was refused. The focus and the caret then go to where the text is wrong.
    pub refusals: u64,
    /// Called with events of the composer.
    pub on_event: Callback<ComposerEvent>,
    /// Called with a file that the person pasted.
    pub on_file: Callback<FileHandle>,
}

/// A textarea. ↑ at its start and ↓ at its end go through the history.
#[component]
pub fn MessageText(props: &MessageTextProps) -> Html {
    let language = props.language;
    let textarea = use_node_ref();
    let left_over = use_mut_ref(|| None::<Edge>);
    use_rewrites(&textarea, &props.text, props.rewrites, {
        let (textarea, left_over) = (textarea.clone(), left_over.clone());
        move |moved| {
            // The same key, pressed again, leads over the same edge.
            let caret = match left_over.take() {
                Some(Edge::Start) => Some(0),
                Some(Edge::End) | None => moved,
            };
            element::set_caret(&textarea, caret.unwrap_or(u32::MAX));
        }
    });
    let refusals = use_mut_ref(|| props.refusals);
    use_effect_with(props.refusals, {
        let textarea = textarea.clone();
        let wrong = props
            .wrong
            .map(|at| caret::at_position(&shown(&props.text), at));
        move |now| {
            if refusals.replace(*now) != *now
                && let Some(wrong) = wrong
            {
                element::focus(&textarea);
                element::set_caret(&textarea, wrong);
            }
        }
    });
    let on_input = {
        let on_event = props.on_event.clone();
        move |event: InputEvent| {
            on_event.emit(ComposerEvent::Typed(events::value(&event).into()));
        }
    };
    let on_key_down = {
        let on_event = props.on_event.clone();
        move |event: KeyboardEvent| {
            if let Some(edge) = edge(&event) {
                event.prevent_default();
                left_over.replace(Some(edge));
                on_event.emit(match edge {
                    Edge::Start => ComposerEvent::OlderPressed,
                    Edge::End => ComposerEvent::NewerPressed,
                });
            }
        }
    };
    let on_given = on_given(&props.on_event);
    let on_paste = {
        let (on_file, on_given) = (props.on_file.clone(), on_given.clone());
        move |event: Event| {
            if let Some(file) = files::pasted(&event) {
                event.prevent_default();
                on_file.emit(file);
            } else {
                on_given.emit(event);
            }
        }
    };
    html! {
        <textarea
            ref={textarea}
            id="message"
            class="message-text-area"
            rows={rows(&props.text)}
            spellcheck="false"
            autocomplete="off"
            aria-label={language.say(CommonPhrase::MessageToSend)}
            aria-describedby="compose-error compose-warning message-text-hint"
            aria-invalid={props.wrong.map(|_| "true")}
            defaultvalue={shown(&props.text)}
            oninput={on_input}
            onkeydown={on_key_down}
            onpaste={on_paste}
            ondrop={on_given.reform(Event::from)}
        />
    }
}

/// The height of the field, for a browser that does not know `field-sizing`.
pub(super) fn rows(text: &str) -> String {
    let breaks = text.bytes().filter(|byte| *byte == b'\n');
    (breaks.take(MAX_ROWS - 1).count() + 1).to_string()
}

/// Tells the composer what is pasted or dropped into a text field.
pub(super) fn on_given(on_event: &Callback<ComposerEvent>) -> Callback<Event> {
    let on_event = on_event.clone();
    Callback::from(move |event: Event| {
        if let Some(text) = files::given_text(&event) {
            on_event.emit(ComposerEvent::Given(text.into()));
        }
    })
}
