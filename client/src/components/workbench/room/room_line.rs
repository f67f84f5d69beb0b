//! One message of a room.

use std::rc::Rc;

use yew::prelude::*;

use crate::components::message::with_breaks;
use crate::i18n::Language;
use crate::i18n::room::RoomPhrase;
use crate::model::rfc3339;
use crate::model::room::lines::Message;
use crate::model::times::local;

/// What [`RoomLine`] takes.
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct RoomLineProps {
    /// The language of its words; not of the message.
    pub language: Language,
    /// What was said.
    pub message: Rc<Message>,
    /// Which day it is, counted from the first of 1970, where the clock on the wall is.
    pub today: i64,
    /// How many minutes that clock is ahead of UTC.
    pub utc_offset_min: i32,
}

/// Who, when and what. Nothing of it is markup but the line breaks, which are `<br/>`.
#[component]
pub fn RoomLine(props: &RoomLineProps) -> Html {
    let Message {
        name,
        text,
        at,
        is_own,
        offset,
    } = &*props.message;
    html! {
        <div
            class={classes!("room-line", is_own.then_some("room-line-own"))}
            data-offset={offset.to_string()}
        >
            <p class="room-line-head">
                <span class="room-line-name">{ &**name }</span>
                if *is_own {
                    { " " }
                    <span class="room-line-you">
                        { "(" }{ props.language.say(RoomPhrase::You) }{ ")" }
                    </span>
                }
                { " " }
                <time class="room-line-time" datetime={rfc3339::utc(*at)}>
                    { local(*at, props.utc_offset_min, props.today) }
                </time>
            </p>
            <div class="room-line-text">{ for with_breaks(text) }</div>
        </div>
    }
}
