//! A field for a size, in which one may leave the zeros to a unit.

use yew::prelude::*;

use crate::i18n::Language;
use crate::i18n::filter::FilterPhrase;
use crate::platform::events;
use session::size;

/// What [`FilterSize`] takes.
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct FilterSizeProps {
    /// The language of its words.
    pub language: Language,
    /// The id of its input, from which that of its error is made.
    pub id: &'static str,
    /// What size it is.
    pub label: FilterPhrase,
    /// What is asked for now.
    pub bytes: Option<u64>,
    /// Whether that makes no sense together with something else, which is said elsewhere.
    pub is_refused: bool,
    /// Called with what was typed, if it is a size, or with none if nothing was.
    pub on_change: Callback<Option<u64>>,
}

/// What is typed stays as it is typed: `4 KiB` does not become `4096` under one's fingers. It gives
/// way when another size is asked for than it says.
#[component]
pub fn FilterSize(props: &FilterSizeProps) -> Html {
    let FilterSizeProps {
        language,
        id,
        bytes,
        ..
    } = *props;
    let typed = use_state(|| AttrValue::Static(""));
    let asked = size::parse(&typed);
    let shown = match asked {
        Some(asked) if asked != bytes => bytes.map(|bytes| bytes.to_string().into()),
        _ => Some((*typed).clone()),
    };
    let is_unreadable = asked.is_none();
    let on_input = {
        let on_change = props.on_change.clone();
        move |event: InputEvent| {
            let now = AttrValue::from(events::value(&event));
            // What cannot be read asks for nothing new, and says so.
            if let Some(asked) = size::parse(&now) {
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
