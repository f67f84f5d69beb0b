//! The workbench: connections in tabs, and all that is there for each.

pub mod catalogue;
pub mod catalogue_endpoint;
pub mod catalogue_field;
pub mod catalogue_form;
pub mod close_form;
pub mod confirm;
pub mod connection_bar;
pub mod connection_state;
pub mod detail;
pub mod detail_lines;
pub mod failure;
pub mod file_choice;
pub mod filter_bar;
pub mod filter_details;
pub mod filter_error;
pub mod filter_size;
pub mod kind_choice;
pub mod log_list;
mod log_row;
pub mod memory;
pub mod message_editor;
pub mod message_text;
pub mod numbers;
pub mod panel;
pub mod plot;
mod prose;
pub mod queued;
pub mod repeat_controls;
pub mod retry;
pub mod tab_name;
pub mod tabs;

use std::rc::Rc;

use yew::prelude::*;

use self::catalogue::Catalogue;
use self::memory::Memory;
use self::panel::Panel;
use self::tabs::{TabSummary, Tabs};
use crate::hooks::{UseWorkbench, use_catalogue, use_clock};
use crate::i18n::Language;
use crate::model::workbench::{self, Event, Tab, TabId};

/// What [`Workbench`] takes.
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct WorkbenchProps {
    /// The language of its words.
    pub language: Language,
    /// The WebSocket address of the server that the page came from.
    pub server: AttrValue,
    /// The connections.
    pub workbench: UseWorkbench,
}

/// The strip of tabs, the tab that is shown, and what all tabs share.
#[component]
pub fn Workbench(props: &WorkbenchProps) -> Html {
    let language = props.language;
    let clock = use_clock();
    let catalogue = use_catalogue(&props.server);
    let state = props.workbench.state();
    let shown = state.shown();
    let on_open = |(address, name): (Rc<str>, Rc<str>)| Event::OpenTab { address, name };
    html! {
        <main id="workbench" class="workbench">
            <Tabs
                {language}
                tabs={state.tabs().iter().map(summary).collect::<Vec<_>>()}
                {shown}
                on_show={props.workbench.on(Event::Show)}
                on_new={props.workbench.on(|()| Event::NewTab)}
                on_rename={props.workbench.on(|(tab, name)| Event::Rename(tab, name))}
                on_duplicate={props.workbench.on(Event::Duplicate)}
                on_close={props.workbench.on(Event::Close)}
            />
            <Panel
                {language}
                workbench={props.workbench.clone()}
                tab={shown}
                now={clock.now}
                utc_offset_min={clock.utc_offset_min}
            />
            <aside class="workbench-side">
                <Catalogue
                    {language}
                    server={props.server.clone()}
                    state={catalogue.state}
                    on_open={props.workbench.on(on_open)}
                    on_look_again={catalogue.look_again}
                />
                <Memory
                    {language}
                    used_bytes={bytes_of_logs(&state) as u64}
                    budget_mib={state.settings().memory_budget_mib}
                    on_choose={props.workbench.on(Event::BudgetChosen)}
                />
            </aside>
        </main>
    }
}

fn summary(tab: &Tab) -> TabSummary {
    TabSummary {
        id: tab.id(),
        name: tab.name().cloned(),
        address: Rc::clone(tab.session().address()),
        state: tab.session().state().clone(),
        unread_messages: tab.unread_messages(),
        can_close: tab.id() != TabId::LESSON,
    }
}

fn bytes_of_logs(workbench: &workbench::Workbench) -> usize {
    let tabs = workbench.tabs().iter();
    tabs.map(|tab| tab.session().log().bytes()).sum()
}
