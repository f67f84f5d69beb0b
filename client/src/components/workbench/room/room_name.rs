//! What one is called in a room.

use std::rc::Rc;

use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::i18n::Language;
use crate::i18n::room::RoomPhrase;

/// What [`RoomName`] takes.
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct RoomNameProps {
    /// The language of its words.
    pub language: Language,
    /// What one is called now.
    pub name: Rc<str>,
    /// Whether what was chosen last is no name.
    pub is_bad: bool,
    /// Called with the name that was chosen.
    pub on_choose: Callback<Rc<str>>,
}

/// A field and a button. What is typed is the form's own until it is sent.
#[component]
pub fn RoomName(props: &RoomNameProps) -> Html {
    let language = props.language;
    let typed = use_state(|| Rc::clone(&props.name));
    let on_input = {
        let typed = typed.setter();
        move |event: InputEvent| {
            let input: HtmlInputElement = event.target_unchecked_into();
            typed.set(input.value().into());
        }
    };
    let on_submit = {
        let (typed, on_choose) = (Rc::clone(&typed), props.on_choose.clone());
        move |event: SubmitEvent| {
            event.prevent_default();
            on_choose.emit(typed.trim().into());
        }
    };
    html! {
        <form class="room-name" onsubmit={on_submit}>
            <label for="room-own-name">{ language.say(RoomPhrase::YourName) }</label>
            <input
                id="room-own-name"
                class="room-name-field"
                autocomplete="nickname"
                aria-invalid={props.is_bad.then_some("true")}
                aria-describedby="room-name-problem"
                value={Rc::clone(&typed)}
                oninput={on_input}
            />
            <button type="submit" id="room-rename" disabled={typed.trim() == &*props.name}>
                { language.say(RoomPhrase::ChangeName) }
            </button>
            <p id="room-name-problem" class="room-name-problem" role="alert">
                if props.is_bad {
                    { language.say(RoomPhrase::BadName) }
                }
            </p>
        </form>
    }
}
