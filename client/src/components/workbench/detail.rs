//! The detail of a record.

use std::rc::Rc;

use yew::prelude::*;

use super::detail_facts::facts;
use super::detail_lines::DetailLines;
use super::handshake_answer::HandshakeAnswer;
use super::log_row::way;
use crate::components::switch::{Choice, switch_button};
use crate::i18n::Language;
use crate::i18n::detail::DetailPhrase;
use crate::platform::document;
use session::detail::{Copy, DetailFormat, DetailWindow, Event};
use session::dry_run;
use session::format;
use session::json::{Error, ErrorKind};
use session::record::{Record, RecordKind};
use session::time::TimeZone;
use session::view::DetailPane;

/// The properties of [`detail`].
#[derive(Debug)]
pub struct DetailProps {
    /// The display language.
    pub language: Language,
    /// The record, and its lines in view.
    pub pane: DetailPane,
    /// The local time zone.
    pub zone: TimeZone,
    /// The WebSocket address of the page's server.
    pub server: Rc<str>,
    /// Why the connection failed or was lost, below what the record says.
    pub why: Html,
    /// Called with events of the lines.
    pub on_event: Callback<Event>,
    /// Called to copy something of the message.
    pub on_copy: Callback<Copy>,
    /// Called to send the message again.
    pub on_again: Callback<()>,
    /// Called to close the detail.
    pub on_close: Callback<()>,
}

/// A head of two lines, and the whole message or what is known of an opening or a close. Escape closes it, and the
/// focus goes back to the log.
pub fn detail(props: &DetailProps) -> Html {
    let (language, pane) = (props.language, &props.pane);
    let on_close = props.on_close.reform(|()| document::focus("log"));
    let on_escape = {
        let on_close = on_close.clone();
        Callback::from(move |event: KeyboardEvent| {
            // Where a menu is open, Escape closes that alone.
            if event.key() == "Escape" && !document::has("#detail :popover-open") {
                on_close.emit(());
            }
        })
    };
    html! {
        <section
            id="detail"
            class="detail"
            aria-labelledby="detail-heading"
            data-way={way(&pane.record).0}
            onkeydown={on_escape}
        >
            <div class="detail-head">
                { heading(props) }
                if pane.window.is_some() {
                    { icon("detail-copy", "", language.say(DetailPhrase::CopyMessage), props.on_copy.reform(|_| Copy::Whole)) }
                    { icon("detail-again", "↻", language.say(DetailPhrase::SendAgain), props.on_again.reform(|_| ())) }
                }
                { icon("detail-close", "×", language.say(DetailPhrase::CloseDetail), on_close.reform(|_| ())) }
            </div>
            if let Some(window) = &pane.window {
                { bar(props, window) }
                if let Some(error) = window.error {
                    <p class="detail-error" role="alert">{ language.say(why_not_json(error)) }</p>
                }
                <DetailLines
                    {language}
                    window={window.clone()}
                    zone={props.zone}
                    today={format::day(pane.record.wall, props.zone)}
                    on_event={&props.on_event}
                    on_copy={&props.on_copy}
                />
            } else {
                <div class="detail-facts-box">
                    { facts(language, &pane.record) }
                    { answer(props) }
                    { props.why.clone() }
                </div>
            }
        </section>
    }
}

/// How the page's own server answers the handshake of an opening.
fn answer(props: &DetailProps) -> Html {
    let asked = match &props.pane.record.kind {
        RecordKind::Opened(opening) => dry_run::address_of_opening(opening, &props.server),
        RecordKind::Message(..) | RecordKind::Closed(_) => None,
    };
    html! {
        if let Some(address) = asked {
            <HandshakeAnswer language={props.language} {address} />
        }
    }
}

/// The number, the time, and the size or the kind.
fn heading(props: &DetailProps) -> Html {
    let (language, pane) = (props.language, &props.pane);
    let time = format::clock(pane.record.wall, props.zone);
    let key = format!("{} {time}", pane.number);
    html! {
        <h2 {key} id="detail-heading" class="detail-heading" translate="no">
            <span class="visually-hidden">{ language.say(DetailPhrase::Detail) }</span>
            <span class="detail-number">{ "#" }{ pane.number }</span>
            <span>{ time }</span>
            <span>{ kind_or_size(&pane.record, language) }</span>
        </h2>
    }
}

