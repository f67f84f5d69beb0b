//! The workbench: connections in tabs, and everything about each.

pub mod catalogue;
pub mod catalogue_endpoint;
pub mod catalogue_field;
pub mod catalogue_form;
pub mod close_form;
pub mod closing;
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
pub mod message_editor;
pub mod message_text;
pub mod numbers;
pub mod panel;
pub mod plot;
mod prose;
pub mod queued;
pub mod quotes_pane;
mod quotes_row;
pub mod quotes_table;
pub mod repeat_controls;
pub mod retry;
pub mod room;
pub mod setting;
mod sparkline;
mod tab_list;
pub mod tab_name;
mod tab_summary;
pub mod tabs;
mod unseen;
mod words;

use std::rc::Rc;

use yew::prelude::*;

use self::catalogue::Catalogue;
use self::panel::Panel;
use self::setting::{SettingProps, setting};
use self::tabs::{TabSummary, Tabs};
use crate::hooks::{UseWorkbench, use_catalogue, use_clock, use_workbench};
use crate::i18n::Language;
use crate::i18n::workbench::WorkbenchPhrase;
use crate::parts::WorkbenchProps;
use session::saved::Settings;
use session::tab::{Tab, TabId};
use session::workbench::{self, Event};

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
                closed={state.last_closed().map(summary)}
                on_show={on.show.clone()}
                on_new={on.new.clone()}
                on_rename={on.rename.clone()}
                on_duplicate={on.duplicate.clone()}
                on_close={on.close.clone()}
                on_undo={on.undo.clone()}
            />
            <Panel
                {language}
                workbench={workbench.clone()}
                parts={props.parts}
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
                    { memory(language, &state, &on.budget) }
                    { connect_timeout(language, &state, &on.connect_timeout) }
                </details>
            </aside>
        </main>
    }
}

fn memory(language: Language, workbench: &workbench::Workbench, on_choose: &Callback<u32>) -> Html {
    let (least, most) = Settings::MEMORY_BUDGET_MIB.into_inner();
    let budget_mib = workbench.settings().memory_budget_mib;
    setting(&SettingProps {
        id: "memory-budget",
        name: language.say(WorkbenchPhrase::Memory),
        state: language.say(WorkbenchPhrase::MemoryUsed {
            used: workbench.bytes_of_logs() as u64,
            budget: u64::from(budget_mib) << 20,
        }),
        field: language.say(WorkbenchPhrase::MemoryBudget),
        hint: language.say(WorkbenchPhrase::MemoryHint { least, most }),
        bounds: (least, most),
        value: budget_mib,
        on_choose: on_choose.clone(),
    })
}

fn connect_timeout(
    language: Language,
    workbench: &workbench::Workbench,
    on_choose: &Callback<u32>,
) -> Html {
    let (least, most) = Settings::CONNECT_TIMEOUT_S.into_inner();
    let seconds = workbench.settings().connect_timeout_s;
    setting(&SettingProps {
        id: "connect-timeout",
        name: language.say(WorkbenchPhrase::ConnectTimeout),
        state: language.say(WorkbenchPhrase::Seconds { seconds }),
        field: language.say(WorkbenchPhrase::ConnectTimeoutField),
        hint: language.say(WorkbenchPhrase::ConnectTimeoutHint { least, most }),
        bounds: (least, most),
        value: seconds,
        on_choose: on_choose.clone(),
    })
}

/// The callbacks of the tabs, and of everything that they share.
struct Events {
    show: Callback<TabId>,
    new: Callback<()>,
    rename: Callback<(TabId, Rc<str>)>,
    duplicate: Callback<TabId>,
    close: Callback<TabId>,
    undo: Callback<()>,
    open: Callback<(Rc<str>, Rc<str>)>,
    budget: Callback<u32>,
    connect_timeout: Callback<u32>,
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
        undo: workbench.on(|()| Event::UndoClose),
        open: workbench.on(|(address, name)| Event::OpenTab { address, name }),
        budget: workbench.on(Event::BudgetChosen),
        connect_timeout: workbench.on(Event::ConnectTimeoutChosen),
    })
}

fn summary(tab: &Tab) -> TabSummary {
    TabSummary {
        id: tab.id(),
        name: tab.name().cloned(),
        address: Rc::clone(tab.connection().address()),
        state: tab.connection().state().clone(),
        unread_messages: tab.unread_messages(),
        has_undelivered: tab.has_undelivered(),
        can_close: !tab.is_borrowed(),
    }
}
