//! The log of a connection, with its detail and its composer.

use yew::prelude::*;

use super::columns::ColumnsProps;
use super::detail::DetailProps;
use super::filter_bar::{FilterBarProps, filter_bar};
use super::filter_details::FilterDetailsProps;
use super::log_list::LogList;
use super::log_tools::{LogToolsProps, log_tools};
use super::message_editor::MessageEditor;
use super::overlay::{Overlay, handle, show};
use super::panel::PanelProps;
use super::queued::QueuedProps;
use super::why::why_of;
use super::words::said;
use crate::hooks::{UseComposing, use_composing};
use crate::i18n::log::LogPhrase;
use crate::i18n::workbench::WorkbenchPhrase;
use crate::platform::document;
use session::connection;
use session::layout::Size;
use session::tab::{Event, Tab};
use session::view::{self, CopiedRows, SelectionMove};

/// The log, its detail, and below them the composer.
#[component]
pub fn LogPane(props: &PanelProps) -> Html {
    let composing = use_composing(&props.workbench, props.tab);
    let state = props.workbench.state();
    let Some(tab) = state.tab(props.tab) else {
        return html! {};
    };
    let compose = props.language.say(WorkbenchPhrase::Compose);
    html! {
        <>
            <section class="workbench-log">{ log(props, tab) }</section>
            <section class="workbench-compose" aria-label={compose}>
                { props.composer_handle.clone() }
                { waiting(props, tab) }
                { editor(props, tab, &composing) }
            </section>
        </>
    }
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
            overlays={props.overlays.clone()}
        />
    }
}

fn log(props: &PanelProps, tab: &Tab) -> Html {
    let language = props.language;
    let view = tab.view();
    let state = props.workbench.state();
    let settings = state.settings();
    let window = view.window(tab.connection().log());
    let on = |event: fn(()) -> view::Event| on_view(props, event);
    let cleared = tab.connection().log().cleared_records();
    let on_undo = {
        let undo = props
            .workbench
            .on_in(props.tab, |()| connection::Event::ClearUndone);
        move |_| {
            // The pressed button disappears.
            document::focus("log");
            undo.emit(());
        }
    };
    html! {
        <>
            <div class="log-bar">
                {
                    filter_bar(&FilterBarProps {
                        language,
                        criteria: view.criteria().clone(),
                        error: view.error().cloned(),
                        search: view.search(),
                        hits: window.hits,
                        selected_hit: window.selected_hit.map(|place| place - 1),
                        is_scanning: window.is_scanning,
                        details: show(language, &props.overlays, Overlay::FilterDetails(&FilterDetailsProps {
                            language,
                            criteria: view.criteria().clone(),
                            error: view.error().cloned(),
                            on_change: on_view(props, view::Event::Criteria),
                        })),
                        overlays: props.overlays.clone(),
                        on_change: on_view(props, view::Event::Criteria),
                        on_search_again: on(|()| view::Event::SearchAgain),
                        on_next: on(|()| view::Event::Moved(SelectionMove::NextHit)),
                        on_previous: on(|()| view::Event::Moved(SelectionMove::PreviousHit)),
                    })
                }
                {
                    log_tools(&LogToolsProps {
                        language,
                        window: &window,
                        on_event: on_view(props, |event| event),
                        on_clear: props
                            .workbench
                            .on_in(props.tab, |()| connection::Event::LogCleared),
                        on_copy: props.workbench.on_in(props.tab, Event::CopyPressed),
                        on_send_again: props.workbench.on_in(props.tab, Event::SendAgainPressed),
                    })
                }
                <p class="workbench-copied" role="status">
                    if cleared > 0 {
                        { said(language.say(LogPhrase::Cleared(cleared))) }{ " " }
                        <button type="button" id="log-undo" onclick={on_undo}>
                            { language.say(LogPhrase::UndoClear) }
                        </button>
                    }
                    if let Some(copied) = tab.copied() {
                        {
                            match tab.copied_rows().filter(|_| copied) {
                                Some(CopiedRows { rows, of }) if of > 1 => {
                                    said(language.say(LogPhrase::CopiedRows { rows, of }))
                                }
                                _ if copied => said(language.say(WorkbenchPhrase::Copied)),
                                _ => said(language.say(WorkbenchPhrase::NotCopied)),
                            }
                        }
                    }
                </p>
            </div>
            <div class="workbench-scrollers">
                { props.why.clone() }
                <LogList
                    key={props.tab.0}
                    {language}
                    {window}
                    zone={props.zone}
                    columns={ColumnsProps {
                        language,
                        layout: settings.layout,
                        hidden: settings.hidden_columns,
                        on_arrange: props.on_arrange.clone(),
                        on_rows: props.on_rows.clone(),
                    }}
                    announced={tab.announced_messages()}
                    on_event={on_view(props, |event| event)}
                    on_tab={props.workbench.on_in(props.tab, |event: Event| event)}
                    overlays={props.overlays.clone()}
                />
                if let Some(pane) = view.detail_pane(tab.connection().log()) {
                    {
                        show(language, &props.overlays, Overlay::Detail(handle(props, Size::Detail), &DetailProps {
                            language,
                            server: tab.server().clone(),
                            why: why_of(props, tab, &pane),
                            pane,
                            zone: props.zone,
                            on_event: on_view(props, view::Event::Detail),
                            on_copy: props.workbench.on_in(props.tab, Event::DetailCopyPressed),
                            on_again: on_again(props, tab),
                            on_close: on(|()| view::Event::DetailShown(false)),
                        }))
                    }
                }
            </div>
        </>
    }
}

/// Sends the selected message again.
fn on_again(props: &PanelProps, tab: &Tab) -> Callback<()> {
    let number = tab.view().selected().unwrap_or_default();
    props
        .workbench
        .on_in(props.tab, move |()| Event::SendAgainPressed(number))
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
                show(props.language, &props.overlays, Overlay::Queued(&QueuedProps {
                    language: props.language,
                    messages,
                    on_remove: props.workbench.on_in(props.tab, connection::Event::Unqueued),
                }))
            }
        }
    }
}
