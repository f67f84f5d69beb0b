//! The menu of settings: language, theme, and what all tabs share.

use yew::prelude::*;

use super::setting::{SettingProps, setting};
use crate::components::switch::{Choice, language_switch, switch, switch_button, theme_switch};
use crate::i18n::Language;
use crate::i18n::page::PagePhrase;
use crate::i18n::workbench::WorkbenchPhrase;
use crate::parts::WorkbenchProps;
use crate::platform::events;
use session::saved::Settings;
use session::view::{Column, Density};
use session::workbench::{Workbench, rows};

/// The callbacks of the settings.
#[derive(Debug)]
pub struct SettingsEvents<'a> {
    /// Called with the memory budget in MiB.
    pub(super) budget: &'a Callback<u32>,
    /// Called with the time limit of connecting in seconds.
    pub(super) connect_timeout: &'a Callback<u32>,
    /// Called with how the rows of logs are to look.
    pub(super) rows: &'a Callback<rows::Event>,
    /// Called for the list of keys.
    pub(super) help: &'a Callback<()>,
}

/// A button, and its menu with this content. The browser opens and shuts a popover by itself.
pub(super) fn settings_button(language: Language, content: Html) -> Html {
    let name = language.say(WorkbenchPhrase::Settings);
    html! {
        <>
            <button
                type="button"
                id="settings-button"
                class="titlebar-button"
                popovertarget="settings"
                aria-label={name.clone()}
                title={name.clone()}
            >
                { "⚙" }
            </button>
            <div id="settings" class="menu" popover="auto" role="group" aria-label={name}>
                { content }
            </div>
        </>
    }
}

/// The content of the menu.
pub(super) fn settings(props: &WorkbenchProps, state: &Workbench, on: &SettingsEvents<'_>) -> Html {
    let language = props.speech.language;
    html! {
        <>
            <p class="menu-name">{ language.say(PagePhrase::ChooseLanguage) }</p>
            { language_switch(language, &props.speech.choose) }
            <p class="menu-name">{ language.say(PagePhrase::ChooseTheme) }</p>
            { theme_switch(language, props.colours.theme, &props.colours.choose) }
            { density(language, state, on.rows) }
            { columns(language, state, on.rows) }
            { single_keys(language, state, on.rows) }
            <button type="button" id="keys-button" onclick={on.help.reform(|_| ())}>
                { language.say(WorkbenchPhrase::KeysHelp) }
            </button>
            { memory(language, state, on.budget) }
            { connect_timeout(language, state, on.connect_timeout) }
        </>
    }
}

fn density(language: Language, state: &Workbench, on: &Callback<rows::Event>) -> Html {
    let button = |density: Density| {
        let on_press = on.reform(move |_| rows::Event::DensityChosen(density));
        let name = language.say(WorkbenchPhrase::Density(density));
        let is_pressed = state.settings().density == density;
        switch_button(Choice::Id(density.tag()), name, is_pressed, on_press)
    };
    let name = language.say(WorkbenchPhrase::Rows);
    named_switch(name, Density::CHOICES.map(button).into_iter().collect())
}

/// Which columns the logs show.
fn columns(language: Language, state: &Workbench, on: &Callback<rows::Event>) -> Html {
    let button = |column: Column| {
        let on_press = on.reform(move |_| rows::Event::ColumnToggled(column));
        let name = language.say(WorkbenchPhrase::Column(column));
        let is_shown = !state.settings().hidden_columns.contains(column);
        switch_button(Choice::Id(column.tag()), name, is_shown, on_press)
    };
    let name = language.say(WorkbenchPhrase::Columns);
    named_switch(name, Column::ALL.map(button).into_iter().collect())
}

/// A switch below its name.
fn named_switch(name: AttrValue, buttons: Html) -> Html {
    html! {
        <>
            <p class="menu-name">{ name.clone() }</p>
            { switch(name, buttons) }
        </>
    }
}

fn single_keys(language: Language, state: &Workbench, on: &Callback<rows::Event>) -> Html {
    let on_change =
        on.reform(|event: yew::Event| rows::Event::SingleKeysChosen(events::is_checked(&event)));
    html! {
        <label class="connection-options-name">
            <input
                id="single-keys"
                type="checkbox"
                checked={state.settings().single_keys}
                onchange={on_change}
            />
            { language.say(WorkbenchPhrase::SingleKeys) }
        </label>
    }
}

fn memory(language: Language, workbench: &Workbench, on_choose: &Callback<u32>) -> Html {
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

fn connect_timeout(language: Language, workbench: &Workbench, on_choose: &Callback<u32>) -> Html {
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
