//! The members of a room.

use std::rc::Rc;

use yew::prelude::*;

use super::super::words::{foreign, said};
use crate::i18n::Language;
use crate::i18n::room::RoomPhrase;
use session::room::members::Members;

/// The number of members on a button, and a menu with their names.
pub(super) fn room_people(language: Language, members: &Members) -> Html {
    let named = members.names().len() as u64;
    let more = members.count().saturating_sub(named);
    html! {
        <>
            <button type="button" class="menu-button room-people-count" popovertarget="room-people">
                { said(language.say(RoomPhrase::People { count: members.count() })) }
            </button>
            <div id="room-people" class="menu room-people" popover="auto">
                <ul class="room-people-names">
                    { for members.names().iter().map(|name| html! {
                        <li class="room-people-name">{ foreign(Rc::clone(name)) }</li>
                    }) }
                    if more > 0 {
                        <li>{ said(language.say(RoomPhrase::MorePeople { count: more })) }</li>
                    }
                </ul>
            </div>
        </>
    }
}
