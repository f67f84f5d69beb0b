//! The lesson's received messages.

use std::rc::Rc;

use yew::prelude::*;

use super::message::{Message, Notice};
use crate::i18n::Language;
use crate::i18n::lesson::LessonPhrase;
use session::log::{Entry, EntryKind};

/// The properties of [`Messages`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct MessagesProps {
    /// The display language; messages stay as they are.
    pub language: Language,
    /// The messages and notices, the oldest first.
    pub entries: Vec<Rc<Entry>>,
    /// The number of earlier messages that are no longer kept.
    pub evicted_messages: u64,
}

/// The lesson's `#messages`, in a frame that keeps its end in view (see `messages.css`).
#[component]
pub fn Messages(props: &MessagesProps) -> Html {
    let language = props.language;
    html! {
        <section class="messages">
            <h2 class="messages-heading" id="messages-heading">
                { language.say(LessonPhrase::ReceivedMessages) }
            </h2>
            if props.evicted_messages > 0 {
                <p class="messages-note">
                    { language.say(LessonPhrase::EvictedMessages { count: props.evicted_messages }) }
                </p>
            }
            if props.entries.is_empty() {
                <p class="messages-note">{ language.say(LessonPhrase::NoMessages) }</p>
            }
            <div class="messages-frame" tabindex="0" role="region" aria-labelledby="messages-heading">
                <div id="messages" role="log" aria-live="polite">
                    { for rows(language, &props.entries) }
                </div>
            </div>
        </section>
    }
}

fn rows(language: Language, entries: &[Rc<Entry>]) -> impl Iterator<Item = Html> {
    let mut after_notice = false;
    entries.iter().map(move |entry| match &entry.kind {
        EntryKind::Message(payload) => {
            after_notice = false;
            html! { <Message key={entry.id} {language} payload={payload.clone()} /> }
        }
        EntryKind::SocketClosed => {
            let follows_notice = std::mem::replace(&mut after_notice, true);
            html! { <Notice key={entry.id} {language} {follows_notice} /> }
        }
    })
}
