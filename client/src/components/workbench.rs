//! The workbench: connections in tabs, and everything about each.

pub mod auth_form;
pub mod auth_menu;
pub mod catalogue;
pub mod catalogue_endpoint;
pub mod catalogue_field;
pub mod catalogue_form;
pub mod close_form;
pub mod closing;
pub mod columns;
pub mod confirm;
pub mod connection_bar;
pub mod connection_options;
mod connection_panel;
pub mod connection_state;
pub mod detail;
mod detail_facts;
pub mod detail_lines;
pub mod drawer;
pub mod failure;
pub mod file_choice;
pub mod filter_bar;
pub mod filter_details;
pub mod filter_error;
pub mod filter_size;
pub mod handshake_answer;
pub mod keys_help;
pub mod kind_choice;
mod log_keys;
pub mod log_list;
mod log_menu;
pub mod log_pane;
mod log_row;
pub mod log_tools;
pub mod message_editor;
pub mod message_text;
pub mod numbers;
pub mod overlay;
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
pub mod row_menu;
pub mod setting;
mod settings;
mod sparkline;
pub mod splitter;
mod status_line;
mod tab_list;
pub mod tab_name;
mod tab_summary;
pub mod tabs;
mod unseen;
mod why;
mod words;

use std::rc::Rc;

use yew::prelude::*;

use self::drawer::{DrawerEvents, DrawerProps, button_id};
use self::keys_help::KeysHelpProps;
use self::overlay::Overlay;
use self::panel::Panel;
use self::settings::{SettingsEvents, settings_button};
use self::tabs::{TabSummary, Tabs};
use crate::hooks::{UseWorkbench, use_clock, use_keys, use_numbers, use_part, use_workbench};
use crate::i18n::Language;
use crate::i18n::workbench::WorkbenchPhrase;
use crate::parts::{PANES_STYLES, WorkbenchProps};
use session::composer::draft::DraftKind;
use session::layout::{Change, Drawer};
use session::tab::{Tab, TabId};
use session::workbench::{Event, rows};

/// The workbench with these properties, for a page that has loaded it.
pub fn view(props: WorkbenchProps) -> Html {
    html! { <Workbench ..props /> }
}

/// The title bar, the shown tab, and the open drawer.
#[component]
pub fn Workbench(props: &WorkbenchProps) -> Html {
    let language = props.speech.language;
    let clock = use_clock();
    let workbench = use_workbench(&props.lesson, &props.server, language, props.parts);
    let state = workbench.state();
    let (shown, layout) = (state.shown(), state.settings().layout);
    let numbers = use_numbers(&workbench, shown, clock.now);
    let is_touched = use_state_eq(|| false);
    let overlays = use_part(
        props.parts.overlay,
        PANES_STYLES,
        *is_touched || layout.is_changed() || state.tab(shown).is_some_and(shows_overlay),
    );
    let on_pointer_down = {
        let is_touched = is_touched.setter();
        move |_: PointerEvent| is_touched.set(true)
    };
    let on_key_down = {
        let is_touched = is_touched.setter();
        move |_: KeyboardEvent| is_touched.set(true)
    };
    // Assistive technology clicks without a pointer.
    let on_click = {
        let is_touched = is_touched.setter();
        move |_: MouseEvent| is_touched.set(true)
    };
    let on = use_events(&workbench, &props.server);
    let help = use_state_eq(|| false);
    let show_help = |is_shown| {
        let help = help.clone();
        Callback::from(move |()| help.set(is_shown))
    };
    use_keys(&workbench, show_help(true));
    html! {
        <main
            id="workbench"
            class="workbench"
            onpointerdown={on_pointer_down}
            onkeydown={on_key_down}
            onclick={on_click}
        >
            <Tabs
                {language}
                tabs={state.tabs().iter().map(summary).collect::<Vec<_>>()}
                {shown}
                closed={state.last_closed().map(summary)}
                overlays={overlays.clone()}
                on_show={on.show.clone()}
                on_new={on.new.clone()}
                on_rename={on.rename.clone()}
                on_duplicate={on.duplicate.clone()}
                on_close={on.close.clone()}
                on_undo={on.undo.clone()}
            />
            <div class="titlebar-tools">
                {
                    for Drawer::ALL.map(|which| {
                        drawer_button(language, which, layout.open(), &on.drawer.arrange)
                    })
                }
                {
                    settings_button(language, overlay::show(
                        language,
                        &overlays,
                        Overlay::Settings(props, &state, SettingsEvents {
                            budget: &on.budget,
                            connect_timeout: &on.connect_timeout,
                            rows: &on.rows,
                            help: &show_help(true),
                        }),
                    ))
                }
            </div>
            <div class="workbench-body">
                <Panel
                    {language}
                    workbench={workbench.clone()}
                    parts={props.parts}
                    tab={shown}
                    now={clock.now}
                    wall={clock.wall}
                    zone={clock.zone}
                    numbers={Rc::clone(&numbers)}
                    overlays={overlays.clone()}
                    on_arrange={on.drawer.arrange.clone()}
                    on_rows={on.rows.clone()}
                />
                if let Some(which) = layout.open() {
                    {
                        overlay::show(language, &overlays, Overlay::Drawer(DrawerProps {
                            language,
                            server: props.server.clone(),
                            which,
                            is_pinned: layout.is_pinned(),
                            fault: state.tab(shown).and_then(Tab::fault),
                            numbers,
                            on: on.drawer.clone(),
                        }))
                    }
                }
            </div>
            if *help {
                {
                    overlay::show(language, &overlays, Overlay::KeysHelp(KeysHelpProps {
                        language,
                        on_close: show_help(false),
                    }))
                }
            }
        </main>
    }
}

/// The button of a drawer; the open one's shuts it.
fn drawer_button(
    language: Language,
    which: Drawer,
    open: Option<Drawer>,
    on_arrange: &Callback<Change>,
) -> Html {
    let is_open = open == Some(which);
    let change = Change::Drawer((!is_open).then_some(which));
    html! {
        <button
            type="button"
            id={button_id(which)}
            class="titlebar-button titlebar-drawer"
            data-drawer={which.tag()}
            aria-expanded={is_open.to_string()}
            aria-controls={is_open.then_some("drawer")}
            onclick={on_arrange.reform(move |_| change)}
        >
            { language.say(WorkbenchPhrase::Drawer(which)) }
        </button>
    }
}

/// The callbacks of the tabs, and of everything that they share.
struct Events {
    show: Callback<TabId>,
    new: Callback<()>,
    rename: Callback<(TabId, Rc<str>)>,
    duplicate: Callback<TabId>,
    close: Callback<TabId>,
    undo: Callback<()>,
    drawer: DrawerEvents,
    budget: Callback<u32>,
    connect_timeout: Callback<u32>,
    rows: Callback<rows::Event>,
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
        drawer: DrawerEvents::of(workbench),
        budget: workbench.on(Event::BudgetChosen),
        connect_timeout: workbench.on(Event::ConnectTimeoutChosen),
        rows: workbench.on(Event::Rows),
    })
}

/// Whether a tab shows what no press came before: a file may be dropped or kept, or messages may wait.
fn shows_overlay(tab: &Tab) -> bool {
    tab.composer().kind() == DraftKind::File
        || tab.view().error().is_some()
        || tab.connection().queue().iter().next().is_some()
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
