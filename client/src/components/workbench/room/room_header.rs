//! The header of a room: its name, the membership and the members.

use std::rc::Rc;

use yew::prelude::*;

use super::super::words::{foreign, said};
use super::room_name::RoomName;
use super::room_people::room_people;
use crate::i18n::Language;
use crate::i18n::room::RoomPhrase;
use crate::i18n::workbench::WorkbenchPhrase;
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
    /// Whether the link was copied, if that is to be told; the link, if it was not.
    pub copied: Option<Result<(), AttrValue>>,
    /// Called with events of the room.
    pub on_event: Callback<Event>,
}

/// One line: what does not fit there is in two menus, that of the members and that of one's own name and the link.
#[component]
pub fn RoomHeader(props: &RoomHeaderProps) -> Html {
    let language = props.language;
    let name_problem = match props.error {
        Some(RoomError::InvalidName) => Some(RoomPhrase::BadName),
        Some(RoomError::NameNotGiven) => Some(RoomPhrase::NameTaken),
        Some(RoomError::TooLong | RoomError::QueueFull) | None => None,
    };
    html! {
        <div class="room-header">
            <h2 id="room-name" class="room-header-name">{ foreign(Rc::clone(&props.room)) }</h2>
            { standing(props, name_problem) }
            if matches!(props.membership, Membership::Refused(_)) {
                <button
                    type="button"
                    id="room-join"
                    onclick={props.on_event.reform(|_| Event::JoinPressed)}
                >
                    { language.say(RoomPhrase::TryAgain) }
                </button>
            }
            if props.membership == Membership::Joined {
                { room_people(language, &props.members) }
            }
            <button
                type="button"
                id="room-menu-button"
                class="menu-button room-header-own"
                popovertarget="room-menu"
            >
                <span class="visually-hidden">{ language.say(RoomPhrase::Menu) }{ " " }</span>
                <span class="room-header-own-name">{ foreign(Rc::clone(&props.name)) }</span>
            </button>
            <div
                id="room-menu"
                class="menu"
                popover="auto"
                role="group"
                aria-label={language.say(RoomPhrase::Menu)}
            >
                <RoomName
                    {language}
                    name={Rc::clone(&props.name)}
                    problem={name_problem}
                    on_choose={props.on_event.reform(Event::NameChosen)}
                />
                <button
                    type="button"
                    id="room-link"
                    popovertarget="room-menu"
                    popovertargetaction="hide"
                    onclick={props.on_event.reform(|_| Event::CopyLinkPressed)}
                >
                    { language.say(RoomPhrase::CopyLink) }
                </button>
            </div>
            <p class="workbench-copied" role="status">{ copied(props) }</p>
        </div>
    }
}

/// Whether the tab is a member, and why not. The menu with the name may be shut when the name is not given.
fn standing(props: &RoomHeaderProps, name_problem: Option<RoomPhrase>) -> Html {
    let language = props.language;
    let (membership, is_trouble) = match &props.membership {
        Membership::Disconnected => (RoomPhrase::NotConnected, false),
        Membership::Unsupported => (RoomPhrase::NotSuperchat, true),
        Membership::Joining => (RoomPhrase::Joining, false),
        Membership::Joined => (
            name_problem.unwrap_or(RoomPhrase::Joined),
            name_problem.is_some(),
        ),
        Membership::Refused(_) => (RoomPhrase::Refused, true),
    };
    html! {
        <div
            id="room-standing"
            class="room-header-standing"
            role="status"
            data-trouble={is_trouble.then_some("")}
        >
            { said(language.say(membership)) }
            if let Membership::Refused(reason) = &props.membership {
                { " " }{ reason_text(language, reason) }
            }
        </div>
    }
}

/// What became of the copy of the link.
fn copied(props: &RoomHeaderProps) -> Html {
    let language = props.language;
    match &props.copied {
        None => html! {},
        Some(Ok(())) => html! { { language.say(WorkbenchPhrase::Copied) } },
        Some(Err(link)) => html! {
            <>{ language.say(RoomPhrase::LinkNotCopied) }{ " " }<code>{ link.clone() }</code></>
        },
    }
}

/// The reason of a refusal: a phrase where the page has one, else the server's sentence.
pub(super) fn reason_text(language: Language, reason: &Reason) -> Html {
    match reason {
        Reason::Known(code) => said(language.say(RoomPhrase::Error(*code))),
        Reason::Unknown(sentence) => html! { <q>{ foreign(Rc::clone(sentence)) }</q> },
    }
}
