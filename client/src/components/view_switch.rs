//! The switch between lesson and workbench.

use yew::prelude::*;

use crate::i18n::Language;
use crate::i18n::page::PagePhrase;
use session::screen::Screen;

/// The properties of [`ViewSwitch`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct ViewSwitchProps {
    /// The display language.
    pub language: Language,
    /// The current screen.
    pub screen: Screen,
    /// Called with the chosen screen.
    pub on_go: Callback<Screen>,
}

/// One button a screen.
#[component]
pub fn ViewSwitch(props: &ViewSwitchProps) -> Html {
    let button = |id: &'static str, screen: Screen, name: PagePhrase| {
        let on_go = props.on_go.clone();
        html! {
            <button
                type="button"
                {id}
                class="switch-button"
                aria-pressed={(screen == props.screen).to_string()}
                onclick={move |_| on_go.emit(screen)}
            >
                { props.language.say(name) }
            </button>
        }
    };
    html! {
        <div
            class="switch"
            role="group"
            aria-label={props.language.say(PagePhrase::ChooseView)}
        >
            { button("view-lesson", Screen::Lesson, PagePhrase::Lesson) }
            { button("view-workbench", Screen::Workbench, PagePhrase::Workbench) }
        </div>
    }
}
