//! The header of a room: its name, the membership and the members.

use std::rc::Rc;

use yew::prelude::*;

use super::super::words::{foreign, said};
use super::room_name::RoomName;
use super::room_people::room_people;
use crate::i18n::Language;
use crate::i18n::room::RoomPhrase;
use session::room::incoming::Reason;
use session::room::members::Members;
use session::room::{Event, Membership, RoomError};

/// The properties of [`RoomHeader`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct RoomHeaderProps {
    /// The display language; names stay as they are.
    pub language: Language,
    /// The room's name.
    pub room: Rc<str>,
    /// The member's name.
    pub name: Rc<str>,
    /// Whether the tab is a member.
    pub membership: Membership,
    /// The members.
    pub members: Members,
    /// Why the person's last action was not done.
    pub error: Option<RoomError>,
    /// Called with events of the room.
    pub on_event: Callback<Event>,
}

/// Two lines and a list.
#[component]
pub fn RoomHeader(props: &RoomHeaderProps) -> Html {
    let language = props.language;
    let name_problem = match props.error {
        Some(RoomError::InvalidName) => Some(RoomPhrase::BadName),
        Some(RoomError::NameNotGiven) => Some(RoomPhrase::NameTaken),
        Some(RoomError::TooLong | RoomError::QueueFull) | None => None,
    };
    let membership = match &props.membership {
        Membership::Disconnected => RoomPhrase::NotConnected,
        Membership::Unsupported => RoomPhrase::NotSuperchat,
        Membership::Joining => RoomPhrase::Joining,
        Membership::Joined => RoomPhrase::Joined,
        Membership::Refused(_) => RoomPhrase::Refused,
    };
    html! {
        <div class="room-header">
            <div class="room-header-line">
                <h2 id="room-name" class="room-header-name">{ foreign(Rc::clone(&props.room)) }</h2>
                <div id="room-standing" class="room-header-standing" role="status">
                    { said(language.say(membership)) }
                    if let Membership::Refused(reason) = &props.membership {
                        { " " }{ reason_text(language, reason) }
                    }
                </div>
                if matches!(props.membership, Membership::Refused(_)) {
                    <button
                        type="button"
                        id="room-join"
                        onclick={props.on_event.reform(|_| Event::JoinPressed)}
                    >
                        { language.say(RoomPhrase::TryAgain) }
                    </button>
                }
                <button
                    type="button"
                    id="room-link"
                    onclick={props.on_event.reform(|_| Event::CopyLinkPressed)}
                >
                    { language.say(RoomPhrase::CopyLink) }
                </button>
            </div>
            <div class="room-header-line">
                <RoomName
                    {language}
                    name={Rc::clone(&props.name)}
                    problem={name_problem}
                    on_choose={props.on_event.reform(Event::NameChosen)}
                />
                if props.membership == Membership::Joined {
                    { room_people(language, &props.members) }
                }
            </div>
        </div>
    }
}

/// The reason of a refusal: a phrase where the page has one, else the server's sentence.
pub(super) fn reason_text(language: Language, reason: &Reason) -> Html {
    match reason {
        Reason::Known(code) => said(language.say(RoomPhrase::Error(*code))),
        Reason::Unknown(sentence) => html! { <q>{ foreign(Rc::clone(sentence)) }</q> },
    }
}
