//! The language of the page.

use yew::prelude::*;

use crate::i18n::Language;
use crate::i18n::page::PagePhrase;
use crate::platform::storage::Key;
use crate::platform::{address, document, storage};

/// The language, and how to choose another.
#[derive(Debug, Clone, PartialEq)]
pub struct UseLanguage {
    /// What the page speaks.
    pub language: Language,
    /// Has the page speak another.
    pub choose: Callback<Language>,
}

/// The language that the page's address asks for, else the one that was chosen last. The document
/// follows it; a choice is written into the address and remembered.
#[hook]
pub fn use_language() -> UseLanguage {
    let language =
        use_state_eq(|| Language::choose([address::language(), storage::load(Key::Language)]));
    use_effect_with(*language, |language| {
        document::set_language(language.tag(), &language.say(PagePhrase::Name));
        // A browser without storage asks its address, or speaks Korean, the next time.
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
