//! The display language.

use yew::prelude::*;

use crate::i18n::Language;
use crate::i18n::page::PagePhrase;
use crate::platform::storage::Key;
use crate::platform::{address, document, storage};

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
