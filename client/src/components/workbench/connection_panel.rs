//! The connection of a tab: its address, its state and its controls.

use std::rc::Rc;

use yew::prelude::*;

use super::connection_bar::ConnectionBar;
use super::connection_options::ConnectionOptions;
use super::connection_state::ConnectionState;
use super::failure::Failure;
use super::panel::PanelProps;
use super::retry::Retry;
use crate::i18n::workbench::WorkbenchPhrase;
use session::face::Face;
use session::failure;
use session::record::Ending;
use session::tab::{Event, Refusal, Session, State};

/// Everything above the log; above another face only the useful part. `recent` has the addresses to offer,
/// the newest first.
pub(super) fn connection_panel(props: &PanelProps, session: &Session, recent: &[Rc<str>]) -> Html {
    match session.face() {
        Face::Log => whole(props, session, recent),
        Face::Room | Face::Quotes => folded(props, session, recent),
    }
}

/// The whole panel.
fn whole(props: &PanelProps, session: &Session, recent: &[Rc<str>]) -> Html {
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

/// The state of the connection, and the rest only where it is of use: other faces than the log need the
/// space.
fn folded(props: &PanelProps, session: &Session, recent: &[Rc<str>]) -> Html {
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

/// Errors, and the next attempt.
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
