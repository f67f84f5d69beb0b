//! A message of the timeline.

use std::rc::Rc;

use yew::prelude::*;

use super::super::words::foreign;
use crate::components::messages::with_breaks;
use crate::i18n::Language;
use crate::i18n::room::RoomPhrase;
use session::format;
use session::format::local;
use session::room::links::{self, Part};
use session::room::timeline::Message;
use session::time::TimeZone;

/// The sender, the time and the text, of which line breaks become `<br/>`, addresses become links, and nothing else is
/// markup. `today` is the day in local time. The name and the time of a continued message are for a screen reader alone.
pub(super) fn room_line(
    language: Language,
    key: u64,
    message: &Message,
    is_continued: bool,
    (today, zone): (i64, TimeZone),
) -> Html {
    let Message {
        name,
        text,
        at,
        is_own,
        offset,
    } = message;
    html! {
        <div
            {key}
            class={classes!(
                "room-line",
                is_own.then_some("room-line-own"),
                is_continued.then_some("room-line-continued"),
            )}
            data-offset={offset.to_string()}
        >
            <p class={if is_continued { "visually-hidden" } else { "room-line-head" }}>
                <span class="room-line-name">{ foreign(Rc::clone(name)) }</span>
                if *is_own {
                    { " " }
                    <span class="room-line-you">
                        { "(" }{ language.say(RoomPhrase::You) }{ ")" }
                    </span>
                }
                { " " }
                <time class="room-line-time" datetime={format::utc(*at)}>
                    { local(*at, zone, today) }
                </time>
            </p>
            <div class="room-line-text">{ for links::parts(text).map(linked) }</div>
        </div>
    }
}

/// A part of a message. The address of a link is its text.
fn linked(part: Part<'_>) -> Html {
    match part {
        Part::Text(text) => html! { <>{ for with_breaks(text) }</> },
        Part::Link(address) => html! {
            <a href={address.to_owned()} target="_blank" rel="noopener noreferrer">{ address }</a>
        },
    }
}
