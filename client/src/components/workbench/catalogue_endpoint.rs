//! One endpoint of the catalogue: a line that unfolds to its description and its form.

use std::rc::Rc;

use protocol::catalogue::korean;
use yew::prelude::*;

use super::catalogue_form::CatalogueForm;
use super::prose::prose;
use crate::i18n::Language;
use crate::i18n::catalogue::CataloguePhrase;
use session::catalogue::{Endpoint, Fault};

/// The properties of [`CatalogueEndpoint`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct CatalogueEndpointProps {
    /// The display language.
    pub language: Language,
    /// The WebSocket address of the server.
    pub server: AttrValue,
    /// Its index in the list, which makes the ids of its elements unique.
    pub index: usize,
    /// The endpoint.
    pub endpoint: Endpoint,
    /// The parameter in an address of it that the server refused.
    pub fault: Option<Fault>,
    /// Called with an address to connect to, and a name for the connection.
    pub on_open: Callback<(Rc<str>, Rc<str>)>,
}

/// A line with the path and a summary. Its content enters the page when it is first unfolded, as fourteen
/// forms at once would be too many. From then on it stays, with its typed values. One that the server refused is unfolded.
#[component]
pub fn CatalogueEndpoint(props: &CatalogueEndpointProps) -> Html {
    let is_open_at_first = use_state(|| props.fault.is_some());
    let is_seen = use_state_eq(|| *is_open_at_first);
    let on_click = {
        let is_seen = is_seen.setter();
        move |_| is_seen.set(true)
    };
    let Endpoint { name, path, .. } = &props.endpoint;
    html! {
        <details open={*is_open_at_first} data-endpoint={Rc::clone(name)}>
            <summary class="catalogue-summary" onclick={on_click}>
                <code class="catalogue-path">{ &**path }</code>
                { " " }
                { summary(props.language, &props.endpoint) }
            </summary>
            if *is_seen {
                { details(props) }
            }
        </details>
    }
}

/// The summary in the display language for an endpoint that Ullim knows; otherwise the server's.
fn summary(language: Language, endpoint: &Endpoint) -> Html {
    let known = language.choose(|| korean::summary(&endpoint.name), || None);
    match known {
        Some(known) => html! { <span>{ prose(known) }</span> },
        None => html! { <span lang="en">{ prose(&endpoint.summary) }</span> },
    }
}

fn details(props: &CatalogueEndpointProps) -> Html {
    let Endpoint {
        description,
        example,
        ..
    } = &props.endpoint;
    html! {
        <div class="catalogue-details">
            if !description.is_empty() {
                <p lang="en">{ prose(description) }</p>
            }
            if !example.is_empty() {
                <p class="catalogue-hint">
                    { props.language.say(CataloguePhrase::Example) }{ " " }
                    <code>{ &**example }</code>
                </p>
            }
            <CatalogueForm
                language={props.language}
                server={props.server.clone()}
                index={props.index}
                endpoint={props.endpoint.clone()}
                fault={props.fault.clone()}
                on_open={props.on_open.clone()}
            />
        </div>
    }
}
