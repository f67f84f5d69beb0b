//! The memory budget of all logs.

use yew::prelude::*;

use crate::i18n::Language;
use crate::i18n::workbench::WorkbenchPhrase;
use crate::platform::events;
use session::saved::Settings;

/// The properties of [`Memory`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct MemoryProps {
    /// The display language.
    pub language: Language,
    /// The bytes in use.
    pub used_bytes: u64,
    /// The budget in MiB.
    pub budget_mib: u32,
    /// Called with the chosen budget in MiB.
    pub on_choose: Callback<u32>,
}

/// A field for the budget, and the memory in use.
#[component]
pub fn Memory(props: &MemoryProps) -> Html {
    let language = props.language;
    let (least, most) = (
        *Settings::MEMORY_BUDGET_MIB.start(),
        *Settings::MEMORY_BUDGET_MIB.end(),
    );
    let used = WorkbenchPhrase::MemoryUsed {
        used: props.used_bytes,
        budget: u64::from(props.budget_mib) << 20,
    };
    // On `change` and not at each key: on the way to 1,024 the field says 10, which would evict records.
    let on_change = {
        let (on_choose, budget_mib) = (props.on_choose.clone(), props.budget_mib);
        move |event: Event| {
            let chosen = events::value(&event).parse::<u32>().unwrap_or(budget_mib);
            let chosen = chosen.clamp(least, most);
            events::set_value(&event, &chosen.to_string());
            on_choose.emit(chosen);
        }
    };
    html! {
        <details class="memory">
            <summary>{ language.say(WorkbenchPhrase::Memory) }{ " " }
                <span class="memory-used">{ language.say(used) }</span>
            </summary>
            <label for="memory-budget">{ language.say(WorkbenchPhrase::MemoryBudget) }</label>
            <input
                id="memory-budget"
                class="memory-budget"
                type="number"
                min={least.to_string()}
                max={most.to_string()}
                value={props.budget_mib.to_string()}
                aria-describedby="memory-hint"
                onchange={on_change}
            />
            <p id="memory-hint" class="memory-hint">
                { language.say(WorkbenchPhrase::MemoryHint { least, most }) }
            </p>
        </details>
    }
}
