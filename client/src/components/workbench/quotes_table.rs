//! Quotes as a table.

use std::rc::Rc;

use yew::prelude::*;

use super::quotes_row::quotes_row;
use crate::i18n::Language;
use crate::i18n::quotes::QuotesPhrase;
use session::quotes::{Column, Quote, Slot, Sort};
use session::tab::{Session, State};
use session::time::Time;
use session::times::clock;

/// What [`QuotesTable`] takes.
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct QuotesTableProps {
    /// The language of its words.
    pub language: Language,
    /// How current the quotes are.
    pub status: FeedStatus,
    /// The symbols, sorted.
    pub quotes: Vec<Rc<Quote>>,
    /// How they are sorted.
    pub sort: Sort,
    /// How many changes the server passed over.
    pub skipped: u64,
    /// How many messages were no quotes.
    pub unreadable: u64,
    /// Until when the last minute is shown.
    pub until: Slot,
    /// How many minutes the clock on the wall is ahead of UTC.
    pub utc_offset_min: i32,
    /// Called with the column whose heading was pressed.
    pub on_sort: Callback<Column>,
}

/// How current quotes are.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum FeedStatus {
    /// There are none, and no connection.
    NotConnected,
    /// There are none yet.
    Awaited,
    /// They are those of now.
    Live,
    /// They are those of then.
    Stale(Time),
}

impl FeedStatus {
    /// How current those of a session are.
    pub(super) fn of(session: &Session) -> Self {
        match (session.state(), session.quotes().last_message_at()) {
            (State::Connecting | State::Open, None) => Self::Awaited,
            (_, None) => Self::NotConnected,
            (State::Open | State::Closing, Some(_)) => Self::Live,
            (_, Some(last_message_at)) => Self::Stale(last_message_at),
        }
    }
}

/// A row a symbol, and above them how current they are. Who uses a screen reader hears of that when it
/// changes, and of prices when they go there.
#[component]
pub fn QuotesTable(props: &QuotesTableProps) -> Html {
    let language = props.language;
    html! {
        <section class="quotes">
            <div class="quotes-state">
                <p id="quotes-state" role="status">{ standing(props) }</p>
                if props.skipped > 0 {
                    <p id="quotes-skipped">
                        { language.say(QuotesPhrase::Skipped(props.skipped)) }
                    </p>
                }
                if props.unreadable > 0 {
                    <p>{ language.say(QuotesPhrase::Misread(props.unreadable)) }</p>
                }
            </div>
            if !props.quotes.is_empty() {
                <table id="quotes" class="quotes-table">
                    <caption>{ language.say(QuotesPhrase::Caption) }</caption>
                    <thead>
                        <tr>
                            { sortable(props, Column::Symbol, QuotesPhrase::Symbol) }
                            { sortable(props, Column::Price, QuotesPhrase::Price) }
                            { sortable(props, Column::Change, QuotesPhrase::Change) }
                            <th scope="col">{ language.say(QuotesPhrase::Range) }</th>
                            <th scope="col">{ language.say(QuotesPhrase::LastMinute) }</th>
                        </tr>
                    </thead>
                    <tbody>
                        { for props.quotes.iter().map(|quote| quotes_row(language, quote, props.until)) }
                    </tbody>
                </table>
            }
        </section>
    }
}

fn standing(props: &QuotesTableProps) -> Html {
    let language = props.language;
    let said = language.say(match props.status {
        FeedStatus::NotConnected => QuotesPhrase::NotConnected,
        FeedStatus::Awaited => QuotesPhrase::Awaited,
        FeedStatus::Live => QuotesPhrase::Live,
        FeedStatus::Stale(since) => {
            let clock = clock(since, props.utc_offset_min);
            let to_the_second = clock.split('.').next().unwrap_or_default().to_owned();
            return html! {
                <span class="quotes-stale">
                    { language.say(QuotesPhrase::Stale) }{ " " }<time>{ to_the_second }</time>
                </span>
            };
        }
    });
    html! { { said } }
}

/// A heading that sorts. Which way is told by `aria-sort`, and shown by the style sheet.
fn sortable(props: &QuotesTableProps, column: Column, name: QuotesPhrase) -> Html {
    let on_sort = props.on_sort.clone();
    html! {
        <th scope="col" aria-sort={props.sort.of(column)}>
            <button type="button" class="quotes-sort" onclick={move |_| on_sort.emit(column)}>
                { props.language.say(name) }
            </button>
        </th>
    }
}
