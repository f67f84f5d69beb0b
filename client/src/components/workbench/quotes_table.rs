//! The table of quotes.

use std::rc::Rc;

use yew::prelude::*;

use super::quotes_row::quotes_row;
use crate::i18n::Language;
use crate::i18n::quotes::QuotesPhrase;
use session::connection::State;
use session::format::clock;
use session::quotes::{Column, Quote, Slot, Sort};
use session::tab::Tab;
use session::time::{TimeZone, WallTime};

/// The properties of [`QuotesTable`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct QuotesTableProps {
    /// The display language.
    pub language: Language,
    /// How current the quotes are.
    pub status: FeedStatus,
    /// The symbols, sorted.
    pub quotes: Vec<Rc<Quote>>,
    /// How they are sorted.
    pub sort: Sort,
    /// The number of changes that the server left out.
    pub skipped: u64,
    /// The number of messages that could not be read.
    pub unreadable: u64,
    /// The end of the shown minute.
    pub until: Slot,
    /// The local time zone.
    pub zone: TimeZone,
    /// Called with the column whose heading was pressed.
    pub on_sort: Callback<Column>,
}

/// How current the quotes are.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum FeedStatus {
    /// There are no quotes, and no connection.
    NotConnected,
    /// There are no quotes yet.
    Awaited,
    /// The quotes are current.
    Live,
    /// The quotes are those of this time.
    Stale(WallTime),
}

impl FeedStatus {
    /// The status of a tab's quotes.
    pub(super) fn of(tab: &Tab) -> Self {
        match (tab.connection().state(), tab.quotes().last_message_wall()) {
            (State::Connecting | State::Open, None) => Self::Awaited,
            (_, None) => Self::NotConnected,
            (State::Open | State::Closing, Some(_)) => Self::Live,
            (_, Some(last_message_at)) => Self::Stale(last_message_at),
        }
    }
}

/// One row a symbol, and the status above them. Screen readers announce changes of the status; prices are
/// read on request.
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
                    <p>{ language.say(QuotesPhrase::Unreadable(props.unreadable)) }</p>
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
            let clock = clock(since, props.zone);
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

/// A heading that sorts. `aria-sort` states the order, and the style sheet shows it.
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
