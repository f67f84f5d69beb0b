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
    let (tag, words) = match state {
        State::Waiting | State::Said => ("pending", language.say(RoomPhrase::Pending)),
        State::Acknowledged(_) => ("said", language.say(RoomPhrase::Acknowledged)),
        State::Refused(_) => ("refused", language.say(RoomPhrase::NotSaid)),
    };
    html! {
        <li key={id.to_string()} class="room-pending" data-state={tag}>
            <div class="room-pending-text">{ for with_breaks(text) }</div>
            <p class="room-pending-state">
                { words }
                if let State::Refused(obstacle) = state {
                    { " " }
                    {
                        match obstacle {
                            Obstacle::Server(why) => reason(language, why),
                            Obstacle::OtherRoom => {
                                html! { { language.say(RoomPhrase::OtherRoom) } }
                            }
                        }
                    }
                }
            </p>
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
