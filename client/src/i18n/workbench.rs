//! What the workbench says as a whole.

use super::Phrase;
use crate::model::face::Face;

/// What stands around the parts of the workbench.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(
    missing_docs,
    reason = "each is named by what it says; the languages spell it out"
)]
pub enum WorkbenchPhrase {
    Compose,
    Connection,
    ChooseFace,
    Face(Face),
    Side,
    Copied,
    NotCopied,
    Memory,
    MemoryBudget,
    /// How the budget works; the least and the most of it in MiB.
    MemoryHint {
        least: u32,
        most: u32,
    },
    /// What all logs hold, of what they may, in bytes.
    MemoryUsed {
        used: u64,
        budget: u64,
    },
}

impl From<WorkbenchPhrase> for Phrase {
    fn from(phrase: WorkbenchPhrase) -> Self {
        Self::InWorkbench(phrase)
    }
}
