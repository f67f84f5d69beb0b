//! Where to connect to.

use std::rc::Rc;

use protocol::subprotocol::Malformed;
use yew::prelude::*;

use crate::i18n::Language;
use crate::i18n::common::CommonPhrase;
use crate::i18n::connection::ConnectionPhrase;
use crate::platform::events;
use session::address::{self, AddressError};
use session::close_request::CloseDraft;
use session::subprotocols;
use session::tab::State;

/// What [`ConnectionBar`] takes.
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct ConnectionBarProps {
    /// The language of its words.
    pub language: Language,
    /// Whether the page is from https, by which an address without a scheme is understood.
    pub page_is_secure: bool,
    /// The state of the connection.
    pub state: State,
    /// Where to connect to, as typed.
    pub address: Rc<str>,
    /// Addresses to offer, the newest first.
    pub recent: Vec<Rc<str>>,
    /// The subprotocols to offer, as typed.
    pub subprotocols: Rc<str>,
    /// Whether the browser refused the address or the subprotocols when it was last asked.
    pub refused: bool,
    /// With what to close, as typed.
    pub close: CloseDraft,
    /// Called with all of the address after each edit.
    pub on_address: Callback<Rc<str>>,
    /// Called with all of the subprotocols after each edit.
    pub on_subprotocols: Callback<Rc<str>>,
    /// Called to connect; only when the address and the subprotocols are understood.
    pub on_connect: Callback<()>,
    /// Called to close, with a code and a reason or with neither.
    pub on_close: Callback<Option<(u16, Rc<str>)>>,
}

/// The address and the subprotocols, which can be edited while there is no connection, and the buttons
/// that connect and close.
#[component]
pub fn ConnectionBar(props: &ConnectionBarProps) -> Html {
    let language = props.language;
    let is_over = props.state.is_over();
    let address_error = address::understand(&props.address, props.page_is_secure).err();
    let subprotocols_error = subprotocols::parse(&props.subprotocols).err();
    let can_connect = is_over && address_error.is_none() && subprotocols_error.is_none();
    let close = props.close.parse();
    let can_close = matches!(props.state, State::Connecting | State::Open) && close.is_ok();
    let on_enter = {
        let on_connect = props.on_connect.clone();
        Callback::from(move |event: KeyboardEvent| {
            if event.key() == "Enter" && !event.is_composing() && can_connect {
                on_connect.emit(());
            }
        })
    };
    let on_close = {
        let (on_close, close) = (props.on_close.clone(), close.ok());
        move |_| {
            if let Some(close) = &close {
                on_close.emit(close.clone());
            }
        }
    };
    html! {
        <section class="connection-bar" aria-label={language.say(ConnectionPhrase::Bar)}>
            <div class="connection-bar-field connection-bar-address">
                <label for="address">{ language.say(ConnectionPhrase::Address) }</label>
                <input
                    id="address"
                    type="text"
                    inputmode="url"
                    autocapitalize="off"
                    autocomplete="off"
                    spellcheck="false"
                    list="recent-addresses"
                    readonly={!is_over}
                    aria-describedby="address-error"
                    aria-invalid={is_to_be_told(address_error).is_some().to_string()}
                    value={Rc::clone(&props.address)}
                    oninput={text_of(&props.on_address)}
                    onkeydown={on_enter.clone()}
                />
                <datalist id="recent-addresses">
                    { for props.recent.iter().map(|address| html! {
                        <option value={Rc::clone(address)} />
                    }) }
                </datalist>
            </div>
            <div class="connection-bar-field">
                <label for="subprotocols">{ language.say(ConnectionPhrase::Subprotocols) }</label>
                <input
                    id="subprotocols"
                    type="text"
                    autocapitalize="off"
                    autocomplete="off"
                    spellcheck="false"
                    placeholder="superchat, chat"
                    readonly={!is_over}
                    aria-describedby="subprotocols-hint subprotocols-error"
                    aria-invalid={subprotocols_error.is_some().to_string()}
                    value={Rc::clone(&props.subprotocols)}
                    oninput={text_of(&props.on_subprotocols)}
                    onkeydown={on_enter}
                />
                <p id="subprotocols-hint" class="visually-hidden">
                    { language.say(ConnectionPhrase::SubprotocolsHint) }
                </p>
            </div>
            <div class="connection-bar-buttons">
                <button
                    type="button"
                    id="connect"
                    class="connection-bar-connect"
                    aria-describedby="address-error"
                    disabled={!can_connect}
                    onclick={props.on_connect.reform(|_| ())}
                >
                    { language.say(ConnectionPhrase::Connect) }
                </button>
                <button type="button" id="close" disabled={!can_close} onclick={on_close}>
                    { language.say(CommonPhrase::Close) }
                </button>
            </div>
            <p id="address-error" class="connection-bar-error">
                if let Some(error) = is_to_be_told(address_error) {
                    { language.say(ConnectionPhrase::AddressWrong(error)) }
                }
            </p>
            <p id="subprotocols-error" class="connection-bar-error">
                if let Some(error) = &subprotocols_error {
                    { explain(language, error) }
                }
            </p>
            <div role="alert">
                if props.refused {
                    <p class="connection-bar-error">{ language.say(ConnectionPhrase::Refused) }</p>
                }
            </div>
        </section>
    }
}

/// Nobody has to be told that they have not typed anything yet.
fn is_to_be_told(error: Option<AddressError>) -> Option<AddressError> {
    error.filter(|error| *error != AddressError::Empty)
}

fn text_of(callback: &Callback<Rc<str>>) -> Callback<InputEvent> {
    callback.reform(|event: InputEvent| events::value(&event).into())
}

/// The name stands before the sentence as it was typed, in whatever language.
fn explain(language: Language, error: &Malformed) -> Html {
    let (name, phrase) = match error {
        Malformed::NotAToken(name) => (name, ConnectionPhrase::NotASubprotocol),
        Malformed::Duplicate(name) => (name, ConnectionPhrase::SubprotocolTwice),
    };
    html! { <><code>{ name }</code>{ " " }{ language.say(phrase) }</> }
}
