//! The composer of a room.

use std::rc::Rc;

use protocol::superchat::MAX_TEXT_BYTES;
use yew::prelude::*;

use super::super::message_text::{on_given, rows};
use super::super::words::{foreign, said};
use crate::components::keys::is_say_key;
use crate::hooks::use_rewrites;
use crate::i18n::Language;
use crate::i18n::common::CommonPhrase;
use crate::i18n::room::RoomPhrase;
use crate::platform::events;
use session::composer;
use session::composer::line_ends::shown;
use session::room::{Event, Membership, RoomError};

/// The properties of [`RoomComposer`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct RoomComposerProps {
    /// The display language.
    pub language: Language,
    /// The text field.
    pub field: NodeRef,
    /// The typed text.
    pub text: Rc<str>,
    /// How often the text became another one without being typed.
    pub rewrites: u64,
    /// Whether the tab is a member.
    pub membership: Membership,
    /// The members who are typing.
    pub typing: Vec<Rc<str>>,
    /// Why the person's last action was not done.
    pub error: Option<RoomError>,
    /// Whether the text is saved, so that it outlives a reload.
    pub is_draft_kept: bool,
    /// Whether the send queue is saved.
    pub is_room_kept: bool,
    /// Called with edits of the text.
    pub on_edit: Callback<composer::Event>,
    /// Called with events of the room.
    pub on_event: Callback<Event>,
}

/// The text and a button as a dock below the messages, and one line of words. There are errors, else the typing members,
/// else a hint; and the size of the text against its limit.
#[component]
pub fn RoomComposer(props: &RoomComposerProps) -> Html {
    let language = props.language;
    let bytes = props.text.len();
    let is_too_long = bytes > MAX_TEXT_BYTES;
    use_rewrites(&props.field, &props.text, props.rewrites, |_| ());
    let on_input = {
        let on_edit = props.on_edit.clone();
        move |event: InputEvent| {
            on_edit.emit(composer::Event::Typed(events::value(&event).into()));
        }
    };
    let on_given = on_given(&props.on_edit);
    let on_key_down = {
        let on_event = props.on_event.clone();
        move |event: KeyboardEvent| {
            if is_say_key(&event) {
                event.prevent_default();
                on_event.emit(Event::SendPressed);
            }
        }
    };
    let hint = match props.membership {
        Membership::Joined => RoomPhrase::Keys,
        Membership::Unsupported => RoomPhrase::SentWithSuperchat,
        Membership::Disconnected | Membership::Joining | Membership::Refused(_) => {
            RoomPhrase::SentAfterJoining
        }
    };
    html! {
        <div class="room-composer">
            <textarea
                ref={&props.field}
                id="room-text"
                class="room-composer-text"
                rows={rows(&props.text)}
                aria-label={language.say(RoomPhrase::Text)}
                aria-describedby="room-hint room-bytes room-problem"
                aria-invalid={is_too_long.then_some("true")}
                defaultvalue={shown(&props.text)}
                oninput={on_input}
                onkeydown={on_key_down}
                onpaste={on_given.clone()}
                ondrop={on_given.reform(yew::Event::from)}
            />
            <button
                type="button"
                id="room-say"
                class="room-composer-say"
                disabled={props.text.trim().is_empty() || is_too_long}
                onclick={props.on_event.reform(|_| Event::SendPressed)}
            >
                { language.say(RoomPhrase::Send) }
            </button>
            // One line of the same height whatever it says: the messages above must not move.
            <div class="room-composer-foot">
                <div id="room-problem" class="room-composer-alert" role="alert">
                    { for problems(props, is_too_long).map(|problem| html! { <p>{ said(problem) }</p> }) }
                </div>
                <p id="room-writing" class="room-composer-hint">{ typing(language, &props.typing) }</p>
                <p id="room-hint" class="room-composer-hint">{ said(language.say(hint)) }</p>
                <p id="room-bytes" class="room-composer-bytes">
                    { said(language.say(RoomPhrase::Bytes { bytes })) }
                </p>
            </div>
        </div>
    }
}

fn problems(props: &RoomComposerProps, is_too_long: bool) -> impl Iterator<Item = AttrValue> {
    let language = props.language;
    let is_queue_full = props.error == Some(RoomError::QueueFull);
    let problems = [
        is_too_long.then(|| language.say(RoomPhrase::TooLong)),
        is_queue_full.then(|| language.say(RoomPhrase::QueueFull)),
        (!props.is_draft_kept).then(|| language.say(CommonPhrase::DraftNotSaved)),
        (!props.is_room_kept).then(|| language.say(RoomPhrase::NotSaved)),
    ];
    problems.into_iter().flatten()
}

fn typing(language: Language, names: &[Rc<str>]) -> Html {
    if names.is_empty() {
        return html! {};
    }
    let words = language.say(RoomPhrase::Typing { count: names.len() });
    let names = names.iter().enumerate().map(|(index, name)| {
        let separator = if index > 0 { ", " } else { "" };
        html! { <>{ separator }{ foreign(Rc::clone(name)) }</> }
    });
    html! { <>{ for names }{ said(words) }</> }
}
