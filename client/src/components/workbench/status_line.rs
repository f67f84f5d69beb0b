//! The line of fixed height below the address: how the connection is, what went over it, and what comes next.

use std::rc::Rc;

use yew::prelude::*;

use super::closing::closing;
use super::connection_state::{ConnectionStateProps, connection_state};
use super::numbers::{messages_plot, milliseconds};
use super::panel::{PanelProps, pane_switch};
use super::retry::{RetryProps, retry};
use super::why::has_why;
use crate::i18n::Language;
use crate::i18n::connection::ConnectionPhrase;
use crate::i18n::numbers::NumbersPhrase;
use crate::i18n::workbench::WorkbenchPhrase;
use session::connection::{Event, State};
use session::format::grouped;
use session::rates;
use session::round_trips::Measurement;
use session::tab::{self, Tab};

/// Whatever happens it is as high, and the log below stays where it is.
pub(super) fn status_line(props: &PanelProps, tab: &Tab) -> Html {
    html! {
        <div class="status-line">
            { state(props, tab) }
            { counts(props) }
            { next(props, tab) }
            { why_button(props, tab) }
            if tab.panes().len() > 1 {
                {
                    pane_switch(
                        props.language,
                        tab.panes(),
                        tab.pane(),
                        &props.workbench.on_in(props.tab, tab::Event::PaneChosen),
                    )
                }
            }
        </div>
    }
}

fn state(props: &PanelProps, tab: &Tab) -> Html {
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

/// The messages of both directions, those of the last minute as a picture, and the round trip.
fn counts(props: &PanelProps) -> Html {
    let (language, numbers) = (props.language, &props.numbers);
    let latest = rates::latest(&numbers.per_second);
    let count = |sign: &'static str, name: NumbersPhrase, total: u64, rate: u64| {
        html! {
            <span>
                <span aria-hidden="true">{ sign }</span>
                <span class="visually-hidden">{ language.say(name) }{ " " }</span>
                { grouped(total) }
                if rate > 0 {
                    { " " }
                    <span class="status-line-rate">
                        { language.say(NumbersPhrase::RateOfMessages(rate)) }
                    </span>
                }
            </span>
        }
    };
    html! {
        <div class="status-line-counts" translate="no">
            { count("↓", NumbersPhrase::Received, numbers.totals.received.messages, latest.received.messages) }
            { count("↑", NumbersPhrase::Sent, numbers.totals.sent.messages, latest.sent.messages) }
            { messages_plot(language, &numbers.per_second) }
            { round_trip(language, numbers.round_trip) }
        </div>
    }
}

fn round_trip(language: Language, measured: Measurement) -> Html {
    let Measurement::Stats(figures) = measured else {
        return html! {};
    };
    html! {
        <span>
            { language.say(WorkbenchPhrase::RoundTrip) }{ " " }
            { milliseconds(figures.last_ms) }
        </span>
    }
}

/// The next attempt, or the end of closing.
fn next(props: &PanelProps, tab: &Tab) -> Html {
    let connection = tab.connection();
    let on = |event: fn(()) -> Event| props.workbench.on_in(props.tab, event);
    if let Some(next) = connection.retry() {
        return retry(&RetryProps {
            language: props.language,
            retry: next,
            now: props.now,
            on_now: on(|()| Event::RetryPressed),
            on_stop: on(|()| Event::RetryStopped),
        });
    }
    if let Some(code) = connection.rejected_with() {
        return html! {
            <div class="retry">
                <p role="status">{ props.language.say(ConnectionPhrase::Rejected { code }) }</p>
                <button
                    type="button"
                    id="retry-anyway"
                    onclick={on(|()| Event::RetryInsisted).reform(|_| ())}
                >
                    { props.language.say(ConnectionPhrase::RetryAnyway) }
                </button>
            </div>
        };
    }
    if *connection.state() == State::Closing {
        let on_let_go = on(|()| Event::LetGoPressed);
        return closing(props.language, connection.unsent_bytes(), &on_let_go);
    }
    html! {}
}

/// Opens and shuts the explanation.
fn why_button(props: &PanelProps, tab: &Tab) -> Html {
    if !has_why(props, tab) {
        return html! {};
    }
    let is_shown = tab.is_why_shown();
    let on_press = props
        .workbench
        .on_in(props.tab, move |()| tab::Event::WhyShown(!is_shown));
    html! {
        <button
            type="button"
            id="why"
            aria-expanded={is_shown.to_string()}
            onclick={on_press.reform(|_| ())}
        >
            { props.language.say(WorkbenchPhrase::Why) }
        </button>
    }
}
