//! A setting of all tabs that is a number.

use yew::prelude::*;

use crate::platform::events;

/// The properties of [`setting`].
#[derive(Debug)]
pub struct SettingProps {
    /// The id of the field.
    pub id: &'static str,
    /// The name of the setting.
    pub name: AttrValue,
    /// The state that is seen while the setting is folded.
    pub state: AttrValue,
    /// The name of the field.
    pub field: AttrValue,
    /// What the number means, and its bounds.
    pub hint: AttrValue,
    /// The least number and the most; another becomes the nearer one.
    pub bounds: (u32, u32),
    /// The number.
    pub value: u32,
    /// Called with the chosen number.
    pub on_choose: Callback<u32>,
}

/// A folded field for the number.
pub fn setting(props: &SettingProps) -> Html {
    let (least, most) = props.bounds;
    // On `change` and not at each key: on the way to 1,024 the field says 10, which would evict records.
    let on_change = {
        let (on_choose, value) = (props.on_choose.clone(), props.value);
        move |event: Event| {
            let chosen = events::value(&event).parse::<u32>().unwrap_or(value);
            let chosen = chosen.clamp(least, most);
            events::set_value(&event, &chosen.to_string());
            on_choose.emit(chosen);
        }
    };
    let hint_id = format!("{}-hint", props.id);
    html! {
        <details class="setting">
            <summary>{ &props.name }{ " " }
                <span class="setting-state">{ &props.state }</span>
            </summary>
            <label for={props.id}>{ &props.field }</label>
            <input
                id={props.id}
                class="setting-field"
                type="number"
                min={least.to_string()}
                max={most.to_string()}
                value={props.value.to_string()}
                aria-describedby={hint_id.clone()}
                onchange={on_change}
            />
            <p id={hint_id} class="setting-hint">{ &props.hint }</p>
        </details>
    }
}
