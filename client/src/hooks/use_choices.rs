//! What a person chose for the page: the screen, the theme and the language.

use yew::prelude::*;

use crate::i18n::Language;
use crate::i18n::page::PagePhrase;
use crate::platform::storage::Key;
use crate::platform::{address, document, storage};
use session::choices::{Screen, Theme};

/// The screen, and a way to another.
#[derive(Debug, Clone, PartialEq)]
pub struct UseScreen {
    /// The screen.
    pub screen: Screen,
    /// Goes to a screen.
    pub go: Callback<Screen>,
}

/// The screen in the page's address. A change is a step of the browser's history, so that Back leads to the screen
/// before it. A reload or a copied address leads to the same screen.
#[hook]
pub fn use_screen() -> UseScreen {
    let screen = use_state_eq(screen_of_address);
    use_effect_with((), {
        let screen = screen.setter();
        |()| {
            let watches = (
                document::watch_history(move || screen.set(screen_of_address())),
                document::refuse_dropped_files(),
            );
            move || drop(watches)
        }
    });
    let go = {
        let screen = screen.clone();
        Callback::from(move |chosen: Screen| {
            if chosen != *screen {
                address::go_to_view((chosen != Screen::default()).then(|| chosen.tag()));
                screen.set(chosen);
            }
        })
    };
    UseScreen {
        screen: *screen,
        go,
    }
}

fn screen_of_address() -> Screen {
    Screen::of_tag(address::view().as_deref())
}

/// The theme, and a way to choose another.
#[derive(Debug, Clone, PartialEq)]
pub struct UseTheme {
    /// The theme.
    pub theme: Theme,
    /// Chooses a theme.
    pub choose: Callback<Theme>,
}

/// The theme chosen last. The document follows it, and a choice is remembered.
#[hook]
pub fn use_theme() -> UseTheme {
    let theme = use_state_eq(|| Theme::of_tag(storage::load(Key::Theme).as_deref()));
    use_effect_with(*theme, |theme| document::set_theme(theme.tag()));
    let choose = {
        let theme = theme.clone();
        Callback::from(move |chosen: Theme| {
            // Without storage, the next visit has the system's theme.
            let _ = storage::save(Key::Theme, chosen.tag());
            theme.set(chosen);
        })
    };
    UseTheme {
        theme: *theme,
        choose,
    }
}

/// The language, and a way to choose another.
#[derive(Debug, Clone, PartialEq)]
pub struct UseLanguage {
    /// The language.
    pub language: Language,
    /// Chooses a language.
    pub choose: Callback<Language>,
}

/// The language in the page's address, else the one chosen last. The document follows it. A choice is
/// written into the address and remembered.
#[hook]
pub fn use_language() -> UseLanguage {
    let language =
        use_state_eq(|| Language::preferred([address::language(), storage::load(Key::Language)]));
    use_effect_with(*language, |language| {
        document::set_language(language.tag(), &language.say(PagePhrase::Name));
        // Without storage, the next visit takes the language of the address, or Korean.
        let _ = storage::save(Key::Language, language.tag());
    });
    let choose = {
        let language = language.clone();
        Callback::from(move |chosen: Language| {
            address::set_language(chosen.tag());
            language.set(chosen);
        })
    };
    UseLanguage {
        language: *language,
        choose,
    }
}
