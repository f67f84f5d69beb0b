//! The choice of the display language.

use yew::prelude::*;

use crate::i18n::Language;
use crate::i18n::page::PagePhrase;

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
