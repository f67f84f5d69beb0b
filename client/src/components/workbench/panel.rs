//! All that is there for the connection of one tab.

use std::rc::Rc;

use yew::prelude::*;

use super::connection_bar::ConnectionBar;
use super::connection_options::ConnectionOptions;
use super::connection_state::ConnectionState;
use super::face_switch::FaceSwitch;
use super::failure::Failure;
use super::log_face::LogFace;
use super::quotes_table::{QuotesTable, Standing};
use super::retry::Retry;
use super::room::Room;
use super::tabs::PANEL_ID;
use crate::hooks::UseWorkbench;
use crate::i18n::Language;
use crate::i18n::workbench::WorkbenchPhrase;
use crate::model::face::Face;
use crate::model::failure;
use crate::model::quotes::Window;
use crate::model::session::{Ending, Event, Refusal, Session, State};
use crate::model::time::Time;
use crate::model::workbench::TabId;

/// What [`Panel`] takes, and each face of it.
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct PanelProps {
    /// The language of its words.
    pub language: Language,
    /// The connections.
    pub workbench: UseWorkbench,
    /// Which of them.
    pub tab: TabId,
    /// The time now, for what counts seconds.
    pub now: Time,
    /// How many minutes the clock on the wall is ahead of UTC.
    pub utc_offset_min: i32,
}

/// The connection, and the face of it that is shown.
#[component]
pub fn Panel(props: &PanelProps) -> Html {
    let state = props.workbench.state();
    let Some(tab) = state.tab(props.tab) else {
        return html! {};
    };
    let session = tab.session();
    html! {
        <div
            id={PANEL_ID}
            class="workbench-panel"
            role="tabpanel"
            aria-labelledby={format!("tab-{}", props.tab.0)}
        >
            <section class="workbench-connection">
                {
                    match session.face() {
                        Face::Log => connection(props, session, state.recent().addresses()),
                        Face::Room | Face::Quotes => {
                            folded_connection(props, session, state.recent().addresses())
                        }
                    }
                }
                if session.faces().len() > 1 {
                    <FaceSwitch
                        language={props.language}
                        faces={session.faces()}
                        shown={session.face()}
                        on_choose={props.workbench.on_in(props.tab, Event::FaceChosen)}
                    />
                }
            </section>
            {
                match session.face() {
                    Face::Log => html! { <LogFace ..props.clone() /> },
                    Face::Room => html! { <Room key={props.tab.0} ..props.clone() /> },
                    Face::Quotes => quotes(props, session),
                }
            }
        </div>
    }
}

fn quotes(props: &PanelProps, session: &Session) -> Html {
    let quotes = session.quotes();
    // The clock ticks once a second; quotes come in between, and a minute ends with the last of them.
    let now = quotes.heard().filter(|heard| *heard > props.now);
    html! {
        <QuotesTable
            language={props.language}
            standing={Standing::of(session)}
            lines={quotes.lines()}
            sort={quotes.sort()}
            skipped={quotes.skipped()}
            misread={quotes.misread()}
            until={Window::of(now.unwrap_or(props.now))}
            utc_offset_min={props.utc_offset_min}
            on_sort={props.workbench.on_in(props.tab, Event::QuotesSorted)}
        />
    }
}

/// Everything about the connection at once.
fn connection(props: &PanelProps, session: &Session, recent: &[Rc<str>]) -> Html {
    html! {
        <>
            { bar(props, session, recent) }
            <div class="workbench-connection-line">
                { how_it_is(props, session) }
                { options(props, session) }
            </div>
            { trouble(props, session) }
        </>
    }
}

/// How the connection is, and the rest where it is of use: a face that is more than the log needs the room.
fn folded_connection(props: &PanelProps, session: &Session, recent: &[Rc<str>]) -> Html {
    html! {
        <>
            { how_it_is(props, session) }
            { trouble(props, session) }
            <details open={session.state().is_over() && session.retry().is_none()}>
                <summary class="workbench-side-summary">
                    { props.language.say(WorkbenchPhrase::Connection) }
                </summary>
                { bar(props, session, recent) }
                { options(props, session) }
            </details>
        </>
    }
}

fn bar(props: &PanelProps, session: &Session, recent: &[Rc<str>]) -> Html {
    html! {
        <ConnectionBar
            language={props.language}
            page_is_secure={session.page_is_secure()}
            state={session.state().clone()}
            address={Rc::clone(session.address())}
            recent={recent.to_vec()}
            subprotocols={Rc::clone(session.subprotocols())}
            refused={session.refusal() == Some(&Refusal::ByBrowser)}
            close={session.close_draft().clone()}
            on_address={props.workbench.on_in(props.tab, Event::AddressEdited)}
            on_subprotocols={props.workbench.on_in(props.tab, Event::SubprotocolsEdited)}
            on_connect={props.workbench.on_in(props.tab, |()| Event::ConnectPressed)}
            on_close={props.workbench.on_in(props.tab, Event::ClosePressed)}
        />
    }
}

fn how_it_is(props: &PanelProps, session: &Session) -> Html {
    html! {
        <ConnectionState
            language={props.language}
            state={session.state().clone()}
            opening={Rc::clone(session.opening())}
            since={(*session.state() == State::Open).then_some(session.since())}
            now={props.now}
        />
    }
}

fn options(props: &PanelProps, session: &Session) -> Html {
    html! {
        <ConnectionOptions
            language={props.language}
            is_of_room={session.room().is_some()}
            auto_reconnect={session.reconnects()}
            queue_when_closed={session.queues()}
            close={session.close_draft().clone()}
            on_auto_reconnect={props.workbench.on_in(props.tab, Event::ReconnectChosen)}
            on_queue_when_closed={props.workbench.on_in(props.tab, Event::QueueChosen)}
            on_close_edit={props.workbench.on_in(props.tab, Event::CloseEdited)}
        />
    }
}

/// What went wrong, and when it is tried again.
fn trouble(props: &PanelProps, session: &Session) -> Html {
    let on = |event: fn(()) -> Event| props.workbench.on_in(props.tab, event);
    html! {
        <>
            if let Some(retry) = session.retry() {
                <Retry
                    language={props.language}
                    {retry}
                    now={props.now}
                    on_now={on(|()| Event::RetryPressed)}
                    on_stop={on(|()| Event::RetryStopped)}
                />
            }
            if let State::Closed { ending: Ending::Unreachable, .. } = session.state() {
                <Failure
                    language={props.language}
                    address={Rc::clone(session.connected_to())}
                    causes={failure::causes(
                        session.connected_to(),
                        session.page_is_secure(),
                        session.took_ms(),
                    )}
                />
            }
        </>
    }
}
