//! The state of a connection: its handshake and duration, or how it ended.

use std::rc::Rc;

use yew::prelude::*;

use super::words::{foreign, said};
use crate::i18n::Language;
use crate::i18n::common::CommonPhrase;
use crate::i18n::connection::ConnectionPhrase;
use session::connection::State;
use session::format::stopwatch;
use session::record::{CloseEvent, Opening};
use session::time::Time;

/// The properties of [`connection_state`].
#[derive(Debug)]
pub struct ConnectionStateProps {
    /// The display language.
    pub language: Language,
    /// The state of the connection.
    pub state: State,
    /// The subprotocols that were offered, as typed.
    pub offered: Rc<str>,
    /// The result of the handshake.
    pub opening: Rc<Opening>,
    /// When it opened, if it is open.
    pub since: Option<Time>,
    /// The current time.
    pub now: Time,
}

/// Looks like the lesson's [`connection`](crate::components::connection::connection). Screen readers
/// announce changes in `#state`; the clock beside it is silent.
pub fn connection_state(props: &ConnectionStateProps) -> Html {
    let language = props.language;
    let ended = match &props.state {
        State::Closed { close, ending } => Some((close, *ending)),
        State::Idle | State::Connecting | State::Open | State::Closing => None,
    };
    let in_trouble = ended.is_some_and(|(_, ending)| ending.is_trouble());
    html! {
        <div class="connection-state-box">
            <div
                id="state"
                class={classes!("connection-state", in_trouble.then_some("connection-trouble"))}
                role="status"
                data-state={props.state.tag()}
            >
                <p class="connection-name" translate="no">
                    { said(language.say(CommonPhrase::from(&props.state))) }
                </p>
                if let Some((close, ending)) = ended {
                    <p>{ language.say(CommonPhrase::from(ending)) }</p>
                    { how_it_ended(language, close) }
                }
            </div>
            if let Some(since) = props.since {
                { what_was_agreed(props, props.now.ms_since(since)) }
            }
        </div>
    }
}

fn how_it_ended(language: Language, close: &CloseEvent) -> Html {
    html! {
        <dl class="connection-close">
            <dt>{ language.say(CommonPhrase::CloseCode) }</dt>
            <dd>
                { close.code }
                if let Some(name) = protocol::close_code::name(close.code) {
                    { " " }<span lang="en">{ name }</span>
                }
            </dd>
            if !close.reason.is_empty() {
                <dt>{ language.say(CommonPhrase::CloseReason) }</dt>
                <dd>{ foreign(Rc::clone(&close.reason)) }</dd>
            }
        </dl>
    }
}

fn what_was_agreed(props: &ConnectionStateProps, open_ms: f64) -> Html {
    let (language, opening) = (props.language, &props.opening);
    let no_subprotocol = if props.offered.trim().is_empty() {
        ConnectionPhrase::NoSubprotocol
    } else {
        ConnectionPhrase::NoneOfTheOffered
    };
    let or_none = |agreed: &Rc<str>, none: ConnectionPhrase| {
        if agreed.is_empty() {
            html! { <span class="connection-state-none">{ language.say(none) }</span> }
        } else {
            html! { <code>{ &**agreed }</code> }
        }
    };
    html! {
        <dl class="connection-state-agreed" translate="no">
            <dt>{ language.say(ConnectionPhrase::OpenFor) }</dt>
            <dd id="open-for">{ stopwatch(open_ms) }</dd>
            <dt>{ language.say(ConnectionPhrase::Subprotocol) }</dt>
            <dd id="subprotocol">
                { or_none(&opening.subprotocol, no_subprotocol) }
            </dd>
            <dt>{ language.say(ConnectionPhrase::Extensions) }</dt>
            <dd id="extensions">
                { or_none(&opening.extensions, ConnectionPhrase::NoExtensions) }
            </dd>
        </dl>
    }
}
