//! One field of an endpoint's form.

use std::rc::Rc;

use yew::prelude::*;

use super::prose::prose;
use crate::i18n::Language;
use crate::i18n::catalogue::CataloguePhrase;
use crate::platform::events;
use session::catalogue::field::{Choice, Field, FieldKind, Refusal};

/// The properties of [`catalogue_field`].
#[derive(Debug)]
pub struct CatalogueFieldProps {
    /// The display language; the server's own texts are English.
    pub language: Language,
    /// The id of its control, from which the ids of its texts are made.
    pub id: AttrValue,
    /// The field.
    pub field: Field,
    /// Its value.
    pub value: String,
    /// Why the server refused it, in English.
    pub fault: Option<Rc<str>>,
    /// Called with the whole value after each edit.
    pub on_input: Callback<String>,
}

/// The parameter's name, its control and its description, and an error for an invalid value.
pub fn catalogue_field(props: &CatalogueFieldProps) -> Html {
    let CatalogueFieldProps { id, field, .. } = props;
    let refusal = field.check(&props.value).err();
    let (hint_id, error_id) = (format!("{id}-hint"), format!("{id}-error"));
    let fault = refusal.map_or(props.fault.as_ref(), |_| None);
    let is_refused = refusal.is_some() || fault.is_some();
    let described_by = if is_refused {
        format!("{error_id} {hint_id}")
    } else {
        hint_id.clone()
    };
    html! {
        <div class="catalogue-field">
            <label for={id.clone()}><code>{ &*field.name }</code></label>
            { control(props, described_by, is_refused) }
            if is_refused {
                <p id={error_id} class="catalogue-error">
                    { refusal.map(|refusal| refused(props, refusal)) }
                    if let Some(fault) = fault {
                        <span lang="en">{ Rc::clone(fault) }</span>
                    }
                </p>
            }
            <p id={hint_id} class="catalogue-hint">{ hint(props) }</p>
        </div>
    }
}

fn control(props: &CatalogueFieldProps, described_by: String, is_refused: bool) -> Html {
    let CatalogueFieldProps { id, field, .. } = props;
    let is_refused = is_refused.to_string();
    let on_input = props.on_input.clone();
    if let FieldKind::Choice(choices) = &field.kind {
        let on_change = move |event: Event| on_input.emit(events::value(&event));
        let option = |Choice { word, .. }: &Choice| {
            let is_chosen = **word == *props.value;
            html! { <option value={word.clone()} selected={is_chosen}>{ &**word }</option> }
        };
        return html! {
            <select
                id={id.clone()}
                aria-describedby={described_by}
                aria-invalid={is_refused}
                onchange={on_change}
            >
                { for choices.iter().map(option) }
            </select>
        };
    }
    let keyboard = match field.kind {
        FieldKind::Integer(_) => "numeric",
        FieldKind::Choice(_) | FieldKind::Text { .. } => "text",
    };
    let on_input = move |event: InputEvent| on_input.emit(events::value(&event));
    html! {
        // Not `type="number"`: a browser then hides a value that is no number.
        <input
            type="text"
            id={id.clone()}
            inputmode={keyboard}
            autocomplete="off"
            autocapitalize="off"
            spellcheck="false"
            aria-describedby={described_by}
            aria-invalid={is_refused}
            value={props.value.clone()}
            oninput={on_input}
        />
    }
}

fn refused(props: &CatalogueFieldProps, refusal: Refusal) -> Html {
    let phrase = match refusal {
        Refusal::NotInRange => CataloguePhrase::NotInRange,
        Refusal::NotAChoice => CataloguePhrase::NotAChoice,
        Refusal::TooLong { bytes, max_bytes } => CataloguePhrase::TooLong { bytes, max_bytes },
        Refusal::NotASegment => CataloguePhrase::NotASegment,
    };
    html! {
        <>
            { props.language.say(phrase) }
            if let (Refusal::NotInRange, FieldKind::Integer(ranges)) = (refusal, &props.field.kind) {
                { " " }{ written(ranges) }
            }
        </>
    }
}

fn hint(props: &CatalogueFieldProps) -> Html {
    let CatalogueFieldProps {
        language, field, ..
    } = props;
    let default = field.default.as_deref().unwrap_or_default();
    html! {
        <>
            if !field.description.is_empty() {
                <span lang="en">{ prose(&field.description) }</span>{ " " }
            }
            { takes(props) }
            if !default.is_empty() {
                { " · " }{ language.say(CataloguePhrase::Default) }{ " " }<code>{ default }</code>
            }
        </>
    }
}

/// The description of the valid values. The list itself shows the choices, so the description is that of
/// the chosen one.
fn takes(props: &CatalogueFieldProps) -> Html {
    let (language, field) = (props.language, &props.field);
    match &field.kind {
        FieldKind::Integer(ranges) => html! {
            <>{ language.say(CataloguePhrase::TakesInteger) }{ " " }{ written(ranges) }</>
        },
        FieldKind::Text {
            max_bytes: Some(max_bytes),
        } => {
            let max_bytes = *max_bytes;
            html! { { language.say(CataloguePhrase::TakesBytes { max_bytes }) } }
        }
        FieldKind::Text { max_bytes: None } => {
            html! { <span lang="en">{ prose(&field.takes) }</span> }
        }
        FieldKind::Choice(choices) => {
            let chosen = choices.iter().find(|it| *it.word == *props.value);
            let meaning = chosen.map(|it| prose(&it.meaning)).unwrap_or_default();
            html! { <span lang="en">{ meaning }</span> }
        }
    }
}

/// Ranges as text: `1000–1003, 3000–4999`.
fn written(ranges: &[(u64, u64)]) -> String {
    let ranges = ranges.iter().map(|(min, max)| format!("{min}–{max}"));
    ranges.collect::<Vec<_>>().join(", ")
}
