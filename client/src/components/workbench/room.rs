//! A room of `/chat`: members, messages and composer.

pub mod room_composer;
pub mod room_header;
mod room_line;
pub mod room_messages;
pub mod room_name;
mod room_pending;
mod room_people;

use std::rc::Rc;

use yew::prelude::*;

use self::room_composer::RoomComposer;
use self::room_header::RoomHeader;
use self::room_messages::RoomMessages;
use super::panel::PanelProps;
use crate::hooks::{UseEndInView, use_composing, use_end_in_view};
use crate::i18n::workbench::WorkbenchPhrase;
use crate::platform::element;
use session::format::day;
use session::room::{Event, Membership};
use session::tab::{self, Tab};

/// The pane with these properties, for a workbench that has loaded it.
pub fn view(props: PanelProps) -> Html {
    let key = props.tab.0;
    html! { <Room {key} ..props /> }
}

/// The room of a tab.
#[component]
pub fn Room(props: &PanelProps) -> Html {
    let composing = use_composing(&props.workbench, props.tab);
    let on_change = |is_in_view| tab::Event::Room(Event::EndInView(is_in_view));
    let end_in_view = use_end_in_view(&props.workbench.on_in(props.tab, on_change));
    let text = use_node_ref();
    let on_event = use_events(props, &end_in_view, &text);
    let is_announced = use_is_announced(props);
    let state = props.workbench.state();
    let Some(tab) = state.tab(props.tab) else {
        return html! {};
    };
    let Some(room) = tab.room() else {
        return html! {};
    };
    let language = props.language;
    html! {
        <section class="room" aria-labelledby="room-name">
            <RoomHeader
                {language}
                room={tab.room_name()}
                name={Rc::clone(room.name())}
                membership={room.membership().clone()}
                members={room.members().clone()}
                error={room.error()}
                copied={tab.copied().map(|is_copied| match is_copied {
                    true => Ok(()),
                    false => Err(tab.room_link().unwrap_or_default().into()),
                })}
                on_event={on_event.clone()}
            />
            <div class="workbench-scrollers">
                { props.why.clone() }
            <RoomMessages
                {language}
                {is_announced}
                timeline={room.timeline().clone()}
                send_queue={room.send_queue().iter().cloned().collect::<Vec<_>>()}
                end_in_view={end_in_view.clone()}
                today={day(props.wall, props.zone)}
                zone={props.zone}
                on_event={on_event.clone()}
            />
            </div>
            <section class="workbench-compose" aria-label={language.say(WorkbenchPhrase::Compose)}>
                { props.composer_handle.clone() }
            <RoomComposer
                {language}
                field={text}
                text={Rc::clone(tab.composer().text())}
                rewrites={tab.composer().rewrites()}
                membership={room.membership().clone()}
                typing={room.members().typing().to_vec()}
                error={room.error()}
                is_draft_kept={tab.is_draft_kept()}
                is_room_kept={tab.is_room_kept()}
                on_edit={composing.on_event.clone()}
                {on_event}
            />
            </section>
        </section>
    }
}

/// Whether new messages are announced to a screen reader. It begins a tick after the timeline has caught
/// up, so that the last of the missed messages is not announced.
#[hook]
fn use_is_announced(props: &PanelProps) -> bool {
    let state = props.workbench.state();
    let room = state.tab(props.tab).and_then(Tab::room);
    let is_all_here = room.is_some_and(|room| {
        *room.membership() == Membership::Joined && room.timeline().is_caught_up()
    });
    let since = use_memo(is_all_here, |_| props.now);
    is_all_here && *since < props.now
}

/// The callback for events of the room, the same at each render; with a new one, each typed letter would
/// render all messages again.
#[hook]
fn use_events(props: &PanelProps, end_in_view: &UseEndInView, text: &NodeRef) -> Callback<Event> {
    let on_event = use_memo(props.tab, |&tab| {
        let on_event = props.workbench.on_in(tab, tab::Event::Room);
        let (end_in_view, text) = (end_in_view.clone(), text.clone());
        Callback::from(move |event: Event| {
            if matches!(event, Event::SendPressed) {
                end_in_view.go_to_end();
            }
            // The pressed button disappears, and the focus with it.
            if matches!(
                event,
                Event::SendPressed
                    | Event::EditAgainPressed(_)
                    | Event::Dismissed(_)
                    | Event::JoinPressed
            ) {
                element::focus(&text);
            }
            on_event.emit(event);
        })
    });
    (*on_event).clone()
}
