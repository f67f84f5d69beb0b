//! One endpoint of the catalogue: a line that opens to its description and its form.

use std::rc::Rc;

use protocol::catalogue::korean;
use yew::prelude::*;

use super::catalogue_form::CatalogueForm;
use super::prose::prose;
use crate::i18n::Language;
use crate::i18n::catalogue::CataloguePhrase;
use session::catalogue::Endpoint;

/// What [`CatalogueEndpoint`] takes.
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct CatalogueEndpointProps {
    /// The language of its words.
    pub language: Language,
    /// The WebSocket address of the server.
    pub server: AttrValue,
    /// Its number in the list, by which its elements have ids of their own.
    pub index: usize,
    /// What it is.
    pub endpoint: Endpoint,
    /// Called with an address to connect to, and a name for the connection.
    pub on_open: Callback<(Rc<str>, Rc<str>)>,
}

/// A line with the path and what is there. What is behind it comes into the page when it is first
/// opened: nobody needs fourteen forms at once. From then on it stays, and with it what is typed.
#[component]
pub fn CatalogueEndpoint(props: &CatalogueEndpointProps) -> Html {
    let is_seen = use_state_eq(|| false);
    let on_click = {
        let is_seen = is_seen.setter();
        move |_| is_seen.set(true)
    };
    let Endpoint { name, path, .. } = &props.endpoint;
    html! {
        <details class="catalogue-endpoint" data-endpoint={Rc::clone(name)}>
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

/// What the endpoint does: in the page's language where it is one that Ullim knows, else as the
/// server says it.
fn summary(language: Language, endpoint: &Endpoint) -> Html {
    let known = match language {
        Language::Korean => korean::summary(&endpoint.name),
        Language::English => None,
    };
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
                on_open={props.on_open.clone()}
            />
        </div>
    }
}
