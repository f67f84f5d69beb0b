//! What stands where a part of the page is to be: the part, a sentence while it loads, or why it did not.

use yew::prelude::*;

use crate::hooks::UsePart;
use crate::i18n::Language;
use crate::i18n::page::PagePhrase;

/// What `show` makes of the part when it is loaded.
pub(super) fn part<T>(language: Language, part: UsePart<T>, show: impl FnOnce(T) -> Html) -> Html {
    match part {
        UsePart::Loaded(part) => show(part),
        UsePart::Loading => loading(language),
        UsePart::Failed(again) => not_loaded(language, &again),
    }
}

fn loading(language: Language) -> Html {
    html! {
        <p class="app-part" role="status">{ language.say(PagePhrase::Loading) }</p>
    }
}

fn not_loaded(language: Language, again: &Callback<()>) -> Html {
    html! {
        <div class="app-part" role="alert">
            <p>{ language.say(PagePhrase::NotLoaded) }</p>
            <button type="button" id="load-again" onclick={again.reform(|_| ())}>
                { language.say(PagePhrase::LoadAgain) }
            </button>
        </div>
    }
}
