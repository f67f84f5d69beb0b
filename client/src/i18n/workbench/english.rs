//! The words around the workbench's parts in English.

use yew::AttrValue;

use super::WorkbenchPhrase;
use session::format::human_size;
use session::layout::Drawer;
use session::pane::Pane;
use session::view::{Column, Density};

pub(in crate::i18n) fn say(phrase: WorkbenchPhrase) -> AttrValue {
    AttrValue::Static(match phrase {
        WorkbenchPhrase::Compose => "Message to send",
        WorkbenchPhrase::ChoosePane => "View of the connection",
        WorkbenchPhrase::Pane(Pane::Log) => "Log",
        WorkbenchPhrase::Pane(Pane::Room) => "Room",
        WorkbenchPhrase::Pane(Pane::Quotes) => "Quotes",
        WorkbenchPhrase::Drawer(Drawer::Endpoints) => "Endpoints",
        WorkbenchPhrase::Drawer(Drawer::Numbers) => "Numbers",
        WorkbenchPhrase::Pin => "Pin",
        WorkbenchPhrase::CloseDrawer => "Close this drawer",
        WorkbenchPhrase::Settings => "Settings",
        WorkbenchPhrase::Rows => "Rows of the log",
        WorkbenchPhrase::Density(Density::Compact) => "Low",
        WorkbenchPhrase::Density(Density::Comfortable | Density::Touch) => "High",
        WorkbenchPhrase::Columns => "Columns",
        WorkbenchPhrase::Column(Column::Number) => "Number",
        WorkbenchPhrase::Column(Column::Time) => "Time",
        WorkbenchPhrase::Column(Column::Size) => "Size",
        WorkbenchPhrase::KeysHelp => "List of keys",
        WorkbenchPhrase::SingleKeys => "Keys of a single letter",
        WorkbenchPhrase::RoundTrip => "RTT",
        WorkbenchPhrase::Why => "Why",
        WorkbenchPhrase::CloseWhy => "Close the explanation",
        WorkbenchPhrase::Copied => "Copied to the clipboard.",
        WorkbenchPhrase::NotCopied => {
            "The browser blocked access to the clipboard. Open the details and copy from there."
        }
        WorkbenchPhrase::Memory => "Memory",
        WorkbenchPhrase::MemoryBudget => "Limit for all logs (MiB)",
        WorkbenchPhrase::MemoryHint { least, most } => {
            return format!(
                "From {least} to {most}. Beyond the limit the oldest messages are removed, and the top \
                 of the log says how many."
            )
            .into();
        }
        WorkbenchPhrase::ConnectTimeout => "Time limit of connecting",
        WorkbenchPhrase::ConnectTimeoutField => "Limit for every attempt (seconds)",
        WorkbenchPhrase::ConnectTimeoutHint { least, most } => {
            return format!(
                "From {least} to {most}. Beyond the limit the attempt is given up. An attempt without \
                 an answer holds up all others to the same server."
            )
            .into();
        }
        WorkbenchPhrase::Seconds { seconds } => return format!("{seconds} s").into(),
        WorkbenchPhrase::MemoryUsed { used, budget } => {
            return format!("{} of {} in use", human_size(used), human_size(budget)).into();
        }
    })
}
