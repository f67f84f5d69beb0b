//! The choice of a message's kind.

use yew::prelude::*;

use crate::i18n::Language;
use crate::i18n::composer::ComposerPhrase;
use crate::platform::{element, events};
use session::composer::draft::DraftKind;

/// The properties of [`KindChoice`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct KindChoiceProps {
    /// The display language.
    pub language: Language,
    /// The chosen kind.
    pub kind: DraftKind,
    /// Called with the chosen kind.
    pub on_choose: Callback<DraftKind>,
}

/// A list of all kinds.
#[component]
pub fn KindChoice(props: &KindChoiceProps) -> Html {
    let language = props.language;
    let select = use_node_ref();
    use_effect_with(props.kind, {
        let select = select.clone();
        move |kind| {
            // After a choice by the person, browsers ignore `selected`. But the kind also changes with a
            // recalled message or a dropped file.
            element::set_chosen(&select, kind.name());
        }
    });
    let on_change = {
        let on_choose = props.on_choose.clone();
        move |event: Event| {
            if let Some(kind) = DraftKind::of_name(&events::value(&event)) {
                on_choose.emit(kind);
            }
        }
    };
    html! {
        <select
            ref={select}
            id="compose-kind"
            class="kind-choice"
            aria-label={language.say(ComposerPhrase::Kind)}
            onchange={on_change}
        >
            { for DraftKind::ALL.map(|kind| html! {
                <option value={kind.name()} selected={kind == props.kind}>
                    { language.say(ComposerPhrase::KindName(kind)) }
                </option>
            }) }
        </select>
    }
}
