//! A switch: a group of buttons of which one is pressed.
//!
//! What belongs here: the group and its buttons, and the switches in the head of the page. What may not enter: state. The
//! pressed button is what the caller says.

use yew::prelude::*;

use crate::i18n::Language;
use crate::i18n::page::PagePhrase;
use session::choices::{Screen, Theme};

/// What a button chooses, which is an attribute of the button.
#[derive(Debug, Clone, Copy)]
pub enum Choice {
    /// A button with an id.
    Id(&'static str),
    /// A theme.
    Theme(Theme),
    /// A language.
    Language(Language),
    /// A pane, by its tag.
    Pane(&'static str),
}

/// A group with this name for `buttons`.
pub fn switch(name: AttrValue, buttons: Html) -> Html {
    html! { <div class="switch" role="group" aria-label={name}>{ buttons }</div> }
}

/// A button of a switch.
pub fn switch_button(
    choice: Choice,
    name: AttrValue,
    is_pressed: bool,
    on_press: Callback<MouseEvent>,
) -> Html {
    let (mut id, mut theme, mut language, mut pane) = (None, None, None, None);
    match choice {
        Choice::Id(chosen) => id = Some(chosen),
        Choice::Theme(chosen) => theme = Some(chosen.tag()),
        Choice::Language(chosen) => language = Some(chosen.tag()),
        Choice::Pane(tag) => pane = Some(tag),
    }
    html! {
        <button
            type="button"
            {id}
            lang={language}
            data-theme-choice={theme}
            data-lang={language}
            data-pane={pane}
            aria-pressed={if is_pressed { "true" } else { "false" }}
            class="switch-button"
            onclick={on_press}
        >
            { name }
        </button>
    }
}

/// The switch of the screens.
pub fn view_switch(language: Language, shown: Screen, on_go: &Callback<Screen>) -> Html {
    let button = |(id, screen, name): (&'static str, Screen, PagePhrase)| {
        let on_press = on_go.reform(move |_| screen);
        let is_pressed = screen == shown;
        switch_button(Choice::Id(id), language.say(name), is_pressed, on_press)
    };
    let buttons = [
        ("view-lesson", Screen::Lesson, PagePhrase::Lesson),
        ("view-workbench", Screen::Workbench, PagePhrase::Workbench),
    ];
    let name = language.say(PagePhrase::ChooseView);
    switch(name, buttons.into_iter().map(button).collect())
}

/// The switch of the themes.
pub fn theme_switch(language: Language, chosen: Theme, on_choose: &Callback<Theme>) -> Html {
    let button = |theme: Theme| {
        let on_press = on_choose.reform(move |_| theme);
        let name = language.say(PagePhrase::Theme(theme));
        switch_button(Choice::Theme(theme), name, theme == chosen, on_press)
    };
    let name = language.say(PagePhrase::ChooseTheme);
    switch(name, Theme::ALL.into_iter().map(button).collect())
}

/// The switch of the languages, each named in itself. `chosen` is the display language.
pub fn language_switch(chosen: Language, on_choose: &Callback<Language>) -> Html {
    let button = |language: Language| {
        let on_press = on_choose.reform(move |_| language);
        let (choice, name) = (Choice::Language(language), language.own_name());
        switch_button(choice, name.into(), language == chosen, on_press)
    };
    let name = chosen.say(PagePhrase::ChooseLanguage);
    switch(name, Language::ALL.into_iter().map(button).collect())
}
