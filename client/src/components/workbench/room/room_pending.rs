//! A message of the send queue.

use std::rc::Rc;

use yew::prelude::*;

use super::room_header::reason_text;
use crate::components::messages::with_breaks;
use crate::i18n::Language;
use crate::i18n::room::RoomPhrase;
use session::room::Event;
use session::room::send_queue::{LocalEcho, SendError, SendState};

/// The text and its state. A failed message can be edited again or dismissed.
pub(super) fn room_pending(
    language: Language,
    message: &LocalEcho,
    on_event: &Callback<Event>,
) -> Html {
    let LocalEcho {
        id, text, state, ..
    } = message;
    let on = |event: fn(Rc<str>) -> Event| {
        let id = Rc::clone(id);
        on_event.reform(move |_: MouseEvent| event(Rc::clone(&id)))
    };
    let say = |phrase| html! { { language.say(phrase) } };
    let (tag, words) = match state {
        SendState::Queued | SendState::Sending => ("pending", say(RoomPhrase::NotYetDelivered)),
        SendState::Acknowledged(_) => ("said", say(RoomPhrase::Delivered)),
        SendState::Failed(error) => ("refused", not_sent(language, error)),
    };
    html! {
        <li key={id.to_string()} class="room-pending" data-state={tag}>
            <div class="room-pending-text">{ for with_breaks(text) }</div>
            <p key={tag} class="room-pending-state">{ words }</p>
            if matches!(state, SendState::Failed(_)) {
                <button
                    type="button"
                    class="room-pending-edit"
                    onclick={on(Event::EditAgainPressed)}
                >
                    { language.say(RoomPhrase::EditAgain) }
                </button>
                <button type="button" onclick={on(Event::Dismissed)}>
                    { language.say(RoomPhrase::Dismiss) }
                </button>
            }
        </li>
    }
}

/// That a message was not sent, and why.
pub(super) fn not_sent(language: Language, error: &SendError) -> Html {
    html! {
        <>
            { language.say(RoomPhrase::NotDelivered) }{ " " }
            {
                match error {
                    SendError::Server(reason) => reason_text(language, reason),
                    SendError::OtherRoom => html! { { language.say(RoomPhrase::OtherRoom) } },
                }
            }
        </>
    }
}
