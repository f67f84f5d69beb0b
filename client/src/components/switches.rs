//! The choices in the head of the page: the screen, the theme and the language.
//!
//! What belongs here: a group of buttons for each choice, of which one is pressed.

use yew::prelude::*;

use crate::i18n::Language;
use crate::i18n::page::PagePhrase;
use session::choices::{Screen, Theme};

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

/// The properties of [`ThemeSwitch`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct ThemeSwitchProps {
    /// The display language.
    pub language: Language,
    /// The current theme.
    pub theme: Theme,
    /// Called with the chosen theme.
    pub on_choose: Callback<Theme>,
}

/// One button a theme.
#[component]
pub fn ThemeSwitch(props: &ThemeSwitchProps) -> Html {
    let button = |theme: Theme| {
        let on_choose = props.on_choose.clone();
        html! {
            <button
                type="button"
                class="switch-button"
                data-theme-choice={theme.tag()}
                aria-pressed={(theme == props.theme).to_string()}
                onclick={move |_| on_choose.emit(theme)}
            >
                { props.language.say(PagePhrase::Theme(theme)) }
            </button>
        }
    };
    html! {
        <div
            class="switch"
            role="group"
            aria-label={props.language.say(PagePhrase::ChooseTheme)}
        >
            { for Theme::ALL.into_iter().map(button) }
        </div>
    }
}

/// The properties of [`LanguageSwitch`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct LanguageSwitchProps {
    /// The language of the page now.
    pub language: Language,
    /// Called with the chosen language.
    pub on_choose: Callback<Language>,
}

/// One button a language, each in its own language.
#[component]
pub fn LanguageSwitch(props: &LanguageSwitchProps) -> Html {
    let button = |language: Language| {
        let on_choose = props.on_choose.clone();
        html! {
            <button
                type="button"
                class="switch-button"
                lang={language.tag()}
                data-lang={language.tag()}
                aria-pressed={(language == props.language).to_string()}
                onclick={move |_| on_choose.emit(language)}
            >
                { language.own_name() }
            </button>
        }
    };
    html! {
        <div
            class="switch"
            role="group"
            aria-label={props.language.say(PagePhrase::ChooseLanguage)}
        >
            { for Language::ALL.into_iter().map(button) }
        </div>
    }
}
