//! The words of the strip of tabs in English.

use yew::AttrValue;

use super::TabsPhrase;
use session::format::grouped;

pub(in crate::i18n) fn say(phrase: TabsPhrase) -> AttrValue {
    AttrValue::Static(match phrase {
        TabsPhrase::Tabs => "Connections",
        TabsPhrase::Keys => "Arrow keys move between tabs, F2 renames, Delete closes.",
        TabsPhrase::Unnamed => "New connection",
        TabsPhrase::Unread { count: 1 } => "1 unread message",
        TabsPhrase::Unread { count } => {
            return format!("{} unread messages", grouped(count)).into();
        }
        TabsPhrase::New => "New tab",
        TabsPhrase::Rename => "Rename",
        TabsPhrase::Name => "Tab name (Enter saves, Esc cancels)",
        TabsPhrase::Duplicate => "Duplicate",
        TabsPhrase::All => "All tabs",
        TabsPhrase::Closed => "is closed. Undo brings it back, disconnected.",
        TabsPhrase::Undo => "Undo",
        TabsPhrase::Close => "Close tab",
        TabsPhrase::UndeliveredQuestion => {
            "This room has messages that were not delivered. Close the tab and discard them?"
        }
        TabsPhrase::KeepOpen => "Keep it open",
    })
}
