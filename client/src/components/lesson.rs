//! The lesson: a textarea, two buttons, and the server's messages.

use std::rc::Rc;

use yew::prelude::*;

use super::composer::Composer;
use super::connection::Connection;
use super::messages::Messages;
use crate::hooks::UseWorkbench;
use crate::i18n::Language;
use session::composer::{Event as ComposerEvent, Problem};
use session::connection::Event;
use session::tab;

/// The limit on shown messages; beyond it the oldest disappear. It is enough for an afternoon, and the page
/// stays quick with all of them.
const SHOWN_ENTRIES: usize = 1_000;

/// The limit on the bytes of shown messages; beyond it the oldest disappear.
const SHOWN_BYTES: usize = 8 << 20;

/// The properties of [`Lesson`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct LessonProps {
    /// The display language.
    pub language: Language,
    /// The connections; the lesson's is the first.
    pub workbench: UseWorkbench,
}

/// The lesson, to the letter: it connects by itself, sends the text, and shows the answers.
#[component]
pub fn Lesson(props: &LessonProps) -> Html {
    let language = props.language;
    let state = props.workbench.state();
    let Some(tab) = state.borrowed() else {
        return html! {};
    };
    let (connection, id) = (tab.connection(), tab.id());
    let (entries, evicted_messages) = connection.log().transcript(SHOWN_ENTRIES, SHOWN_BYTES);
    let events = &props.workbench;
    html! {
        <main class="lesson">
            <Connection
                {language}
                server={AttrValue::from(Rc::clone(connection.address()))}
                state={connection.state().clone()}
            />
            <Composer
                {language}
                state={connection.state().clone()}
                draft={Rc::clone(tab.composer().text())}
                draft_kept={tab.is_draft_kept()}
                send_failed={tab.composer().problem() == Some(Problem::SendFailed)}
                on_edit={events.on_in(id, |draft| tab::Event::Compose(ComposerEvent::Edited(draft)))}
                on_send={events.on_in(id, |()| tab::Event::SendVerbatimPressed)}
                on_close={events.on_in(id, |()| Event::ClosePressed(None))}
                on_connect={events.on_in(id, |()| Event::ConnectPressed)}
            />
            <Messages {language} {entries} {evicted_messages} />
        </main>
    }
}
