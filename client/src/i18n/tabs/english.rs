//! The words of the strip of tabs in English.

use yew::AttrValue;

use super::TabsPhrase;
use session::size::grouped;

pub(super) fn say(phrase: TabsPhrase) -> AttrValue {
    AttrValue::Static(match phrase {
        TabsPhrase::Tabs => "Connections",
        TabsPhrase::Keys => "Arrow keys go from tab to tab, F2 renames, Delete closes.",
        TabsPhrase::Unnamed => "New connection",
        TabsPhrase::Unread { count: 1 } => "1 unread message",
        TabsPhrase::Unread { count } => {
            return format!("{} unread messages", grouped(count)).into();
        }
        TabsPhrase::New => "New tab",
        TabsPhrase::Rename => "Rename",
        TabsPhrase::Name => "Name of the tab (Enter keeps it, Esc does not)",
        TabsPhrase::Duplicate => "Duplicate",
        TabsPhrase::Close => "Close tab",
        TabsPhrase::CloseQuestion => {
            "There is still a connection. Close it and discard what this tab has logged?"
        }
        TabsPhrase::UnsaidQuestion => {
            "Something you wrote for this room has not been said. Close the tab and discard it?"
        }
        TabsPhrase::CloseConfirmed => "Close connection and tab",
        TabsPhrase::KeepOpen => "Keep it",
    })
}
