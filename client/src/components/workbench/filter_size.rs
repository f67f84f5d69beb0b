//! A field for a size, which may have a unit.

use yew::prelude::*;

use crate::i18n::Language;
use crate::i18n::filter::FilterPhrase;
use crate::platform::events;
use session::format;

/// The properties of [`FilterSize`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct FilterSizeProps {
    /// The display language.
    pub language: Language,
    /// The id of its input, from which the id of its error is made.
    pub id: &'static str,
    /// The label.
    pub label: FilterPhrase,
    /// The current size.
    pub bytes: Option<u64>,
    /// Whether the size contradicts another criterion, which shows the error.
    pub is_refused: bool,
    /// Called with the typed size, or `None` for an empty field.
    pub on_change: Callback<Option<u64>>,
}

/// The typed text stays: `4 KiB` does not become `4096` while it is typed. It is replaced when the size
/// changes from elsewhere.
#[component]
pub fn FilterSize(props: &FilterSizeProps) -> Html {
    let FilterSizeProps {
        language,
        id,
        bytes,
        ..
    } = *props;
    let typed = use_state(|| AttrValue::Static(""));
    let asked = format::parse_size(&typed);
    let shown = match asked {
        Some(asked) if asked != bytes => bytes.map(|bytes| bytes.to_string().into()),
        _ => Some((*typed).clone()),
    };
    let is_unreadable = asked.is_none();
    let on_input = {
        let on_change = props.on_change.clone();
        move |event: InputEvent| {
            let now = AttrValue::from(events::value(&event));
            // An invalid size changes nothing, and shows an error.
            if let Some(asked) = format::parse_size(&now) {
                on_change.emit(asked);
            }
            typed.set(now);
        }
    };
    let error_id = format!("{id}-error");
    let described_by = match (is_unreadable, props.is_refused) {
        (true, _) => Some(error_id.clone()),
        (false, true) => Some("filter-error".into()),
        (false, false) => None,
    };
    html! {
        <div class="filter-size">
            <label for={id}>{ language.say(props.label) }</label>
            <input
                type="text"
                {id}
                autocomplete="off"
                autocapitalize="off"
                spellcheck="false"
                aria-invalid={(is_unreadable || props.is_refused).to_string()}
                aria-describedby={described_by}
                value={shown.unwrap_or_default()}
                oninput={on_input}
            />
            <div aria-live="polite">
                if is_unreadable {
                    <p id={error_id} class="filter-size-error">
                        { language.say(FilterPhrase::SizeUnreadable) }
                    </p>
                }
            </div>
        </div>
    }
}
