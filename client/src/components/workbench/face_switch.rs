//! Chooses the face of a connection.

use yew::prelude::*;

use crate::i18n::Language;
use crate::i18n::workbench::WorkbenchPhrase;
use session::face::Face;

/// The properties of [`FaceSwitch`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct FaceSwitchProps {
    /// The display language.
    pub language: Language,
    /// The faces to choose from.
    pub faces: &'static [Face],
    /// The one that is shown.
    pub shown: Face,
    /// Called with the one that was chosen.
    pub on_choose: Callback<Face>,
}

/// A button a face.
#[component]
pub fn FaceSwitch(props: &FaceSwitchProps) -> Html {
    let button = |&face: &Face| {
        let on_choose = props.on_choose.clone();
        html! {
            <button
                type="button"
                class="switch-button"
                data-face={face.tag()}
                aria-pressed={(face == props.shown).to_string()}
                onclick={move |_| on_choose.emit(face)}
            >
                { props.language.say(WorkbenchPhrase::Face(face)) }
            </button>
        }
    };
    html! {
        <div
            class="switch"
            role="group"
            aria-label={props.language.say(WorkbenchPhrase::ChooseFace)}
        >
            { for props.faces.iter().map(button) }
        </div>
    }
}
