//! The workbench: connections in tabs, and all that is there for each.

pub mod catalogue;
pub mod catalogue_endpoint;
pub mod catalogue_field;
pub mod catalogue_form;
pub mod memory;
pub mod numbers;
pub mod plot;
mod prose;
pub mod close_form;
pub mod confirm;
pub mod connection_bar;
pub mod connection_state;
pub mod failure;
pub mod numbers;
pub mod plot;
pub mod queued;
pub mod retry;
pub mod tab_name;
pub mod tabs;

use yew::prelude::*;

use crate::hooks::UseWorkbench;
use crate::i18n::Language;

/// What [`Workbench`] takes.
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct WorkbenchProps {
    /// The language of its words.
    pub language: Language,
    /// The connections.
    pub workbench: UseWorkbench,
}

/// The tab that is shown, and the strip of all of them.
#[component]
pub fn Workbench(props: &WorkbenchProps) -> Html {
    let state = props.workbench.state();
    let _ = state.shown();
    html! { <main id="workbench" class="workbench"></main> }
}
