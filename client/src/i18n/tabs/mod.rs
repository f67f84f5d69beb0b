//! The strip of tabs.

mod english;
mod korean;

use yew::AttrValue;

use crate::i18n::Phrase;

/// The strip of tabs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(
    missing_docs,
    reason = "each is named by what it says; the languages spell it out"
)]
pub enum TabsPhrase {
    Tabs,
    Keys,
    Unnamed,
    Unread { count: u64 },
    New,
    Rename,
    Name,
    Duplicate,
    Close,
    CloseQuestion,
    UndeliveredQuestion,
    CloseConfirmed,
    KeepOpen,
}

impl Phrase for TabsPhrase {
    fn korean(self) -> AttrValue {
        korean::say(self)
    }

    fn english(self) -> AttrValue {
        english::say(self)
    }
}
