//! The menu of a row of the log, and the list of keys.

pub(super) mod english;
pub(super) mod korean;

/// The menu of a row of the log, and the list of keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(
    missing_docs,
    reason = "each is named by what it says; the languages spell it out"
)]
pub enum RowMenuPhrase {
    Name,
    Copy,
    CopyFormatted,
    CopyCommand,
    CopyWithTime,
    SendAgain,
    Edit,
    Seek,
    Hide,
    Measure,

    Keys,
    Close,
    Rows,
    Range,
    All,
    CopyRows,
    OpenDetail,
    CloseDetail,
    OpenMenu,
    Freeze,
    Filter,
    Address,
    Compose,
    Tabs,
    KeysHint,
}
