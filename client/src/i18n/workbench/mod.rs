//! The workbench around its parts: headings, the clipboard, the memory budget.

pub(super) mod english;
pub(super) mod korean;

use session::layout::Drawer;
use session::pane::Pane;
use session::view::{Column, Density};

/// The workbench around its parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(
    missing_docs,
    reason = "each is named by what it says; the languages spell it out"
)]
pub enum WorkbenchPhrase {
    Compose,
    ChoosePane,
    Pane(Pane),
    /// A drawer, and the button that opens it.
    Drawer(Drawer),
    Pin,
    CloseDrawer,
    Settings,
    Rows,
    Density(Density),
    Columns,
    Column(Column),
    SingleKeys,
    KeysHelp,
    RoundTrip,
    Why,
    CloseWhy,
    Copied,
    NotCopied,
    Memory,
    MemoryBudget,
    ConnectTimeout,
    ConnectTimeoutField,
    /// What happens beyond the limit, and its bounds in seconds.
    ConnectTimeoutHint {
        least: u32,
        most: u32,
    },
    Seconds {
        seconds: u32,
    },
    /// How the budget works, and its bounds in MiB.
    MemoryHint {
        least: u32,
        most: u32,
    },
    /// The bytes that all logs hold, and the budget in bytes.
    MemoryUsed {
        used: u64,
        budget: u64,
    },
}
