//! The choice of the theme.

use yew::prelude::*;

use crate::i18n::Language;
use crate::i18n::page::PagePhrase;
use session::theme::Theme;

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
