//! The timeline and the send queue of a room.

use yew::prelude::*;

use super::super::words::said;
use super::room_line::room_line;
use super::room_pending::{not_sent, room_pending};
use crate::hooks::UseEndInView;
use crate::i18n::Language;
use crate::i18n::room::RoomPhrase;
use crate::platform::element;
use session::room::Event;
use session::room::send_queue::{LocalEcho, SendState};
use session::room::timeline::{Discontinuity, Timeline, TimelineItem, TimelineItemKind};
use session::time::TimeZone;

/// The properties of [`RoomMessages`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct RoomMessagesProps {
    /// The display language; messages stay as they are.
    pub language: Language,
    /// The timeline.
    pub timeline: Timeline,
    /// Whether new messages are announced to a screen reader.
    pub is_announced: bool,
    /// The messages that are not in the timeline yet, the oldest first.
    pub send_queue: Vec<LocalEcho>,
    /// The frame, and whether its end is in view.
    pub end_in_view: UseEndInView,
    /// The day in local time, counted from 1970-01-01.
    pub today: i64,
    /// The local time zone.
    pub zone: TimeZone,
    /// Called with events of the room.
    pub on_event: Callback<Event>,
}

/// The timeline, and below it the send queue, in a frame that keeps its end in view as the lesson's does
/// (see `room_messages.css`).
#[component]
pub fn RoomMessages(props: &RoomMessagesProps) -> Html {
    let (language, timeline) = (props.language, &props.timeline);
    let UseEndInView {
        frame,
        on_scroll,
        is_at_end,
    } = &props.end_in_view;
    // A button disappears where it led; the keyboard goes on from there.
    let to_newest = {
        let end_in_view = props.end_in_view.clone();
        move |_| {
            end_in_view.go_to_end();
            element::focus(&end_in_view.frame);
        }
    };
    // The button to an item disappears after it was used for it.
    let gone_to = use_state(|| None);
    let unread_from = timeline.first_unread().filter(|it| *gone_to != Some(*it));
    let to_unread = {
        let (frame, gone_to) = (frame.clone(), gone_to.setter());
        move |_| {
            gone_to.set(unread_from);
            element::focus(&frame);
            element::scroll_to_first(&frame, "#room-unread");
        }
    };
    let pending = |pending| room_pending(language, pending, &props.on_event);
    let newest = RoomPhrase::ToNewest {
        unread: timeline.unread_count(),
    };
    let live = if props.is_announced { "polite" } else { "off" };
    html! {
        <div class="room-messages">
            <div
                ref={frame}
                id="room-frame"
                class="room-messages-frame"
                tabindex="0"
                role="region"
                aria-label={language.say(RoomPhrase::Messages)}
                onscroll={on_scroll}
            >
                <div class="room-messages-column">
                    if timeline.evicted_messages() > 0 {
                        <p class="room-messages-note">
                            { said(language.say(RoomPhrase::Evicted { count: timeline.evicted_messages() })) }
                        </p>
                    }
                    if timeline.iter().len() == 0 && props.send_queue.is_empty() {
                        <p class="room-messages-note">{ language.say(RoomPhrase::Empty) }</p>
                    }
                    <div id="room-log" role="log" aria-live={live} translate="no">
                        { for timeline.grouped().flat_map(|(item, is_continued)| rows(props, item, is_continued)) }
                    </div>
                    if !props.send_queue.is_empty() {
                        <ol id="room-pending" class="room-messages-pending">
                            { for props.send_queue.iter().map(pending) }
                        </ol>
                    }
                </div>
            </div>
            <div id="room-not-said" class="visually-hidden" role="alert">{ refusal(props) }</div>
            <div class="room-messages-jumps">
                if unread_from.is_some() {
                    <button type="button" id="room-to-unread" onclick={to_unread}>
                        { language.say(RoomPhrase::ToUnread) }
                    </button>
                }
                if !is_at_end {
                    <button type="button" id="room-to-newest" onclick={to_newest}>
                        { said(language.say(newest)) }
                    </button>
                }
            </div>
        </div>
    }
}

/// The last failed message, as an alert: in the list below, a screen reader would not announce it.
fn refusal(props: &RoomMessagesProps) -> Option<Html> {
    props
        .send_queue
        .iter()
        .rev()
        .find_map(|it| match &it.state {
            SendState::Failed(error) => Some(html! {
                <p key={it.id.to_string()}>{ not_sent(props.language, error) }</p>
            }),
            SendState::Queued | SendState::Sending | SendState::Acknowledged(_) => None,
        })
}

fn rows(props: &RoomMessagesProps, item: &TimelineItem, is_continued: bool) -> Vec<Html> {
    let language = props.language;
    let mut rows = Vec::with_capacity(1);
    if props.timeline.first_unread() == Some(item.number) {
        rows.push(html! {
            <p key="unread" id="room-unread" class="room-messages-unread">
                { language.say(RoomPhrase::Unread) }
            </p>
        });
    }
    rows.push(match &item.kind {
        TimelineItemKind::Message(message) => {
            let day = (props.today, props.zone);
            room_line(language, item.number, message, is_continued, day)
        }
        TimelineItemKind::Discontinuity(discontinuity) => html! {
            <p key={item.number} class="room-messages-break">
                { language.say(match discontinuity {
                    Discontinuity::NewLog => RoomPhrase::NewLog,
                    Discontinuity::Gap => RoomPhrase::Gap,
                }) }
            </p>
        },
    });
    rows
}
