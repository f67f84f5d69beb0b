//! One message of a room.

use yew::prelude::*;

use crate::components::message::with_breaks;
use crate::i18n::Language;
use crate::i18n::room::RoomPhrase;
use session::rfc3339;
use session::room::timeline::Message;
use session::times::local;

/// Who, when and what. Nothing of it is markup but the line breaks, which are `<br/>`. `today` is the day
/// that it is where clocks are so many minutes ahead of UTC.
pub(super) fn room_line(
    language: Language,
    key: u64,
    message: &Message,
    today: i64,
    utc_offset_min: i32,
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
                <span class="room-line-name">{ &**name }</span>
                if *is_own {
                    { " " }
                    <span class="room-line-you">
                        { "(" }{ language.say(RoomPhrase::You) }{ ")" }
                    </span>
                }
                { " " }
                <time class="room-line-time" datetime={rfc3339::utc(*at)}>
                    { local(*at, utc_offset_min, today) }
                </time>
            </p>
            <div class="room-line-text">{ for with_breaks(text) }</div>
        </div>
    }
}
