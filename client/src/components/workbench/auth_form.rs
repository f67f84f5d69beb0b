//! The menu that tells a server who one is: each way says what it puts on the wire.

use std::rc::Rc;

use yew::prelude::*;

use super::words::{foreign, said};
use crate::i18n::Language;
use crate::i18n::auth::AuthPhrase;
use crate::platform::events;
use session::address::{http_twin, understand};
use session::auth::{Target, Way, fits_a_subprotocol};

/// The properties of [`AuthForm`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct AuthFormProps {
    /// The display language.
    pub language: Language,
    /// The typed address and subprotocols.
    pub target: Target,
    /// Called with what they are to be.
    pub on_apply: Callback<Target>,
}

/// The id of the menu.
pub(super) const MENU_ID: &str = "auth";

/// The ways, in the order of the list.
const WAYS: [(&str, AuthPhrase, AuthPhrase); 4] = [
    ("bearer", AuthPhrase::Bearer, AuthPhrase::BearerNote),
    ("query", AuthPhrase::Query, AuthPhrase::QueryNote),
    ("basic", AuthPhrase::Basic, AuthPhrase::BasicNote),
    ("cookie", AuthPhrase::Cookie, AuthPhrase::CookieNote),
];

/// The menu with these properties, for a workbench that has loaded it.
pub fn view(props: AuthFormProps) -> Html {
    html! { <AuthForm ..props /> }
}

/// A list of ways, the fields of the chosen one, and what it puts on the wire. A button writes it into the address or the
/// subprotocols.
#[component]
pub fn AuthForm(props: &AuthFormProps) -> Html {
    let language = props.language;
    let chosen = use_state_eq(|| 0_usize);
    let (name, secret) = (use_state_eq(String::new), use_state_eq(String::new));
    let is_revealed = use_state_eq(|| false);
    let (tag, _, note) = WAYS[*chosen];
    let parameter = if name.is_empty() { "token" } else { &**name };
    let way = match tag {
        "bearer" => Some(Way::Bearer { token: &secret }),
        "query" => Some(Way::Query {
            name: parameter,
            value: &secret,
        }),
        "basic" => Some(Way::Basic {
            user: &name,
            password: &secret,
        }),
        _ => None,
    };
    let applied = way.and_then(|way| way.apply(&props.target));
    let line = way.and_then(|way| way.on_the_wire(&props.target, !*is_revealed));
    let can_apply = applied.is_some();
    let on_apply = {
        let on_apply = props.on_apply.clone();
        Callback::from(move |()| {
            if let Some(applied) = &applied {
                on_apply.emit(applied.clone());
            }
        })
    };
    let on_submit = on_apply.reform(|event: SubmitEvent| event.prevent_default());
    let on_choose = {
        let chosen = chosen.setter();
        move |event: Event| {
            let tag = events::value(&event);
            chosen.set(WAYS.iter().position(|way| way.0 == tag).unwrap_or(0));
        }
    };
    let field =
        |id: &'static str, label: AuthPhrase, value: &UseStateHandle<String>, is_secret: bool| {
            let set = value.setter();
            html! {
                <label class="auth-field">
                    <span>{ said(language.say(label)) }</span>
                    <input
                        {id}
                        type={if is_secret && !*is_revealed { "password" } else { "text" }}
                        autocapitalize="off"
                        autocomplete="off"
                        spellcheck="false"
                        placeholder={(label == AuthPhrase::Name).then_some("token")}
                        value={(**value).clone()}
                        oninput={move |event: InputEvent| set.set(events::value(&event))}
                    />
                </label>
            }
        };
    let on_reveal = {
        let is_revealed = is_revealed.setter();
        move |event: Event| is_revealed.set(events::is_checked(&event))
    };
    let needs_base64 = tag == "bearer" && can_apply && !fits_a_subprotocol(&secret);
    html! {
        <form class="auth" onsubmit={on_submit}>
            <label class="auth-field">
                <span>{ language.say(AuthPhrase::Way) }</span>
                <select id="auth-way" onchange={on_choose}>
                    { for WAYS.iter().map(|&(way, name, _)| html! {
                        <option value={way} selected={way == tag}>{ language.say(name) }</option>
                    }) }
                </select>
            </label>
            if tag == "query" {
                { field("auth-name", AuthPhrase::Name, &name, false) }
            }
            if tag == "basic" {
                { field("auth-name", AuthPhrase::User, &name, false) }
            }
            if way.is_some() {
                {
                    field(
                        "auth-secret",
                        if tag == "basic" { AuthPhrase::Password } else { AuthPhrase::Token },
                        &secret,
                        true,
                    )
                }
                <label class="connection-options-name">
                    <input id="auth-reveal" type="checkbox" checked={*is_revealed} onchange={on_reveal} />
                    { language.say(AuthPhrase::Reveal) }
                </label>
                <p class="auth-wire" aria-live="polite">
                    { language.say(AuthPhrase::OnTheWire) }{ ": " }
                    if let Some(line) = line {
                        <code id="auth-wire">{ foreign(line) }</code>
                    } else {
                        { said(language.say(AuthPhrase::Incomplete)) }
                    }
                </p>
            }
            if needs_base64 {
                <p class="auth-note">{ language.say(AuthPhrase::Base64) }</p>
            }
            <p class="auth-note">
                { said(language.say(note)) }
                if way.is_none() {
                    { " " }{ host(language, &props.target) }
                }
            </p>
            if way.is_some() {
                // It shuts the menu; one that submits could not.
                <button
                    type="button"
                    id="auth-apply"
                    popovertarget={MENU_ID}
                    popovertargetaction="hide"
                    disabled={!can_apply}
                    onclick={on_apply.reform(|_| ())}
                >
                    { language.say(AuthPhrase::Apply) }
                </button>
            }
            <p class="auth-note">{ language.say(AuthPhrase::NoHeaders) }</p>
        </form>
    }
}

/// A link to the host of the address, where one may log in.
fn host(language: Language, target: &Target) -> Html {
    let understood: Option<Rc<str>> = understand(&target.address, false).ok();
    let twin = understood.and_then(|address| http_twin(&address, "/"));
    html! {
        if let Some(twin) = twin {
            <a href={twin} target="_blank" rel="noopener noreferrer">
                { language.say(AuthPhrase::OpenHost) }
            </a>
        }
    }
}
