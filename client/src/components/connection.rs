//! The state of the lesson's connection, and help when there is none.

use yew::prelude::*;

use crate::i18n::Language;
use crate::i18n::common::CommonPhrase;
use crate::i18n::lesson::LessonPhrase;
use session::connection::State;
use session::record::{CloseEvent, Ending};

/// Commands that start a server, the simplest first.
const COMMANDS_TO_START_SERVER: [&str; 2] = ["cargo run -p server", "cargo xtask run"];

/// The properties of [`connection`].
#[derive(Debug)]
pub struct ConnectionProps {
    /// The language to say it in.
    pub language: Language,
    /// The server's address.
    pub server: AttrValue,
    /// The state of the connection.
    pub state: State,
}

/// The state of the connection. A screen reader announces its changes.
pub fn connection(props: &ConnectionProps) -> Html {
    let language = props.language;
    let in_trouble = matches!(&props.state, State::Closed { ending, .. } if ending.is_trouble());
    let name = language.say(CommonPhrase::from(&props.state));
    html! {
        <section class="connection">
            <div
                id="state"
                class={classes!("connection-state", in_trouble.then_some("connection-trouble"))}
                role="status"
                data-state={props.state.tag()}
            >
                // The key replaces what a translator has put in the place of the text.
                <p key={&*name} class="connection-name" translate="no">{ name }</p>
                if let State::Closed { close, ending } = &props.state {
                    { explain(language, close, *ending) }
                }
            </div>
            <p class="connection-address" translate="no">{ &props.server }</p>
        </section>
    }
}

fn explain(language: Language, close: &CloseEvent, ending: Ending) -> Html {
    html! {
        <>
            <p>{ language.say(CommonPhrase::from(ending)) }</p>
            if ending.is_trouble() {
                <p>{ language.say(LessonPhrase::HowToStartServer) }</p>
                <ul class="connection-commands">
                    { for COMMANDS_TO_START_SERVER.map(|command| html! {
                        <li><code>{ command }</code></li>
                    }) }
                </ul>
            }
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
                    <dd><bdi>{ &*close.reason }</bdi></dd>
                }
            </dl>
        </>
    }
}
