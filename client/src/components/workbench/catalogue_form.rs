//! The form of an endpoint: it fills in parameters and opens a connection.

use std::rc::Rc;

use yew::prelude::*;

use super::catalogue_field::{CatalogueFieldProps, catalogue_field};
use crate::i18n::Language;
use crate::i18n::catalogue::CataloguePhrase;
use crate::platform::element;
use session::catalogue::field::Field;
use session::catalogue::{Endpoint, Fault, address};

/// The properties of [`CatalogueForm`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct CatalogueFormProps {
    /// The display language.
    pub language: Language,
    /// The WebSocket address of the server.
    pub server: AttrValue,
    /// The endpoint's index in the list, which makes the ids of its elements unique.
    pub index: usize,
    /// The endpoint.
    pub endpoint: Endpoint,
    /// The parameter in an address of it that the server refused.
    pub fault: Option<Fault>,
    /// Called with an address to connect to, and a name for the connection.
    pub on_open: Callback<(Rc<str>, Rc<str>)>,
}

/// The fields, the resulting address, and a button that connects. The form keeps the values until then.
#[component]
pub fn CatalogueForm(props: &CatalogueFormProps) -> Html {
    let (language, endpoint) = (props.language, &props.endpoint);
    let target = props.fault.as_ref().map_or("", |fault| &fault.target);
    let values = use_state(|| endpoint.values_at(target));
    let form = use_node_ref();
    use_effect_with((), {
        let (form, is_refused) = (form.clone(), props.fault.is_some());
        move |()| {
            // The person has it shown for its fault.
            if is_refused {
                element::focus_first(&form, "[aria-invalid='true']");
            }
        }
    });
    let made = address(&props.server, endpoint, &values);
    // What the person edits meanwhile is not refused yet.
    let fault = props
        .fault
        .as_ref()
        .filter(|fault| *values == endpoint.values_at(&fault.target));
    let on_submit = {
        let (on_open, endpoint, made) = (props.on_open.clone(), endpoint.clone(), made.clone());
        let form = form.clone();
        move |event: SubmitEvent| {
            event.prevent_default();
            match &made {
                Ok(address) => on_open.emit((address.as_str().into(), name(&endpoint))),
                Err(_) => element::focus_first(&form, "[aria-invalid='true']"),
            }
        }
    };
    let field = |(index, field): (usize, &Field)| {
        let value = values.get(index).cloned().unwrap_or_default();
        let values = values.clone();
        let on_input = move |value| {
            let mut changed = (*values).clone();
            if let Some(place) = changed.get_mut(index) {
                *place = value;
            }
            values.set(changed);
        };
        catalogue_field(&CatalogueFieldProps {
            language,
            id: format!("catalogue-{}-{index}", props.index).into(),
            field: field.clone(),
            value,
            fault: fault
                .filter(|fault| fault.parameter == field.name)
                .map(|fault| Rc::clone(&fault.sentence)),
            on_input: on_input.into(),
        })
    };
    let hint_id = format!("catalogue-{}-hint", props.index);
    html! {
        // The browser's own validation would speak the browser's language.
        <form ref={form} class="catalogue-form" novalidate=true onsubmit={on_submit}>
            { for endpoint.fields.iter().enumerate().map(field) }
            if let Ok(address) = made {
                <p class="catalogue-hint">
                    { language.say(CataloguePhrase::Address) }{ " " }
                    <code>{ address }</code>
                </p>
            }
            <button type="submit" class="catalogue-connect" aria-describedby={hint_id.clone()}>
                { language.say(CataloguePhrase::Connect) }
            </button>
            { " " }
            <span id={hint_id} class="catalogue-hint">
                { language.say(CataloguePhrase::OpensInNewTab) }
            </span>
        </form>
    }
}

/// The name for a connection to the endpoint.
fn name(endpoint: &Endpoint) -> Rc<str> {
    let is_nameless = endpoint.name.is_empty();
    Rc::clone(if is_nameless {
        &endpoint.path
    } else {
        &endpoint.name
    })
}
