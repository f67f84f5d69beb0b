//! The strip of tabs.

pub(super) mod english;
pub(super) mod korean;

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
    All,
    Closed,
    Undo,
    Close,
    UndeliveredQuestion,
    KeepOpen,
}
