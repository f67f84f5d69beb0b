//! A message of the timeline.

use std::rc::Rc;

use yew::prelude::*;

use super::super::words::foreign;
use crate::components::messages::with_breaks;
use crate::i18n::Language;
use crate::i18n::room::RoomPhrase;
use session::format;
use session::format::local;
use session::room::timeline::Message;
use session::time::TimeZone;

/// The sender, the time and the text, of which line breaks become `<br/>` and nothing else is markup.
/// `today` is the day in local time.
pub(super) fn room_line(
    language: Language,
    key: u64,
    message: &Message,
    today: i64,
    zone: TimeZone,
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
            class={classes!("room-line", is_own.then_some("room-line-own"))}
            data-offset={offset.to_string()}
        >
            <p class="room-line-head">
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
            <div class="room-line-text">{ for with_breaks(text) }</div>
        </div>
    }
}
