//! A row of the log.

use std::rc::Rc;

use protocol::close_code;
use yew::prelude::*;
use yew::virtual_dom::Key;

use super::unseen::with_marks;
use super::words::{foreign, whole};
use crate::i18n::Language;
use crate::i18n::common::CommonPhrase;
use crate::i18n::log::LogPhrase;
use session::format;
use session::format::human_size;
use session::payload::{Payload, hex};
use session::record::{Closing, Direction, Opening, Record, RecordKind};
use session::time::TimeZone;
use session::unseen::is_marked_in_row;
use session::view::RowTime;
use session::view::{Row, preview};

/// The number of bytes that a row shows of a binary message.
const SHOWN_BYTES: usize = 48;

/// The id of a record's row.
pub(super) fn id_of(number: u64) -> String {
    format!("log-row-{number}")
}

/// What all rows of a list share.
#[derive(Debug, Clone, Copy)]
pub(super) struct Common {
    pub(super) language: Language,
    pub(super) row_time: RowTime,
    pub(super) zone: TimeZone,
    pub(super) row_count: u64,
}

/// An option of the list in five elements, and one for each hit: there are many rows at once. It is a
/// function and not a component, as in a flood every row changes in every frame. Its number is in an
/// attribute, which the style sheet prints.
///
/// A row takes over the element at its place. It sets each text as a whole, as an extension may have put its own nodes
/// there. Where its text has elements, what it shows is its key.
pub(super) fn log_row(row: &Row, common: Common, place: u64) -> Html {
    let Common { language, .. } = common;
    let (way, way_phrase) = way(&row.record);
    let size = row
        .record
        .message()
        .map(|(_, payload)| human_size(payload.len() as u64));
    let time = time(row, common);
    let way_words = language.say(way_phrase);
    let plain = plain_text(row);
    let key = match &plain {
        Some(_) => Key::from(place),
        None => key_of_shown(row, &time, &way_words),
    };
    html! {
        <div
            {key}
            id={id_of(row.number)}
            class={classes!("log-row", row.is_hit.then_some("log-row-hit"))}
            role="option"
            aria-selected={row.is_selected.to_string()}
            aria-setsize={common.row_count.to_string()}
            aria-posinset={row.position.to_string()}
            data-number={row.number.to_string()}
            data-lines={row.lines.to_string()}
            data-way={way}
            data-trouble={is_trouble(&row.record).then_some("")}
        >
            { whole("log-row-way", way_words.to_string()) }
            { whole("log-row-time", time) }
            { whole("log-row-size", size.unwrap_or_default()) }
            {
                match plain {
                    Some(text) => whole("log-row-text", text),
                    None => html! { <span class="log-row-text">{ content(row, language) }</span> },
                }
            }
        </div>
    }
}

/// The direction of a record, for the style sheet and as a phrase.
pub(super) fn way(record: &Record) -> (&'static str, LogPhrase) {
    match &record.kind {
        RecordKind::Message(Direction::Sent, _) => ("sent", LogPhrase::Sent),
        RecordKind::Message(Direction::Received, _) => ("received", LogPhrase::Received),
        RecordKind::Opened(_) => ("opened", LogPhrase::Opened),
        RecordKind::Closed(_) => ("closed", LogPhrase::Closed),
    }
}

/// Whether a connection ended in a way that is one to look at.
fn is_trouble(record: &Record) -> bool {
    matches!(&record.kind, RecordKind::Closed(closing) if closing.is_trouble())
}

fn time(row: &Row, common: Common) -> String {
    let passed = match common.row_time {
        RowTime::Clock => return format::clock(row.record.wall, common.zone),
        RowTime::SinceOpen => row.after_opening_ms,
        RowTime::SincePrevious => row.after_previous_ms,
        RowTime::SinceRow => row.after_chosen_ms,
    };
    passed.map_or_else(String::new, format::elapsed)
}

fn content(row: &Row, language: Language) -> Html {
    match &row.record.kind {
        RecordKind::Message(_, Payload::Text(_)) => text(row, language),
        RecordKind::Message(_, Payload::Binary(bytes)) => {
            let shown = &bytes[..bytes.len().min(SHOWN_BYTES)];
            let more = if shown.len() < bytes.len() {
                " …"
            } else {
                ""
            };
            html! {
                <>
                    <span class="log-row-kind">{ language.say(LogPhrase::Binary) }</span>
                    { hex(shown) + more }
                </>
            }
        }
        RecordKind::Opened(opening) => opened(opening, language),
        RecordKind::Closed(closing) => ended(closing, language),
    }
}

