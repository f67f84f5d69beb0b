//! The panel of a tab.

use std::rc::Rc;

use yew::prelude::*;

use super::connection_panel::connection_panel;
use super::log_pane::LogPane;
use super::overlay::{Overlays, composer_handle};
use super::tabs::{PANEL_ID, element_id};
use super::why::why;
use crate::components::part::part;
use crate::components::switch::{Choice, switch, switch_button};
use crate::hooks::{TickNumbers, UseWorkbench, use_part};
use crate::i18n::Language;
use crate::i18n::workbench::WorkbenchPhrase;
use crate::parts::{PANES_STYLES, Parts};
use session::layout::Change;
use session::pane::Pane;
use session::tab::TabId;
use session::time::{Time, TimeZone, WallTime};
use session::workbench::rows;

/// The properties of [`Panel`], and of each pane.
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct PanelProps {
    /// The display language.
    pub language: Language,
    /// The connections.
    pub workbench: UseWorkbench,
    /// What is loaded on demand.
    pub parts: Parts,
    /// The tab.
    pub tab: TabId,
    /// The current time, for components that count seconds.
    pub now: Time,
    /// The same on the wall clock.
    pub wall: WallTime,
    /// The local time zone.
    pub zone: TimeZone,
    /// The numbers of the last tick.
    pub numbers: Rc<TickNumbers>,
    /// What opens when a person asks for it.
    pub overlays: Overlays,
    /// Called with a change of the arrangement; the same at each render.
    pub on_arrange: Callback<Change>,
    /// Called with how the rows of logs are to look; the same at each render.
    pub on_rows: Callback<rows::Event>,
    /// For a pane: the explanation of how the connection ended, if it is shown. It stands over what the pane shows.
    #[prop_or_default]
    pub why: Html,
    /// For a pane: the handle above its composer.
    #[prop_or_default]
    pub composer_handle: Html,
}

/// The address line, the status line, and the shown pane.
#[component]
pub fn Panel(props: &PanelProps) -> Html {
    let state = props.workbench.state();
    let tab = state.tab(props.tab);
    let is_shown = |pane| tab.is_some_and(|tab| tab.pane() == pane);
    let parts = props.parts;
    let room = use_part(parts.room, PANES_STYLES, is_shown(Pane::Room));
    let quotes = use_part(parts.quotes, PANES_STYLES, is_shown(Pane::Quotes));
    let Some(tab) = tab else {
        return html! {};
    };
    // The panes load by themselves. What they share is made here, or it would be a file of its own.
    let why = if tab.is_why_shown() {
        why(props, tab)
    } else {
        html! {}
    };
    let props = &PanelProps {
        why,
        composer_handle: composer_handle(props),
        ..props.clone()
    };
    html! {
        <div
            id={PANEL_ID}
            class="workbench-panel"
            role="tabpanel"
            aria-labelledby={element_id(props.tab)}
        >
            { connection_panel(props, tab, state.recent().addresses()) }
            {
                match tab.pane() {
                    Pane::Log => html! { <LogPane ..props.clone() /> },
                    Pane::Room => part(props.language, room, |show| show(props.clone())),
                    Pane::Quotes => part(props.language, quotes, |show| show(props.clone())),
                }
            }
        </div>
    }
}

/// The switch of the panes of a connection.
pub fn pane_switch(
    language: Language,
    panes: &'static [Pane],
    shown: Pane,
    on_choose: &Callback<Pane>,
) -> Html {
    let button = |&pane: &Pane| {
        let on_press = on_choose.reform(move |_| pane);
        let name = language.say(WorkbenchPhrase::Pane(pane));
        let choice = Choice::Pane(pane.tag());
        switch_button(choice, name, pane == shown, on_press)
    };
    let name = language.say(WorkbenchPhrase::ChoosePane);
    switch(name, panes.iter().map(button).collect())
}
