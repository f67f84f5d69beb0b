//! The connection of a tab: its address, its state and its controls.

use std::rc::Rc;

use yew::prelude::*;

use super::closing::closing;
use super::connection_bar::{ConnectionBarProps, connection_bar};
use super::connection_options::{ConnectionOptionsProps, connection_options};
use super::connection_state::{ConnectionStateProps, connection_state};
use super::failure::{FailureProps, failure, refused};
use super::panel::PanelProps;
use super::retry::{RetryProps, retry};
use crate::i18n::connection::ConnectionPhrase;
use crate::i18n::workbench::WorkbenchPhrase;
use session::connection::{Event, State};
use session::failure::{self as causes, Cause, Circumstances};
use session::pane::Pane;
use session::record::Ending;
use session::request::Refusal;
use session::tab::{self, Tab};

/// Everything above the log; above another pane only the useful part. `recent` has the addresses to offer,
/// the newest first.
pub(super) fn connection_panel(props: &PanelProps, tab: &Tab, recent: &[Rc<str>]) -> Html {
    let trouble = trouble(props, tab);
    match tab.pane() {
        Pane::Log => whole(props, tab, recent, trouble),
        Pane::Room | Pane::Quotes => folded(props, tab, recent, trouble),
    }
}

/// The whole panel.
fn whole(props: &PanelProps, tab: &Tab, recent: &[Rc<str>], trouble: Html) -> Html {
    html! {
        <>
            { bar(props, tab, recent) }
            <div class="workbench-connection-line">
                { how_it_is(props, tab) }
                { options(props, tab) }
            </div>
            { trouble }
        </>
    }
}

/// The state of the connection, and the rest only where it is of use: other panes than the log need the
/// space.
fn folded(props: &PanelProps, tab: &Tab, recent: &[Rc<str>], trouble: Html) -> Html {
    html! {
        <>
            { how_it_is(props, tab) }
            { trouble }
            <details open={tab.connection().state().is_over() && tab.connection().retry().is_none()}>
                <summary class="workbench-side-summary">
                    { props.language.say(WorkbenchPhrase::Connection) }
                </summary>
                { bar(props, tab, recent) }
                { options(props, tab) }
            </details>
        </>
    }
}

fn bar(props: &PanelProps, tab: &Tab, recent: &[Rc<str>]) -> Html {
    let connection = tab.connection();
    connection_bar(&ConnectionBarProps {
        language: props.language,
        page_is_secure: connection.page_is_secure(),
        state: connection.state().clone(),
        address: Rc::clone(connection.address()),
        recent: recent.to_vec(),
        subprotocols: Rc::clone(connection.subprotocols()),
        refused: connection.refusal() == Some(&Refusal::ByTransport),
        close: tab.close_draft().clone(),
        on_address: props.workbench.on_in(props.tab, Event::AddressEdited),
        on_subprotocols: props.workbench.on_in(props.tab, Event::SubprotocolsEdited),
        on_connect: props.workbench.on_in(props.tab, |()| Event::ConnectPressed),
        on_close: props.workbench.on_in(props.tab, Event::ClosePressed),
    })
}

fn how_it_is(props: &PanelProps, tab: &Tab) -> Html {
    let connection = tab.connection();
    connection_state(&ConnectionStateProps {
        language: props.language,
        state: connection.state().clone(),
        opening: Rc::clone(connection.opening()),
        offered: Rc::clone(connection.subprotocols()),
        since: (*connection.state() == State::Open).then_some(connection.since()),
        now: props.now,
    })
}

fn options(props: &PanelProps, tab: &Tab) -> Html {
    connection_options(&ConnectionOptionsProps {
        language: props.language,
        is_of_room: tab.room().is_some(),
        auto_reconnect: tab.connection().reconnects(),
        queue_when_closed: tab.connection().queues(),
        close: tab.close_draft().clone(),
        on_auto_reconnect: props.workbench.on_in(props.tab, Event::ReconnectChosen),
        on_queue_when_closed: props.workbench.on_in(props.tab, Event::QueueChosen),
        on_close_edit: props.workbench.on_in(props.tab, tab::Event::CloseEdited),
    })
}

/// Errors, and the next attempt.
fn trouble(props: &PanelProps, tab: &Tab) -> Html {
    let connection = tab.connection();
    let on = |event: fn(()) -> Event| props.workbench.on_in(props.tab, event);
    html! {
        <>
            if let Some(next) = connection.retry() {
                {
                    retry(&RetryProps {
                        language: props.language,
                        retry: next,
                        now: props.now,
                        on_now: on(|()| Event::RetryPressed),
                        on_stop: on(|()| Event::RetryStopped),
                    })
                }
            }
            if let Some(code) = connection.rejected_with() {
                <div class="retry">
                    <p role="status">
                        { props.language.say(ConnectionPhrase::Rejected { code }) }
                    </p>
                    <button type="button" id="retry-anyway" onclick={on(|()| Event::RetryInsisted).reform(|_| ())}>
                        { props.language.say(ConnectionPhrase::RetryAnyway) }
                    </button>
                </div>
            }
            if *connection.state() == State::Closing {
                { closing(
                    props.language,
                    connection.unsent_bytes(),
                    &on(|()| Event::LetGoPressed),
                ) }
            }
            { why(props, tab) }
        </>
    }
}

/// Why the attempt to connect takes long or failed, or why the connection was lost where the server was asked to break
/// the protocol.
fn why(props: &PanelProps, tab: &Tab) -> Html {
    let connection = tab.connection();
    let address = connection.connected_to();
    let State::Closed { ending, .. } = connection.state() else {
        let is_connecting = *connection.state() == State::Connecting;
        let waits = is_connecting.then(|| causes::waits(address, circumstances(props, tab)));
        return match waits {
            Some(waits) if !waits.is_empty() => explained(props, tab, waits, false),
            _ => html! {},
        };
    };
    let is_told = match ending {
        Ending::Unreachable => true,
        Ending::Lost => tab.is_at_broken(),
        Ending::ByServer | Ending::ByPage => false,
    };
    match tab.answer() {
        _ if !is_told => html! {},
        Some(answer) if answer.is_refusal() => refused(props.language, answer),
        _ => {
            let causes = causes::causes(address, circumstances(props, tab));
            explained(props, tab, causes, true)
        }
    }
}

/// What is known of the latest attempt. It compares the addresses of all tabs, so it is not asked for at each frame of
/// an open connection.
fn circumstances(props: &PanelProps, tab: &Tab) -> Circumstances {
    let connection = tab.connection();
    let workbench = props.workbench.state();
    Circumstances {
        page_is_secure: connection.page_is_secure(),
        may_be_prompted: props.workbench.may_be_prompted(),
        offers_subprotocols: !connection.subprotocols().trim().is_empty(),
        has_answered: workbench.has_answered(props.tab),
        is_accepted: tab.answer().is_some_and(|answer| !answer.is_refusal()),
        is_at_broken: tab.is_at_broken(),
        is_held_up: workbench.is_held_up(props.tab),
        browser_delay_ms: connection.browser_delay_ms(),
        elapsed_ms: if *connection.state() == State::Connecting {
            props.now.ms_since(connection.since())
        } else {
            connection.took_ms()
        },
    }
}

fn explained(props: &PanelProps, tab: &Tab, causes: Vec<Cause>, has_failed: bool) -> Html {
    failure(&FailureProps {
        language: props.language,
        address: Rc::clone(tab.connection().connected_to()),
        causes,
        has_failed,
    })
}
