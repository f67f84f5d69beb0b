//! Gives a tab another name.

use std::rc::Rc;

use yew::prelude::*;

use crate::i18n::Language;
use crate::i18n::tabs::TabsPhrase;
use crate::platform::{element, events};

/// What [`TabName`] takes.
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct TabNameProps {
    /// The language of its words.
    pub language: Language,
    /// The name until now.
    pub name: AttrValue,
    /// Called with the new name, or with `None` when it is to stay as it was.
    pub on_done: Callback<Option<Rc<str>>>,
}

/// A field that has the focus, with the name selected in it: Enter keeps what is typed, Esc does not.
#[component]
pub fn TabName(props: &TabNameProps) -> Html {
    let typed = use_state(|| props.name.clone());
    let input = use_node_ref();
    use_effect_with((), {
        let input = input.clone();
        move |()| element::focus_and_select(&input)
    });
    let on_input = {
        let typed = typed.clone();
        move |event: InputEvent| typed.set(events::value(&event).into())
    };
    let on_key_down = {
        let on_done = props.on_done.clone();
        move |event: KeyboardEvent| {
            // While an input method composes, both keys are the input method's.
            if event.is_composing() {
                return;
            }
            match event.key().as_str() {
                "Enter" => on_done.emit(Some(events::value(&event).trim().into())),
                "Escape" => on_done.emit(None),
                _ => return,
            }
            event.prevent_default();
        }
    };
    html! {
        <label class="tab-name-field">
            <span>{ props.language.say(TabsPhrase::Name) }</span>
            <input
                ref={input}
                id="tab-name"
                type="text"
                autocomplete="off"
                value={(*typed).clone()}
                oninput={on_input}
                onkeydown={on_key_down}
            />
        </label>
    }
}
