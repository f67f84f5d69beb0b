//! Goes from the lesson to the workbench and back.

use yew::prelude::*;

use crate::i18n::Language;
use crate::i18n::page::PagePhrase;
use session::screen::Screen;

/// What [`ViewSwitch`] takes.
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct ViewSwitchProps {
    /// The language of its words.
    pub language: Language,
    /// What the page shows now.
    pub screen: Screen,
    /// Called with where to go.
    pub on_go: Callback<Screen>,
}

/// A button a screen.
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
