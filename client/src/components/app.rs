//! The whole page.

use std::rc::Rc;

use yew::prelude::*;

use super::composer::Composer;
use super::connection::Connection;
use super::language_switch::LanguageSwitch;
use super::messages::Messages;
use crate::hooks::{use_language, use_session};
use crate::i18n::Phrase;
use crate::model::session::Event;

/// What [`App`] takes.
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct AppProps {
    /// The WebSocket address of the server to talk to.
    pub server: AttrValue,
}

/// The whole page: it connects by itself, sends what is typed and shows what comes back.
#[component]
pub fn App(props: &AppProps) -> Html {
    let language = use_language();
    let speech = language.language;
    let handle = use_session(&props.server, speech);
    let session = handle.session();
    let (entries, evicted_messages) = session.transcript();

    html! {
        <>
            <header class="app-header">
                <h1 class="app-name">{ speech.say(Phrase::Name) }</h1>
                <p class="app-tagline">{ speech.say(Phrase::Tagline) }</p>
                <LanguageSwitch language={speech} on_choose={language.choose} />
            </header>
            <main class="app-main">
                <Connection
                    language={speech}
                    server={props.server.clone()}
                    state={session.state().clone()}
                />
                <Composer
                    language={speech}
                    state={session.state().clone()}
                    draft={Rc::clone(session.draft())}
                    draft_kept={session.is_draft_kept()}
                    send_failed={session.has_send_failed()}
                    on_edit={handle.on(Event::Edited)}
                    on_send={handle.on(|()| Event::SendPressed)}
                    on_close={handle.on(|()| Event::ClosePressed)}
                    on_connect={handle.on(|()| Event::ConnectPressed)}
                />
                <Messages
                    language={speech}
                    {entries}
                    {evicted_messages}
                />
            </main>
        </>
    }
}
