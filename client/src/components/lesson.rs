//! The lesson: a textarea, two buttons, and the server's messages.

use std::rc::Rc;

use yew::prelude::*;

use super::composer::{ComposerProps, composer};
use super::connection::{ConnectionProps, connection};
use super::messages::Messages;
use crate::hooks::UseLesson;
use crate::i18n::Language;
use session::connection::Event as ConnectionEvent;
use session::lesson::Event;

/// The limit on shown messages; beyond it the oldest disappear. It is enough for an afternoon, and the page
/// stays quick with all of them.
const SHOWN_ENTRIES: usize = 1_000;

/// The limit on the bytes of shown messages; beyond it the oldest disappear.
const SHOWN_BYTES: usize = 8 << 20;

/// The properties of [`lesson`].
#[derive(Debug)]
pub struct LessonProps {
    /// The display language.
    pub language: Language,
    /// Its connection and its text.
    pub lesson: UseLesson,
}

/// The lesson, to the letter: it connects by itself, sends the text, and shows the answers.
pub fn lesson(props: &LessonProps) -> Html {
    let language = props.language;
    let state = props.lesson.state();
    let Some(lesson) = &*state else {
        return html! {};
    };
    let live = &lesson.connection;
    let (entries, evicted_messages) = live.log().transcript(SHOWN_ENTRIES, SHOWN_BYTES);
    let events = &props.lesson;
    html! {
        <main class="lesson">
            {
                connection(&ConnectionProps {
                    language,
                    server: AttrValue::from(Rc::clone(live.address())),
                    state: live.state().clone(),
                })
            }
            {
                composer(&ComposerProps {
                    language,
                    state: live.state().clone(),
                    draft: Rc::clone(&lesson.draft),
                    draft_kept: lesson.is_draft_kept,
                    send_failed: lesson.send_failed,
                    on_edit: events.on(Event::Edited),
                    on_send: events.on(|()| Event::SendPressed),
                    on_close: events.on(|()| ConnectionEvent::ClosePressed(None)),
                    on_connect: events.on(|()| ConnectionEvent::ConnectPressed),
                })
            }
            <Messages {language} {entries} {evicted_messages} />
        </main>
    }
}
