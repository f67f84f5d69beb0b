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
use session::connection::{Event, State};
use session::failure;
use session::pane::Pane;
use session::record::Ending;
use session::request::Refusal;
use session::tab::{self, Tab};

/// Everything above the log; above another pane only the useful part. `recent` has the addresses to offer,
/// the newest first.
pub(super) fn connection_panel(props: &PanelProps, tab: &Tab, recent: &[Rc<str>]) -> Html {
    match tab.pane() {
        Pane::Log => whole(props, tab, recent),
        Pane::Room | Pane::Quotes => folded(props, tab, recent),
    }
}

/// The whole panel.
fn whole(props: &PanelProps, tab: &Tab, recent: &[Rc<str>]) -> Html {
    html! {
        <>
            { bar(props, tab, recent) }
            <div class="workbench-connection-line">
                { how_it_is(props, tab) }
                { options(props, tab) }
            </div>
            { trouble(props, tab) }
        </>
    }
}

/// The state of the connection, and the rest only where it is of use: other panes than the log need the
/// space.
fn folded(props: &PanelProps, tab: &Tab, recent: &[Rc<str>]) -> Html {
    html! {
        <>
            { how_it_is(props, tab) }
            { trouble(props, tab) }
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
    html! {
        <ConnectionBar
            language={props.language}
            page_is_secure={tab.connection().page_is_secure()}
            state={tab.connection().state().clone()}
            address={Rc::clone(tab.connection().address())}
            recent={recent.to_vec()}
            subprotocols={Rc::clone(tab.connection().subprotocols())}
            refused={tab.connection().refusal() == Some(&Refusal::ByTransport)}
            close={tab.close_draft().clone()}
            on_address={props.workbench.on_in(props.tab, Event::AddressEdited)}
            on_subprotocols={props.workbench.on_in(props.tab, Event::SubprotocolsEdited)}
            on_connect={props.workbench.on_in(props.tab, |()| Event::ConnectPressed)}
            on_close={props.workbench.on_in(props.tab, Event::ClosePressed)}
        />
    }
}

fn how_it_is(props: &PanelProps, tab: &Tab) -> Html {
    html! {
        <ConnectionState
            language={props.language}
            state={tab.connection().state().clone()}
            opening={Rc::clone(tab.connection().opening())}
            since={(*tab.connection().state() == State::Open).then_some(tab.connection().since())}
            now={props.now}
        />
    }
}

fn options(props: &PanelProps, tab: &Tab) -> Html {
    html! {
        <ConnectionOptions
            language={props.language}
            is_of_room={tab.room().is_some()}
            auto_reconnect={tab.connection().reconnects()}
            queue_when_closed={tab.connection().queues()}
            close={tab.close_draft().clone()}
            on_auto_reconnect={props.workbench.on_in(props.tab, Event::ReconnectChosen)}
            on_queue_when_closed={props.workbench.on_in(props.tab, Event::QueueChosen)}
            on_close_edit={props.workbench.on_in(props.tab, tab::Event::CloseEdited)}
        />
    }
}

/// Errors, and the next attempt.
fn trouble(props: &PanelProps, tab: &Tab) -> Html {
    let on = |event: fn(()) -> Event| props.workbench.on_in(props.tab, event);
    html! {
        <>
            if let Some(retry) = tab.connection().retry() {
                <Retry
                    language={props.language}
                    {retry}
                    now={props.now}
                    on_now={on(|()| Event::RetryPressed)}
                    on_stop={on(|()| Event::RetryStopped)}
                />
            }
            if let State::Closed { ending: Ending::Unreachable, .. } = tab.connection().state() {
                <Failure
                    language={props.language}
                    address={Rc::clone(tab.connection().connected_to())}
                    causes={failure::causes(
                        tab.connection().connected_to(),
                        tab.connection().page_is_secure(),
                        tab.connection().took_ms(),
                    )}
                />
            }
        </>
    }
}
