//! The head of the page: its name, and the choices of view, language and theme.

mod english;
mod korean;

use yew::AttrValue;

use crate::i18n::Phrase;
use session::theme::Theme;

/// The head of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(
    missing_docs,
    reason = "each is named by what it says; the languages spell it out"
)]
pub enum PagePhrase {
    Name,
    Tagline,
    ChooseView,
    Lesson,
    Workbench,
    ChooseLanguage,
    ChooseTheme,
    Theme(Theme),
    Loading,
    NotLoaded,
    LoadAgain,
}

impl Phrase for PagePhrase {
    fn korean(self) -> AttrValue {
        korean::say(self)
    }

    fn english(self) -> AttrValue {
        english::say(self)
    }
}
