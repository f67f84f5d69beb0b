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
    /// Whether the fields say something else than what is connected.
    pub can_move: bool,
    /// The typed address.
    pub address: Rc<str>,
    /// Recent addresses, the newest first.
    pub recent: Vec<Rc<str>>,
    /// The typed subprotocols.
    pub subprotocols: Rc<str>,
    /// Whether the browser refused the address or the subprotocols at the last attempt.
    pub refused: bool,
    /// The form for a close code and a reason.
    pub close_form: Html,
    /// The menu that tells the server who one is.
    pub auth: Html,
    /// What a menu beside the fields holds, and the number of chosen options.
    pub options: (Html, usize),
    /// Called with the whole address after each edit.
    pub on_address: Callback<Rc<str>>,
    /// Called with the whole subprotocols after each edit.
    pub on_subprotocols: Callback<Rc<str>>,
    /// Called to connect; only with a valid address and valid subprotocols.
    pub on_connect: Callback<()>,
    /// Called to close, with a code and a reason or without both.
    pub on_close: Callback<Option<(u16, Rc<str>)>>,
}

/// The address, the subprotocols, and the button that connects or closes, on one line. What was edited while it is open
/// is connected to by Enter.
pub fn connection_bar(props: &ConnectionBarProps) -> Html {
    let language = props.language;
    let is_over = props.state.is_over();
    let address_error = address::understand(&props.address, props.page_is_secure).err();
    let subprotocols_error = subprotocols::parse(&props.subprotocols).err();
    let is_valid = address_error.is_none() && subprotocols_error.is_none();
    let can_connect = is_valid && (is_over || props.can_move);
    let on_enter = {
        let on_connect = props.on_connect.clone();
        Callback::from(move |event: KeyboardEvent| {
            if event.key() == "Enter" && !event.is_composing() && can_connect {
                on_connect.emit(());
            }
        })
    };
    html! {
        <section class="connection-bar" aria-label={language.say(ConnectionPhrase::Bar)}>
            <label for="address" class="visually-hidden">
                { language.say(ConnectionPhrase::Address) }
            </label>
            <input
                id="address"
                type="text"
                inputmode="url"
                autocapitalize="off"
                autocomplete="off"
                spellcheck="false"
                list="recent-addresses"
                placeholder={language.say(ConnectionPhrase::Address)}
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
            <input type="checkbox" id="more-fields" class="connection-bar-more-toggle" aria-label={language.say(ConnectionPhrase::MoreFields)} />
            <div class="connection-bar-more">
                <input
                    id="subprotocols"
                    type="text"
                    autocapitalize="off"
                    autocomplete="off"
                    spellcheck="false"
                    placeholder={language.say(ConnectionPhrase::Subprotocols)}
                    aria-label={language.say(ConnectionPhrase::Subprotocols)}
                    aria-describedby="subprotocols-hint subprotocols-error"
                    aria-invalid={subprotocols_error.is_some().to_string()}
                    value={Rc::clone(&props.subprotocols)}
                    oninput={text_of(&props.on_subprotocols)}
                    onkeydown={on_enter}
                />
                <p id="subprotocols-hint" class="visually-hidden">
                    { language.say(ConnectionPhrase::SubprotocolsHint) }
                </p>
                { props.auth.clone() }
                { options(props) }
            </div>
            { buttons(props, can_connect) }
            <div class="connection-bar-errors">
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
            </div>
        </section>
    }
}

/// A menu with the options, whose button says how many are chosen.
fn options(props: &ConnectionBarProps) -> Html {
    let (options, chosen) = &props.options;
    html! {
        <>
            <button type="button" id="options-button" class="menu-button" popovertarget="options">
                { props.language.say(ConnectionPhrase::Options) }
                if *chosen > 0 {
                    <span class="menu-count">{ *chosen }</span>
                }
            </button>
            <div id="options" class="menu" popover="auto">{ options.clone() }</div>
        </>
    }
}

/// The same element connects and closes, so the focus stays on it.
fn buttons(props: &ConnectionBarProps, can_connect: bool) -> Html {
    let language = props.language;
    let is_over = props.state.is_over();
    let can_close = matches!(props.state, State::Connecting | State::Open);
    let on_press = {
        let (on_connect, on_close) = (props.on_connect.clone(), props.on_close.clone());
        move |_| match is_over {
            true => on_connect.emit(()),
            false => on_close.emit(None),
        }
    };
    let (id, name, can_press) = if is_over {
        (
            "connect",
            language.say(ConnectionPhrase::Connect),
            can_connect,
        )
    } else {
        ("close", language.say(CommonPhrase::Close), can_close)
    };
    html! {
        <div class="connection-bar-buttons">
            if !is_over && props.can_move {
                <button
                    type="button"
                    id="reconnect"
                    disabled={!can_connect}
                    onclick={props.on_connect.reform(|_| ())}
                >
                    { language.say(ConnectionPhrase::Move) }
                </button>
            }
            <button
                type="button"
                {id}
                class={classes!("connection-bar-press", is_over.then_some("connection-bar-connect"))}
                aria-describedby="address-error"
                disabled={!can_press}
                onclick={on_press}
            >
                { name }
            </button>
            <button
                type="button"
                id="close-with"
                class="menu-button"
                popovertarget="close-menu"
                aria-label={language.say(ConnectionPhrase::CloseWith)}
                title={language.say(ConnectionPhrase::CloseWith)}
            >
            </button>
            <div id="close-menu" class="menu" popover="auto">
                { props.close_form.clone() }
            </div>
        </div>
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
