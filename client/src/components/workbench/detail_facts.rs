//! What the detail tells of an opening and of a close.

use yew::prelude::*;

use super::words::foreign;
use crate::i18n::Language;
use crate::i18n::close_code::CloseCodePhrase;
use crate::i18n::common::CommonPhrase;
use crate::i18n::detail::DetailPhrase;
use session::format::lasted;
use session::rates::Count;
use session::record::{Closing, Opening, Record, RecordKind};

/// The facts of a record that is no message.
pub(super) fn facts(language: Language, record: &Record) -> Html {
    let facts = match &record.kind {
        RecordKind::Opened(opening) => opened(language, opening),
        RecordKind::Closed(closing) => closed(language, closing),
        RecordKind::Message(..) => return html! {},
    };
    html! { <dl class="detail-facts" translate="no">{ facts }</dl> }
}

fn opened(language: Language, opening: &Opening) -> Html {
    let fact = |name, value| fact(language.say(name), value);
    let or_none = |words: &str| match words.trim() {
        "" => html! { { language.say(DetailPhrase::None) } },
        words => foreign(words.to_owned()),
    };
    html! {
        <>
            { fact(DetailPhrase::Address, foreign(opening.address.clone())) }
            { fact(DetailPhrase::Offered, or_none(&opening.offered)) }
            { fact(DetailPhrase::Subprotocol, or_none(&opening.subprotocol)) }
            { fact(DetailPhrase::Extensions, or_none(&opening.extensions)) }
            { fact(DetailPhrase::Handshake, html! { { format!("{} ms", opening.took_ms) } }) }
        </>
    }
}

fn closed(language: Language, closing: &Closing) -> Html {
    let close = &closing.close;
    let fact = |name, value| fact(language.say(name), value);
    let counted = |count: Count| {
        let (messages, bytes) = (count.messages, count.bytes);
        html! { { language.say(DetailPhrase::Traffic { messages, bytes }) } }
    };
    let lasted = html! { { lasted(closing.took_ms) } };
    html! {
        <>
            { fact(DetailPhrase::EndedBy, html! { { language.say(CommonPhrase::from(closing.ending)) } }) }
            <dt>{ language.say(CommonPhrase::CloseCode) }</dt>
            <dd>
                { close.code }
                if let Some(name) = protocol::close_code::name(close.code) {
                    { " " }<span lang="en">{ name }</span>
                }
                <p class="detail-meaning">{ language.say(CloseCodePhrase::of(close.code)) }</p>
            </dd>
            if !close.reason.is_empty() {
                <dt>{ language.say(CommonPhrase::CloseReason) }</dt>
                <dd>{ foreign(close.reason.clone()) }</dd>
            }
            { fact(DetailPhrase::Address, foreign(closing.address.clone())) }
            if closing.was_open {
                { fact(DetailPhrase::OpenFor, lasted) }
                { fact(DetailPhrase::Sent, counted(closing.traffic.sent)) }
                { fact(DetailPhrase::Received, counted(closing.traffic.received)) }
            } else {
                { fact(DetailPhrase::FailedAfter, lasted) }
            }
        </>
    }
}

fn fact(name: AttrValue, value: Html) -> Html {
    html! {
        <>
            <dt>{ name }</dt>
            <dd>{ value }</dd>
        </>
    }
}
