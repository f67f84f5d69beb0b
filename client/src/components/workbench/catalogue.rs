//! The list of the server's endpoints.

use std::rc::Rc;

use yew::prelude::*;

use super::catalogue_endpoint::CatalogueEndpoint;
use crate::i18n::Language;
use crate::i18n::catalogue::CataloguePhrase;
use session::catalogue::{Absence, CatalogueState, Endpoint, Fault};

/// The properties of [`Catalogue`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct CatalogueProps {
    /// The display language; the server's own texts are English.
    pub language: Language,
    /// The WebSocket address of the server.
    pub server: AttrValue,
    /// The state of its catalogue.
    pub state: CatalogueState,
    /// The parameter in the address of the shown tab that the server refused.
    pub fault: Option<Fault>,
    /// Called with an address to open in a new tab, and a name for the tab.
    pub on_open: Callback<(Rc<str>, Rc<str>)>,
    /// Called to ask the server again.
    pub on_reload: Callback<()>,
}

/// The endpoints, or one line on why there are none.
#[component]
pub fn Catalogue(props: &CatalogueProps) -> Html {
    let language = props.language;
    html! {
        <section id="catalogue" class="catalogue" aria-labelledby="catalogue-heading">
            <h2 id="catalogue-heading" class="catalogue-heading">
                { language.say(CataloguePhrase::Heading) }
            </h2>
            <div role="status">{ note(props) }</div>
            if let CatalogueState::Found(endpoints) = &props.state {
                <ul class="catalogue-list">
                    { for endpoints.iter().enumerate().map(|it| item(props, it)) }
                </ul>
            }
        </section>
    }
}

fn note(props: &CatalogueProps) -> Html {
    let (phrase, may_change) = match props.state {
        CatalogueState::Found(_) => return Html::default(),
        CatalogueState::Loading => (CataloguePhrase::Loading, false),
        CatalogueState::Absent(Absence::Unreachable) => (CataloguePhrase::Unreachable, true),
        CatalogueState::Absent(Absence::NotOffered) => (CataloguePhrase::NotOffered, false),
    };
    html! {
        <p class="catalogue-note">
            { props.language.say(phrase) }
            if may_change {
                { " " }
                <button type="button" onclick={props.on_reload.reform(|_| ())}>
                    { props.language.say(CataloguePhrase::TryAgain) }
                </button>
            }
        </p>
    }
}

fn item(props: &CatalogueProps, (index, endpoint): (usize, &Endpoint)) -> Html {
    let fault = props.fault.as_ref();
    let fault = fault.filter(|fault| endpoint.is_at(&fault.target));
    html! {
        <li>
            <CatalogueEndpoint
                language={props.language}
                server={props.server.clone()}
                {index}
                endpoint={endpoint.clone()}
                fault={fault.cloned()}
                on_open={props.on_open.clone()}
            />
        </li>
    }
}
