//! The member's name in a room.

use std::rc::Rc;

use yew::prelude::*;

use crate::i18n::Language;
use crate::i18n::room::RoomPhrase;
use crate::platform::{element, events};

/// The properties of [`RoomName`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct RoomNameProps {
    /// The display language.
    pub language: Language,
    /// The current name.
    pub name: Rc<str>,
    /// Why the chosen name was not taken.
    pub problem: Option<RoomPhrase>,
    /// Called with the chosen name.
    pub on_choose: Callback<Rc<str>>,
}

/// A field and a button. The form keeps the typed name until it is the member's, and otherwise shows the
/// member's.
#[component]
pub fn RoomName(props: &RoomNameProps) -> Html {
    let language = props.language;
    let field = use_node_ref();
    // The typed name, and, once it was sent, the member's name at that time.
    let typed = use_state(|| None::<(Rc<str>, Option<Rc<str>>)>);
    let shown = match &*typed {
        Some((text, None)) => text,
        Some((text, Some(then))) if *then == props.name => text,
        Some(_) | None => &props.name,
    };
    let on_input = {
        let typed = typed.setter();
        move |event: InputEvent| typed.set(Some((events::value(&event).into(), None)))
    };
    let on_submit = {
        let (shown, name) = (Rc::clone(shown), Rc::clone(&props.name));
        let (typed, field) = (typed.setter(), field.clone());
        let on_choose = props.on_choose.clone();
        move |event: SubmitEvent| {
            event.prevent_default();
            on_choose.emit(shown.trim().into());
            typed.set(Some((Rc::clone(&shown), Some(Rc::clone(&name)))));
            // The button is disabled until another name is typed.
            element::focus(&field);
        }
    };
    html! {
        <form class="room-name" onsubmit={on_submit}>
            <label for="room-own-name">{ language.say(RoomPhrase::YourName) }</label>
            <input
                ref={&field}
                id="room-own-name"
                class="room-name-field"
                autocomplete="nickname"
                aria-invalid={props.problem.map(|_| "true")}
                aria-describedby="room-name-problem"
                value={Rc::clone(shown)}
                oninput={on_input}
            />
            <button type="submit" id="room-rename" disabled={shown.trim() == &*props.name}>
                { language.say(RoomPhrase::ChangeName) }
            </button>
            // The header says it to those who do not see it.
            <p id="room-name-problem" class="room-name-problem">
                if let Some(problem) = props.problem {
                    { language.say(problem) }
                }
            </p>
        </form>
    }
}
