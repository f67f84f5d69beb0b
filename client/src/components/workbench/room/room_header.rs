//! Which room it is, how one stands to it, and who is there.

use std::rc::Rc;

use yew::prelude::*;

use super::room_name::RoomName;
use super::room_people::room_people;
use crate::i18n::Language;
use crate::i18n::room::RoomPhrase;
use crate::model::room::people::People;
use crate::model::room::wire::Why;
use crate::model::room::{Event, Problem, Standing};

/// What [`RoomHeader`] takes.
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct RoomHeaderProps {
    /// The language of its words; not of names.
    pub language: Language,
    /// What the room is called.
    pub room: Rc<str>,
    /// What one is called in it.
    pub name: Rc<str>,
    /// How one stands to it.
    pub standing: Standing,
    /// Who is there.
    pub people: People,
    /// Why what the person asked for was not done.
    pub problem: Option<Problem>,
    /// Called with what the person does.
    pub on_event: Callback<Event>,
}

/// Two lines and a list.
#[component]
pub fn RoomHeader(props: &RoomHeaderProps) -> Html {
    let language = props.language;
    let name_problem = match props.problem {
        Some(Problem::BadName) => Some(RoomPhrase::BadName),
        Some(Problem::NotThatName) => Some(RoomPhrase::NotThatName),
        Some(Problem::TooLong | Problem::TooMuch) | None => None,
    };
    let standing = match &props.standing {
        Standing::Away => RoomPhrase::Away,
        Standing::Unspoken => RoomPhrase::Unspoken,
        Standing::Joining => RoomPhrase::Joining,
        Standing::In => RoomPhrase::In,
        Standing::Refused(_) => RoomPhrase::Refused,
    };
    html! {
        <div class="room-header">
            <div class="room-header-line">
                <h2 id="room-name" class="room-header-name">{ &*props.room }</h2>
                <div id="room-standing" class="room-header-standing" role="status">
                    { language.say(standing) }
                    if let Standing::Refused(why) = &props.standing {
                        { " " }{ reason(language, why) }
                    }
                </div>
                if matches!(props.standing, Standing::Refused(_)) {
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
                    onclick={props.on_event.reform(|_| Event::LinkPressed)}
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
                if props.standing == Standing::In {
                    { room_people(language, &props.people) }
                }
            </div>
        </div>
    }
}

/// Why something was refused, in the page's words where it has some, else in the server's.
pub(super) fn reason(language: Language, why: &Why) -> Html {
    match why {
        Why::Known(code) => html! { { language.say(RoomPhrase::Why(*code)) } },
        Why::Unknown(sentence) => html! { <q>{ &**sentence }</q> },
    }
}
