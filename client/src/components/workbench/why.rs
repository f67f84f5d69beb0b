//! Why the attempt to connect takes long or failed, or how the connection ended, over the log.

use yew::prelude::*;

use super::failure::{FailureProps, failure, refused};
use super::panel::PanelProps;
use crate::i18n::close_code::CloseCodePhrase;
use crate::i18n::workbench::WorkbenchPhrase;
use session::connection::State;
use session::failure::{self as causes, Cause, Circumstances};
use session::layout::{Change, Drawer};
use session::record::{Ending, RecordKind};
use session::tab::{Event, Tab};
use session::view::DetailPane;
use session::workbench;

/// The explanation, if there is anything to explain. It is asked for only while it is shown: it compares the addresses
/// of all tabs.
pub(super) fn why(props: &PanelProps, tab: &Tab) -> Html {
    let said = match tab.connection().state() {
        State::Closed { close, ending } => html! {
            <>
                <p class="why-meaning">{ props.language.say(CloseCodePhrase::of(close.code)) }</p>
                { why_it_ended(props, tab, *ending) }
            </>
        },
        State::Connecting => match waits(props, tab) {
            waits if waits.is_empty() => return html! {},
            waits => explained(props, tab, waits, false),
        },
        State::Idle | State::Open | State::Closing => return html! {},
    };
    let language = props.language;
    let on_shut = props
        .workbench
        .on_in(props.tab, |()| Event::WhyShown(false));
    html! {
        <div id="why-shown" class="why">
            <button
                type="button"
                class="why-close"
                aria-label={language.say(WorkbenchPhrase::CloseWhy)}
                onclick={on_shut.reform(|_| ())}
            >
                { "×" }
            </button>
            { said }
        </div>
    }
}

/// Whether there is anything to explain.
pub(super) fn has_why(props: &PanelProps, tab: &Tab) -> bool {
    match tab.connection().state() {
        State::Closed { .. } => true,
        State::Connecting => !waits(props, tab).is_empty(),
        State::Idle | State::Open | State::Closing => false,
    }
}

/// Why an attempt may take long.
fn waits(props: &PanelProps, tab: &Tab) -> Vec<Cause> {
    causes::waits(tab.connection().connected_to(), circumstances(props, tab))
}

/// Why it could not connect, or why the connection was lost where the server was asked to break the protocol.
fn why_it_ended(props: &PanelProps, tab: &Tab, ending: Ending) -> Html {
    let is_told = match ending {
        Ending::Unreachable => true,
        Ending::Lost => tab.is_at_broken(),
        Ending::ByServer | Ending::ByPage => false,
    };
    match tab.answer() {
        _ if !is_told => html! {},
        Some(answer) if answer.is_refusal() => {
            let show = Change::Drawer(Some(Drawer::Endpoints));
            let on_show_field = move |()| workbench::Event::Arranged(show);
            let on_show_field = tab.fault().map(|_| props.workbench.on(on_show_field));
            refused(props.language, answer, on_show_field)
        }
        _ => {
            let address = tab.connection().connected_to();
            let causes = causes::causes(address, circumstances(props, tab));
            explained(props, tab, causes, true)
        }
    }
}

/// Why the connection of a close in the log ended. Of one before the latest attempt less is known.
pub(super) fn why_of(props: &PanelProps, tab: &Tab, pane: &DetailPane) -> Html {
    let RecordKind::Closed(closing) = &pane.record.kind else {
        return html! {};
    };
    let connection = tab.connection();
    let is_latest = pane.number + 1 == connection.log().numbers().end;
    if is_latest && connection.state().is_over() {
        return why_it_ended(props, tab, closing.ending);
    }
    if !closing.ending.is_trouble() || !tab.leads_to_broken(&closing.address) {
        return html! {};
    }
    failure(&FailureProps {
        language: props.language,
        address: closing.address.clone(),
        causes: vec![Cause::ProtocolError],
        has_failed: true,
        breaks: None,
    })
}

/// What is known of the latest attempt.
fn circumstances(props: &PanelProps, tab: &Tab) -> Circumstances {
    let connection = tab.connection();
    let workbench = props.workbench.state();
    Circumstances {
        page_is_secure: connection.page_is_secure(),
        may_be_prompted: props.workbench.may_be_prompted(),
        offers_subprotocols: workbench.needs_subprotocol(props.tab),
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
        address: tab.connection().connected_to().clone(),
        causes,
        has_failed,
        breaks: tab.answer().and_then(|answer| answer.breaks.clone()),
    })
}
