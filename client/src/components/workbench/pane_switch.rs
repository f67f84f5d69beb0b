//! Chooses the pane of a connection.

use yew::prelude::*;

use crate::i18n::Language;
use crate::i18n::workbench::WorkbenchPhrase;
use session::pane::Pane;

/// The properties of [`PaneSwitch`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct PaneSwitchProps {
    /// The display language.
    pub language: Language,
    /// The panes to choose from.
    pub panes: &'static [Pane],
    /// The one that is shown.
    pub shown: Pane,
    /// Called with the one that was chosen.
    pub on_choose: Callback<Pane>,
}

/// A button a pane.
#[component]
pub fn PaneSwitch(props: &PaneSwitchProps) -> Html {
    let button = |&pane: &Pane| {
        let on_choose = props.on_choose.clone();
        html! {
            <button
                type="button"
                class="switch-button"
                data-pane={pane.tag()}
                aria-pressed={(pane == props.shown).to_string()}
                onclick={move |_| on_choose.emit(pane)}
            >
                { props.language.say(WorkbenchPhrase::Pane(pane)) }
            </button>
        }
    };
    html! {
        <div
            class="switch"
            role="group"
            aria-label={props.language.say(WorkbenchPhrase::ChoosePane)}
        >
            { for props.panes.iter().map(button) }
        </div>
    }
}
