//! What the strip of tabs says.

use super::Phrase;

/// What the strip of tabs says.
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
    UnsaidQuestion,
    CloseConfirmed,
    KeepOpen,
}

impl From<TabsPhrase> for Phrase {
    fn from(phrase: TabsPhrase) -> Self {
        Self::Tabs(phrase)
    }
}
