//! Something that is to be said, and what has become of it.

use std::rc::Rc;

use yew::prelude::*;

use super::room_header::reason;
use crate::components::message::with_breaks;
use crate::i18n::Language;
use crate::i18n::room::RoomPhrase;
use crate::model::room::Event;
use crate::model::room::says::{Obstacle, Pending, State};

/// The text, and below it how it stands; what was refused can be written again or forgotten.
pub(super) fn room_pending(
    language: Language,
    pending: &Pending,
    on_event: &Callback<Event>,
) -> Html {
    let Pending {
        id, text, state, ..
    } = pending;
    let on = |event: fn(Rc<str>) -> Event| {
        let id = Rc::clone(id);
        on_event.reform(move |_: MouseEvent| event(Rc::clone(&id)))
    };
    let say = |phrase| html! { { language.say(phrase) } };
    let (tag, words) = match state {
        State::Waiting | State::Said => ("pending", say(RoomPhrase::Pending)),
        State::Acknowledged(_) => ("said", say(RoomPhrase::Acknowledged)),
        State::Refused(obstacle) => ("refused", not_said(language, obstacle)),
    };
    html! {
        <li key={id.to_string()} class="room-pending" data-state={tag}>
            <div class="room-pending-text">{ for with_breaks(text) }</div>
            <p class="room-pending-state">{ words }</p>
            if matches!(state, State::Refused(_)) {
                <button
                    type="button"
                    class="room-pending-edit"
                    onclick={on(Event::EditAgainPressed)}
                >
                    { language.say(RoomPhrase::EditAgain) }
                </button>
                <button type="button" class="room-pending-dismiss" onclick={on(Event::Dismissed)}>
                    { language.say(RoomPhrase::Dismiss) }
                </button>
            }
        </li>
    }
}

/// That something is not going to be said, and why.
pub(super) fn not_said(language: Language, obstacle: &Obstacle) -> Html {
    html! {
        <>
            { language.say(RoomPhrase::NotSaid) }{ " " }
            {
                match obstacle {
                    Obstacle::Server(why) => reason(language, why),
                    Obstacle::OtherRoom => html! { { language.say(RoomPhrase::OtherRoom) } },
                }
            }
        </>
    }
}
