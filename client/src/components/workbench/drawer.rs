//! A drawer beside the log: the endpoints, or the numbers.

use std::rc::Rc;

use yew::prelude::*;

use super::catalogue::Catalogue;
use super::numbers::Numbers;
use crate::hooks::{TickNumbers, UseWorkbench, use_catalogue};
use crate::i18n::Language;
use crate::i18n::workbench::WorkbenchPhrase;
use crate::platform::{document, element};
use session::catalogue::Fault;
use session::layout::{Change, Drawer as Which};
use session::workbench::Event;

/// The properties of [`Drawer`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct DrawerProps {
    /// The display language.
    pub language: Language,
    /// The WebSocket address of the page's server.
    pub server: AttrValue,
    /// Which it is.
    pub which: Which,
    /// Whether it stands beside the log.
    pub is_pinned: bool,
    /// The parameter in the address of the shown tab that the server refused.
    pub fault: Option<Fault>,
    /// The numbers of the shown tab.
    pub numbers: Rc<TickNumbers>,
    /// The callbacks, the same at each render.
    pub on: DrawerEvents,
}

/// The callbacks of a drawer.
#[derive(Debug, Clone, PartialEq)]
pub struct DrawerEvents {
    /// Called to change the arrangement.
    pub arrange: Callback<Change>,
    /// Called with an address to open in a new tab, and a name for the tab.
    pub open: Callback<(Rc<str>, Rc<str>)>,
}

impl DrawerEvents {
    /// The callbacks for events of the workbench.
    pub(super) fn of(workbench: &UseWorkbench) -> Self {
        Self {
            arrange: workbench.on(Event::Arranged),
            open: workbench.on(|(address, name)| Event::OpenTab { address, name }),
        }
    }
}

/// The id of the button that opens a drawer.
pub(super) fn button_id(which: Which) -> String {
    format!("drawer-{}", which.tag())
}

/// The drawer with these properties, for a workbench that has loaded it.
pub fn view(props: DrawerProps) -> Html {
    html! { <Drawer ..props /> }
}

/// A head with a pin, and the content. It takes the focus when it opens, and Escape shuts it. The catalogue is asked for
/// with the first drawer, and stays.
#[component]
pub fn Drawer(props: &DrawerProps) -> Html {
    let language = props.language;
    let catalogue = use_catalogue(&props.server);
    let node = use_node_ref();
    use_effect_with(props.which, {
        let node = node.clone();
        move |_| element::focus(&node)
    });
    let which = props.which;
    let shut = {
        let arrange = props.on.arrange.clone();
        Callback::from(move |()| {
            document::focus(&button_id(which));
            arrange.emit(Change::Drawer(None));
        })
    };
    // A drawer over the log shuts with what was asked for in it.
    let open = {
        let open = props.on.open.clone();
        Callback::from(move |asked| {
            document::focus(&button_id(which));
            open.emit(asked);
        })
    };
    let on_key_down = {
        let shut = shut.clone();
        move |event: KeyboardEvent| {
            if event.key() == "Escape" && !event.is_composing() {
                event.prevent_default();
                shut.emit(());
            }
        }
    };
    let is_pinned = props.is_pinned;
    let name = language.say(WorkbenchPhrase::Drawer(which));
    html! {
        <aside
            ref={node}
            id="drawer"
            class={classes!("drawer", is_pinned.then_some("drawer-pinned"))}
            data-drawer={which.tag()}
            aria-label={name.clone()}
            tabindex="-1"
            onkeydown={on_key_down}
        >
            <div class="drawer-head">
                <h2 class="drawer-name">{ name }</h2>
                <button
                    type="button"
                    id="drawer-pin"
                    aria-pressed={is_pinned.to_string()}
                    onclick={props.on.arrange.reform(move |_| Change::Pinned(!is_pinned))}
                >
                    { language.say(WorkbenchPhrase::Pin) }
                </button>
                <button
                    type="button"
                    id="drawer-close"
                    aria-label={language.say(WorkbenchPhrase::CloseDrawer)}
                    onclick={shut.reform(|_| ())}
                >
                    { "×" }
                </button>
            </div>
            {
                match which {
                    Which::Endpoints => html! {
                        <Catalogue
                            {language}
                            server={props.server.clone()}
                            state={catalogue.state}
                            fault={props.fault.clone()}
                            on_open={open}
                            on_reload={catalogue.reload}
                        />
                    },
                    Which::Numbers => html! {
                        <Numbers
                            {language}
                            per_second={Rc::clone(&props.numbers.per_second)}
                            totals={props.numbers.totals}
                            round_trip={props.numbers.round_trip}
                        />
                    },
                }
            }
        </aside>
    }
}