/// The address, what was offered, and what was agreed on.
fn opened(opening: &Opening, language: Language) -> Html {
    let say = |phrase| language.say(phrase);
    let mut parts = vec![html! { { foreign(Rc::clone(&opening.address)) } }];
    let mut part = |name: LogPhrase, words: &Rc<str>| {
        parts.push(html! { <>{ say(name) }{ " " }{ foreign(Rc::clone(words)) }</> });
    };
    if !opening.offered.is_empty() {
        part(LogPhrase::Offered, &opening.offered);
    }
    if !opening.subprotocol.is_empty() {
        part(LogPhrase::Chosen, &opening.subprotocol);
    } else if !opening.offered.is_empty() {
        parts.push(html! { { say(LogPhrase::ChoseNone) } });
    }
    if !opening.extensions.is_empty() {
        parts.push(html! { { foreign(Rc::clone(&opening.extensions)) } });
    }
    joined(parts)
}

/// The code and its name, the reason, who ended it, and how long it was open.
fn ended(closing: &Closing, language: Language) -> Html {
    let close = &closing.close;
    let name = close_code::name(close.code).unwrap_or_default();
    let code = [&*close.code.to_string(), name].join(" ");
    let mut parts = vec![html! { { code.trim_end() } }];
    if !close.reason.is_empty() {
        parts.push(foreign(Rc::clone(&close.reason)));
    }
    parts.push(html! { { language.say(CommonPhrase::from(closing.ending)) } });
    if closing.was_open {
        parts.push(html! { { language.say(LogPhrase::WasOpen(closing.took_ms)) } });
    }
    joined(parts)
}

/// The parts with a dot between them.
fn joined(parts: Vec<Html>) -> Html {
    let parts = parts.into_iter().enumerate();
    parts
        .map(|(index, part)| html! { <>{ if index > 0 { " · " } else { "" } }{ part }</> })
        .collect()
}

/// The key of a row with elements in its text. Hits cut the text into nodes.
fn key_of_shown(row: &Row, time: &str, way: &str) -> Key {
    let mut key = format!("{} {time} {way}", row.number);
    if let Some(excerpt) = row.excerpt {
        key += &format!(" {}", excerpt.from());
    }
    for line in &row.hits {
        key.push('\n');
        for hit in line {
            key += &format!("{} {} ", hit.start, hit.end);
        }
    }
    key.into()
}

/// The text of a row without elements in it, as most are.
fn plain_text(row: &Row) -> Option<String> {
    let is_text = matches!(row.record.message(), Some((_, Payload::Text(_))));
    if !is_text || !row.hits.is_empty() || preview::folded_bytes(&row.record).is_some() {
        return None;
    }
    let mut text = String::new();
    for (index, line) in preview::lines(&row.record).enumerate() {
        if line.text.contains(is_marked_in_row) {
            return None;
        }
        if index > 0 {
            text.push('\n');
        }
        text += line.text;
        if line.is_cut {
            text.push('…');
        }
    }
    Some(text)
}

/// The lines of a text. Each hit is an element, and so is each character that a row marks. The text between is text
/// nodes, in which the style sheet keeps line breaks.
fn text(row: &Row, language: Language) -> Html {
    let mut parts: Vec<Html> = Vec::new();
    let marked = |text| with_marks(text, is_marked_in_row).collect::<Vec<_>>();
    for (index, line) in preview::lines_with(&row.record, row.excerpt).enumerate() {
        if index > 0 {
            parts.push(html! { { "\n" } });
        }
        if line.begins_late {
            parts.push(html! { { "…" } });
        }
        let mut shown_to = 0;
        for hit in row.hits.get(index).into_iter().flatten() {
            parts.extend(marked(&line.text[shown_to..hit.start]));
            parts.push(html! { <mark>{ for marked(&line.text[hit.clone()]) }</mark> });
            shown_to = hit.end;
        }
        parts.extend(marked(&line.text[shown_to..]));
        if line.is_cut {
            parts.push(html! { { "…" } });
        }
    }
    if let Some(bytes) = preview::folded_bytes(&row.record) {
        let more = LogPhrase::More(bytes as u64);
        parts.push(html! { <span class="log-row-more">{ "\n" }{ language.say(more) }</span> });
    }
    parts.into_iter().collect()
}
