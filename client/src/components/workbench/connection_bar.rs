//! The address bar of a connection.

use std::rc::Rc;

use protocol::subprotocol::Malformed;
use yew::prelude::*;

use super::words::{foreign, said};
use crate::i18n::Language;
use crate::i18n::common::CommonPhrase;
use crate::i18n::connection::ConnectionPhrase;
use crate::platform::events;
use session::address::{self, AddressError};
use session::close_request::CloseDraft;
use session::connection::State;
use session::subprotocols;

/// The properties of [`connection_bar`].
#[derive(Debug)]
pub struct ConnectionBarProps {
    /// The display language.
    pub language: Language,
    /// Whether the page is from https, which decides the scheme of an address without one.
    pub page_is_secure: bool,
    /// The state of the connection.
    pub state: State,
    /// The typed address.
    pub address: Rc<str>,
    /// Recent addresses, the newest first.
    pub recent: Vec<Rc<str>>,
    /// The typed subprotocols.
    pub subprotocols: Rc<str>,
    /// Whether the browser refused the address or the subprotocols at the last attempt.
    pub refused: bool,
    /// The typed close code and reason.
    pub close: CloseDraft,
    /// Called with the whole address after each edit.
    pub on_address: Callback<Rc<str>>,
    /// Called with the whole subprotocols after each edit.
    pub on_subprotocols: Callback<Rc<str>>,
    /// Called to connect; only with a valid address and valid subprotocols.
    pub on_connect: Callback<()>,
    /// Called to close, with a code and a reason or without both.
    pub on_close: Callback<Option<(u16, Rc<str>)>>,
}

/// The address, the subprotocols, and the buttons that connect and close. The fields can be edited without
/// a connection only.
pub fn connection_bar(props: &ConnectionBarProps) -> Html {
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
                    { said(language.say(ConnectionPhrase::AddressError(error))) }
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

/// An empty field is no error to show.
fn is_to_be_told(error: Option<AddressError>) -> Option<AddressError> {
    error.filter(|error| *error != AddressError::Empty)
}

fn text_of(callback: &Callback<Rc<str>>) -> Callback<InputEvent> {
    callback.reform(|event: InputEvent| events::value(&event).into())
}

/// The invalid name comes before the sentence, unchanged, in any language.
fn explain(language: Language, error: &Malformed) -> Html {
    let (name, phrase) = match error {
        Malformed::NotAToken(name) => (name, ConnectionPhrase::NotASubprotocol),
        Malformed::Duplicate(name) => (name, ConnectionPhrase::SubprotocolTwice),
    };
    html! { <><code>{ foreign(&**name) }</code>{ " " }{ said(language.say(phrase)) }</> }
}
