//! The field that renames a tab.

use std::rc::Rc;

use yew::prelude::*;

use crate::i18n::Language;
use crate::i18n::tabs::TabsPhrase;
use crate::platform::{element, events};

/// The properties of [`TabName`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct TabNameProps {
    /// The display language.
    pub language: Language,
    /// The name so far.
    pub name: AttrValue,
    /// Called with the new name, or `None` to keep the old one.
    pub on_done: Callback<Option<Rc<str>>>,
}

/// A focused field with the name selected. Enter accepts the text, Esc does not.
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
            // While an input method composes, both keys belong to it.
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
            <span class="visually-hidden">{ props.language.say(TabsPhrase::Name) }</span>
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
