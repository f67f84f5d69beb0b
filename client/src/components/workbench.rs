//! The workbench: connections in tabs, and everything about each.

pub mod catalogue;
pub mod catalogue_endpoint;
pub mod catalogue_field;
pub mod catalogue_form;
pub mod close_form;
pub mod confirm;
pub mod connection_bar;
pub mod connection_options;
mod connection_panel;
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
pub mod log_pane;
mod log_row;
pub mod memory;
pub mod message_editor;
pub mod message_text;
pub mod numbers;
pub mod pane_switch;
pub mod panel;
pub mod plot;
mod prose;
pub mod queued;
mod quotes_pane;
mod quotes_row;
pub mod quotes_table;
pub mod repeat_controls;
pub mod retry;
pub mod room;
mod sparkline;
pub mod tab_name;
pub mod tabs;

use std::rc::Rc;

use yew::prelude::*;

use self::catalogue::Catalogue;
use self::memory::Memory;
use self::panel::Panel;
use self::tabs::{TabSummary, Tabs};
use crate::hooks::{UseWorkbench, use_catalogue, use_clock, use_workbench};
use crate::i18n::workbench::WorkbenchPhrase;
use crate::parts::WorkbenchProps;
use session::tab::{Tab, TabId};
use session::workbench::Event;

/// The workbench with these properties, for a page that has loaded it.
pub fn view(props: WorkbenchProps) -> Html {
    html! { <Workbench ..props /> }
}

/// The strip of tabs, the shown tab, and everything that tabs share.
#[component]
pub fn Workbench(props: &WorkbenchProps) -> Html {
    let language = props.language;
    let clock = use_clock();
    let catalogue = use_catalogue(&props.server);
    let workbench = use_workbench(&props.lesson, &props.server, language, props.parts);
    let state = workbench.state();
    let shown = state.shown();
    let on = use_events(&workbench, &props.server);
    html! {
        <main id="workbench" class="workbench">
            <Tabs
                {language}
                tabs={state.tabs().iter().map(summary).collect::<Vec<_>>()}
                {shown}
                on_show={on.show.clone()}
                on_new={on.new.clone()}
                on_rename={on.rename.clone()}
                on_duplicate={on.duplicate.clone()}
                on_close={on.close.clone()}
            />
            <Panel
                {language}
                workbench={workbench.clone()}
                tab={shown}
                now={clock.now}
                wall={clock.wall}
                zone={clock.zone}
            />
            <aside class="workbench-side">
                <details class="workbench-side-fold" open={true}>
                    <summary class="workbench-side-summary">
                        { language.say(WorkbenchPhrase::Side) }
                    </summary>
                    <Catalogue
                        {language}
                        server={props.server.clone()}
                        state={catalogue.state}
                        on_open={on.open.clone()}
                        on_reload={catalogue.reload}
                    />
                    <Memory
                        {language}
                        used_bytes={state.bytes_of_logs() as u64}
                        budget_mib={state.settings().memory_budget_mib}
                        on_choose={on.budget.clone()}
                    />
                </details>
            </aside>
        </main>
    }
}

/// The callbacks of the tabs, and of everything that they share.
struct Events {
    show: Callback<TabId>,
    new: Callback<()>,
    rename: Callback<(TabId, Rc<str>)>,
    duplicate: Callback<TabId>,
    close: Callback<TabId>,
    open: Callback<(Rc<str>, Rc<str>)>,
    budget: Callback<u32>,
}

/// The same callbacks at each render. With new ones, each frame of a flood would render the catalogue and
/// the tabs, although nothing in them changes.
#[hook]
fn use_events(workbench: &UseWorkbench, server: &AttrValue) -> Rc<Events> {
    use_memo(server.clone(), |_| Events {
        show: workbench.on(Event::Show),
        new: workbench.on(|()| Event::NewTab),
        rename: workbench.on(|(tab, name)| Event::Rename(tab, name)),
        duplicate: workbench.on(Event::Duplicate),
        close: workbench.on(Event::Close),
        open: workbench.on(|(address, name)| Event::OpenTab { address, name }),
        budget: workbench.on(Event::BudgetChosen),
    })
}

fn summary(tab: &Tab) -> TabSummary {
    TabSummary {
        id: tab.id(),
        name: tab.name().cloned(),
        address: Rc::clone(tab.connection().address()),
        state: tab.connection().state().clone(),
        unread_messages: tab.unread_messages(),
        has_unsent: tab.has_unsent(),
        can_close: !tab.is_borrowed(),
    }
}