fn kind_or_size(record: &Record, language: Language) -> AttrValue {
    match record.message() {
        Some((_, payload)) => format::human_size(payload.len() as u64).into(),
        None => language.say(way(record).1),
    }
}

fn icon(id: &'static str, sign: &'static str, name: AttrValue, on: Callback<MouseEvent>) -> Html {
    html! {
        <button type="button" {id} class="detail-icon" title={name.clone()} aria-label={name} onclick={on}>
            { sign }
        </button>
    }
}

/// The formats of a text, what can be copied of it, and whether it wraps.
fn bar(props: &DetailProps, window: &DetailWindow) -> Html {
    let language = props.language;
    let wraps = window.wraps;
    html! {
        <div class="detail-bar">
            if window.is_text {
                <div class="detail-formats" role="group" aria-label={language.say(DetailPhrase::Formats)}>
                    { formats(language, window, &props.on_event) }
                </div>
            }
            if window.format == DetailFormat::Json {
                { copies(language, window.selected.is_some(), &props.on_copy) }
            }
            <button
                type="button"
                id="detail-wrap"
                class="detail-bar-button"
                aria-pressed={wraps.to_string()}
                onclick={props.on_event.reform(move |_| Event::Wrapped(!wraps))}
            >
                { language.say(DetailPhrase::Wrap) }
            </button>
        </div>
    }
}

fn formats(language: Language, window: &DetailWindow, on_event: &Callback<Event>) -> Html {
    let unseen = DetailPhrase::Unseen(window.unseen);
    let choices = [
        ("detail-json", DetailFormat::Json, DetailPhrase::Json),
        ("detail-text", DetailFormat::Text, DetailPhrase::Raw),
        ("detail-marked", DetailFormat::Marked, unseen),
        ("detail-bytes", DetailFormat::Bytes, DetailPhrase::Hex),
    ];
    let choice = |(id, format, name): (&'static str, DetailFormat, DetailPhrase)| {
        let on_press = on_event.reform(move |_| Event::Shown(format));
        let is_pressed = window.format == format;
        switch_button(Choice::Id(id), language.say(name), is_pressed, on_press)
    };
    let is_offered = |(_, format, _): &(_, DetailFormat, _)| {
        *format != DetailFormat::Marked || window.unseen > 0
    };
    choices.into_iter().filter(is_offered).map(choice).collect()
}

/// A menu, which the browser opens and closes.
fn copies(language: Language, has_selected: bool, on_copy: &Callback<Copy>) -> Html {
    let items = [
        (
            "detail-copy-formatted",
            Copy::Shown,
            DetailPhrase::CopyFormatted,
        ),
        ("detail-copy-value", Copy::Value, DetailPhrase::CopyValue),
        ("detail-copy-path", Copy::Path, DetailPhrase::CopyPath),
    ];
    let item = |(id, what, name): (&'static str, Copy, DetailPhrase)| {
        html! {
            <button
                type="button"
                {id}
                class="detail-bar-button"
                popovertarget="detail-copies"
                popovertargetaction="hide"
                disabled={what != Copy::Shown && !has_selected}
                onclick={on_copy.reform(move |_| what)}
            >
                { language.say(name) }
            </button>
        }
    };
    html! {
        <>
            <button type="button" id="detail-copies-open" class="detail-bar-button" popovertarget="detail-copies">
                { language.say(DetailPhrase::CopyMore) }
            </button>
            <div id="detail-copies" class="detail-copies" popover="auto">
                { for items.into_iter().map(item) }
            </div>
        </>
    }
}

fn why_not_json(error: Error) -> DetailPhrase {
    match error.kind {
        ErrorKind::TooLong => DetailPhrase::JsonTooLong,
        _ => DetailPhrase::NotJson {
            at_bytes: error.at_bytes as u64,
        },
    }
}
