//! What a message is made of, to choose from.

use yew::prelude::*;

use crate::i18n::Language;
use crate::i18n::composer::ComposerPhrase;
use crate::platform::{element, events};
use session::composer::draft::DraftKind;

/// What [`KindChoice`] takes.
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct KindChoiceProps {
    /// The language of its words.
    pub language: Language,
    /// The kind that is chosen.
    pub kind: DraftKind,
    /// Called with the one that the person chooses.
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
            // Once a person has chosen, a browser no longer heeds `selected`; but the kind changes
            // too when a message of another kind is taken up again, or a file is dropped.
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
        <label class="kind-choice">
            { language.say(ComposerPhrase::Kind) }
            <select
                ref={select}
                id="compose-kind"
                class="kind-choice-list"
                onchange={on_change}
            >
                { for DraftKind::ALL.map(|kind| html! {
                    <option value={kind.name()} selected={kind == props.kind}>
                        { language.say(ComposerPhrase::KindName(kind)) }
                    </option>
                }) }
            </select>
        </label>
    }
}
