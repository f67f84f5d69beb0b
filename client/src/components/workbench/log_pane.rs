//! The log of a connection, with its composer and its numbers.

use std::rc::Rc;

use yew::prelude::*;

use super::detail::{DetailProps, detail};
use super::filter_bar::{FilterBarProps, filter_bar};
use super::log_list::LogList;
use super::message_editor::MessageEditor;
use super::numbers::Numbers;
use super::panel::PanelProps;
use super::queued::{QueuedProps, queued};
use super::words::said;
use crate::hooks::{UseComposing, use_composing};
use crate::i18n::workbench::WorkbenchPhrase;
use session::connection;
use session::rates::{Rates, Traffic, WINDOW_SECONDS};
use session::round_trips::Measurement;
use session::tab::{Event, Tab};
use session::view::{self, SelectionMove};

/// The composer, the log, and the numbers.
#[component]
pub fn LogPane(props: &PanelProps) -> Html {
    let composing = use_composing(&props.workbench, props.tab);
    let numbers = use_numbers(props);
    let state = props.workbench.state();
    let Some(tab) = state.tab(props.tab) else {
        return html! {};
    };
    let language = props.language;
    let compose = language.say(WorkbenchPhrase::Compose);
    html! {
        <>
            <div class="workbench-write">
                <section class="workbench-compose" aria-label={compose}>
                    { editor(props, tab, &composing) }
                    { waiting(props, tab) }
                </section>
                <section class="workbench-numbers">
                    <Numbers
                        {language}
                        per_second={Rc::clone(&numbers.per_second)}
                        totals={numbers.totals}
                        round_trip={numbers.round_trip}
                    />
                </section>
            </div>
            <section class="workbench-log">{ log(props, tab) }</section>
        </>
    }
}

/// The numbers of a tab at a tick of the clock.
#[derive(PartialEq)]
struct TickNumbers {
    per_second: Rc<[Traffic; WINDOW_SECONDS]>,
    totals: Traffic,
    round_trip: Measurement,
}

/// The numbers of the last tick: figures that change sixty times a second cannot be read.
#[hook]
fn use_numbers(props: &PanelProps) -> Rc<TickNumbers> {
    use_memo((props.tab, props.now), |&(tab, now)| {
        let state = props.workbench.state();
        let connection = state.tab(tab).map(Tab::connection);
        TickNumbers {
            per_second: Rc::new(connection.map_or_else(
                || Rates::new().per_second(now),
                |connection| connection.rates().per_second(now),
            )),
            totals: connection
                .map_or_else(Traffic::default, |connection| connection.rates().totals()),
            round_trip: connection.map_or(Measurement::Unavailable, |connection| {
                connection.round_trips().measured()
            }),
        }
    })
}

fn editor(props: &PanelProps, tab: &Tab, composing: &UseComposing) -> Html {
    html! {
        <MessageEditor
            key={props.tab.0}
            language={props.language}
            state={tab.connection().state().clone()}
            queues={tab.connection().queues()}
            queued_messages={tab.connection().queue().iter().count()}
            composer={tab.composer().clone()}
            draft_kept={tab.is_draft_kept()}
            on_event={composing.on_event.clone()}
            on_file={composing.on_file.clone()}
            on_send={composing.on_send.clone()}
        />
    }
}

fn log(props: &PanelProps, tab: &Tab) -> Html {
    let language = props.language;
    let view = tab.view();
    let hidden_columns = props.workbench.state().settings().hidden_columns;
    let window = view.window(tab.connection().log());
    let on = |event: fn(()) -> view::Event| on_view(props, event);
    html! {
        <>
            {
                filter_bar(&FilterBarProps {
                    language,
                    criteria: view.criteria().clone(),
                    error: view.error().cloned(),
                    search: view.search(),
                    hits: window.hits,
                    selected_hit: window.selected_hit.map(|place| place - 1),
                    is_scanning: window.is_scanning,
                    on_change: on_view(props, view::Event::Criteria),
                    on_search_again: on(|()| view::Event::SearchAgain),
                    on_next: on(|()| view::Event::Moved(SelectionMove::NextHit)),
                    on_previous: on(|()| view::Event::Moved(SelectionMove::PreviousHit)),
                })
            }
            <div class="workbench-scrollers">
                <LogList
                    key={props.tab.0}
                    {language}
                    {window}
                    zone={props.zone}
                    hidden_columns={hidden_columns}
                    announced={tab.announced_messages()}
                    on_event={on_view(props, |event| event)}
                    on_clear={props.workbench.on_in(props.tab, |()| connection::Event::LogCleared)}
                    on_copy={props.workbench.on_in(props.tab, Event::CopyPressed)}
                    on_send_again={props.workbench.on_in(props.tab, Event::SendAgainPressed)}
                />
                if let Some(pane) = view.detail_pane(tab.connection().log()) {
                    {
                        detail(&DetailProps {
                            language,
                            pane,
                            zone: props.zone,
                            on_event: on_view(props, view::Event::Detail),
                            on_close: on(|()| view::Event::DetailShown(false)),
                        })
                    }
                }
            </div>
            <p class="workbench-copied" role="status">
                if let Some(copied) = tab.copied() {
                    { said(language.say(if copied {
                        WorkbenchPhrase::Copied
                    } else {
                        WorkbenchPhrase::NotCopied
                    })) }
                }
            </p>
        </>
    }
}

fn on_view<T: 'static>(props: &PanelProps, event: fn(T) -> view::Event) -> Callback<T> {
    props
        .workbench
        .on_in(props.tab, move |given| Event::View(event(given)))
}

fn waiting(props: &PanelProps, tab: &Tab) -> Html {
    let messages: Vec<_> = tab.connection().queue().iter().cloned().collect();
    html! {
        if !messages.is_empty() {
            {
                queued(&QueuedProps {
                    language: props.language,
                    messages,
                    on_remove: props.workbench.on_in(props.tab, connection::Event::Unqueued),
                })
            }
        }
    }
}
