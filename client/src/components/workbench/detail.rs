//! The detail of a record.

use yew::prelude::*;

use super::detail_lines::DetailLines;
use super::log_row::{kind, way};
use crate::components::switch::{Choice, switch, switch_button};
use crate::i18n::Language;
use crate::i18n::common::CommonPhrase;
use crate::i18n::log::LogPhrase;
use session::detail::{DetailFormat, DetailWindow, Event};
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
    /// Called with events of the lines.
    pub on_event: Callback<Event>,
    /// Called to close the detail.
    pub on_close: Callback<()>,
}

/// The properties of a record, and its whole message.
pub fn detail(props: &DetailProps) -> Html {
    let (language, pane) = (props.language, &props.pane);
    html! {
        <section id="detail" class="detail" aria-labelledby="detail-heading">
            <div class="detail-head">
                <h2 id="detail-heading" class="detail-heading">{ language.say(LogPhrase::Detail) }</h2>
                if let Some(window) = &pane.window {
                    { forms(language, window, &props.on_event) }
                }
                <button
                    type="button"
                    id="detail-close"
                    class="detail-close"
                    aria-label={language.say(LogPhrase::CloseDetail)}
                    onclick={props.on_close.reform(|_| ())}
                >
                    { "×" }
                </button>
            </div>
            <dl key={pane.number} class="detail-facts" translate="no">{ for facts(props) }</dl>
            if let Some(window) = &pane.window {
                if let Some(error) = window.error {
                    <p class="detail-error" role="alert">{ language.say(why_not_json(error)) }</p>
                }
                <DetailLines {language} window={window.clone()} on_event={&props.on_event} />
            }
        </section>
    }
}

/// The choice between the formats of a text; bytes have one.
fn forms(language: Language, window: &DetailWindow, on_event: &Callback<Event>) -> Html {
    let choice = |(id, format, name): (&'static str, DetailFormat, LogPhrase)| {
        let on_press = on_event.reform(move |_| Event::Shown(format));
        let is_pressed = window.format == format;
        switch_button(Choice::Id(id), language.say(name), is_pressed, on_press)
    };
    if !window.is_text {
        return Html::default();
    }
    let unseen = LogPhrase::Unseen(window.unseen);
    let choices = [
        ("detail-text", DetailFormat::Text, LogPhrase::AsText),
        ("detail-marked", DetailFormat::Marked, unseen),
        ("detail-json", DetailFormat::Json, LogPhrase::AsJson),
        ("detail-bytes", DetailFormat::Bytes, LogPhrase::AsBytes),
    ];
    let is_offered = |(_, format, _): &(_, DetailFormat, _)| {
        *format != DetailFormat::Marked || window.unseen > 0
    };
    let choices = choices.into_iter().filter(is_offered);
    switch(
        language.say(LogPhrase::Lines),
        choices.map(choice).collect(),
    )
}

fn why_not_json(error: Error) -> LogPhrase {
    match error.kind {
        ErrorKind::TooLong => LogPhrase::JsonTooLong,
        _ => LogPhrase::NotJson {
            at_bytes: error.at_bytes as u64,
        },
    }
}

fn facts(props: &DetailProps) -> Vec<Html> {
    let (language, record) = (props.language, &props.pane.record);
    let time = format::clock(record.wall, props.zone);
    let mut facts = vec![
        fact(
            language.say(LogPhrase::Number),
            props.pane.number.to_string(),
        ),
        fact(language.say(LogPhrase::Times), time),
        fact(
            language.say(LogPhrase::Kind),
            kind_in_words(record, language),
        ),
    ];
    match &record.kind {
        RecordKind::Message(_, payload) => {
            let bytes = language.say(LogPhrase::Bytes(payload.len() as u64));
            facts.push(fact(language.say(LogPhrase::Size), bytes.to_string()));
        }
        RecordKind::Opened(opening) => {
            let agreed = [
                (LogPhrase::Subprotocol, &opening.subprotocol),
                (LogPhrase::Extensions, &opening.extensions),
            ];
            let agreed = agreed.into_iter().filter(|(_, words)| !words.is_empty());
            facts.extend(agreed.map(|(name, words)| fact(language.say(name), words.to_string())));
        }
        RecordKind::Closed(closing) => {
            let close = &closing.close;
            facts.push(fact(
                language.say(CommonPhrase::CloseCode),
                close.code.to_string(),
            ));
            if !close.reason.is_empty() {
                facts.push(fact(
                    language.say(CommonPhrase::CloseReason),
                    close.reason.to_string(),
                ));
            }
        }
    }
    facts
}

fn kind_in_words(record: &Record, language: Language) -> String {
    let (_, way) = way(record);
    let way = language.say(way);
    match kind(record) {
        Some(kind) => format!("{way} · {}", language.say(kind)),
        None => way.to_string(),
    }
}

fn fact(name: AttrValue, value: String) -> Html {
    html! {
        <>
            <dt>{ name }</dt>
            <dd>{ value }</dd>
        </>
    }
}
