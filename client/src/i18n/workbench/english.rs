//! The words around the workbench's parts in English.

use yew::AttrValue;

use super::WorkbenchPhrase;
use session::face::Face;
use session::size::human;

pub(super) fn say(phrase: WorkbenchPhrase) -> AttrValue {
    AttrValue::Static(match phrase {
        WorkbenchPhrase::Compose => "Message to send",
        WorkbenchPhrase::Connection => "Where to, and how",
        WorkbenchPhrase::ChooseFace => "What of the connection to show",
        WorkbenchPhrase::Face(Face::Log) => "Log",
        WorkbenchPhrase::Face(Face::Room) => "Room",
        WorkbenchPhrase::Face(Face::Quotes) => "Quotes",
        WorkbenchPhrase::Side => "Server and memory",
        WorkbenchPhrase::Copied => "Copied to the clipboard.",
        WorkbenchPhrase::NotCopied => {
            "The browser did not let the page write to the clipboard. Open the details and copy from there."
        }
        WorkbenchPhrase::Memory => "Memory",
        WorkbenchPhrase::MemoryBudget => "Limit for all logs (MiB)",
        WorkbenchPhrase::MemoryHint { least, most } => {
            return format!(
                "From {least} to {most}. Beyond it the oldest messages go first, and the log says at \
                 its top how many went."
            )
            .into();
        }
        WorkbenchPhrase::MemoryUsed { used, budget } => {
            return format!("{} of {} in use", human(used), human(budget)).into();
        }
    })
}
