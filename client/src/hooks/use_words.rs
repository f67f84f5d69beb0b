//! The words of the workbench, in the language of the page.

use yew::platform::spawn_local;
use yew::prelude::*;

use super::UsePart;
use crate::i18n::{Language, words};
use crate::parts::{LoadError, Parts};

/// The language that the workbench can speak: the page's, as soon as its words are here, and until then the one before.
/// Words that do not come are a failure only while there are none.
#[hook]
pub fn use_words(parts: Parts, language: Language, is_wanted: bool) -> UsePart<Language> {
    let spoken = use_state_eq(|| None::<Result<Language, LoadError>>);
    let attempt = use_state_eq(|| 0_u32);
    use_effect_with((language, is_wanted, *attempt), {
        let spoken = spoken.clone();
        move |&(language, is_wanted, _)| {
            if is_wanted {
                let load = language.choose(|| parts.words_ko, || parts.words_en);
                let has_words = matches!(*spoken, Some(Ok(_)));
                spawn_local(async move {
                    match load().await {
                        Ok(loaded) => {
                            words::keep(language, loaded);
                            spoken.set(Some(Ok(language)));
                        }
                        Err(error) if !has_words => spoken.set(Some(Err(error))),
                        Err(LoadError) => {}
                    }
                });
            }
        }
    });
    match *spoken {
        None => UsePart::Loading,
        Some(Ok(language)) => UsePart::Loaded(language),
        Some(Err(LoadError)) => {
            let next = *attempt + 1;
            UsePart::Failed(Callback::from(move |()| {
                spoken.set(None);
                attempt.set(next);
            }))
        }
    }
}
