//! The words of the menu of a row, and of the list of keys, in English.

use yew::AttrValue;

use super::RowMenuPhrase;

pub(in crate::i18n) fn say(phrase: RowMenuPhrase) -> AttrValue {
    AttrValue::Static(match phrase {
        RowMenuPhrase::Name => "Row",
        RowMenuPhrase::Copy => "Copy payload",
        RowMenuPhrase::CopyFormatted => "Copy as formatted JSON",
        RowMenuPhrase::CopyCommand => "Copy as websocat command",
        RowMenuPhrase::CopyWithTime => "Copy with time",
        RowMenuPhrase::SendAgain => "Send again",
        RowMenuPhrase::Edit => "Edit and send",
        RowMenuPhrase::Seek => "Filter for this",
        RowMenuPhrase::Hide => "Hide messages like this",
        RowMenuPhrase::Measure => "Measure time from here",

        RowMenuPhrase::Keys => "Keys",
        RowMenuPhrase::Close => "Close",
        RowMenuPhrase::Rows => "To the next or the previous row",
        RowMenuPhrase::Range => "Select a range of rows",
        RowMenuPhrase::All => "Select all rows or hits",
        RowMenuPhrase::CopyRows => "Copy the selected rows",
        RowMenuPhrase::OpenDetail => "Open the details",
        RowMenuPhrase::CloseDetail => "Close the details",
        RowMenuPhrase::OpenMenu => "Menu of the row",
        RowMenuPhrase::Freeze => "Freeze the log, or go on",
        RowMenuPhrase::Filter => "To the filter",
        RowMenuPhrase::Address => "To the address",
        RowMenuPhrase::Compose => "To the message",
        RowMenuPhrase::Tabs => "To the tab on the left or right",
        RowMenuPhrase::KeysHint => "The settings turn the keys of a single letter off.",
    })
}
