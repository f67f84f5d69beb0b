//! Who is in a room.

use yew::prelude::*;

use crate::i18n::Language;
use crate::i18n::room::RoomPhrase;
use crate::model::room::people::People;

/// How many, and who when it is opened.
pub(super) fn room_people(language: Language, people: &People) -> Html {
    let named = people.members().len() as u64;
    let more = people.count().saturating_sub(named);
    html! {
        <details class="room-people">
            <summary class="room-people-count">
                { language.say(RoomPhrase::People { count: people.count() }) }
            </summary>
            <ul class="room-people-names">
                { for people.members().iter().map(|name| html! {
                    <li class="room-people-name">{ &**name }</li>
                }) }
                if more > 0 {
                    <li>{ language.say(RoomPhrase::More { count: more }) }</li>
                }
            </ul>
        </details>
    }
}
