//! The search and the filter of the log.

use std::rc::Rc;

use yew::prelude::*;

use super::filter_error::FilterErrorTextProps;
use super::overlay::{Overlay, Overlays, show};
use super::words::said;
use crate::i18n::Language;
use crate::i18n::filter::FilterPhrase;
use crate::i18n::page::PagePhrase;
use crate::platform::events;
use session::filter::{Criteria, Field, FilterError};
use session::view::Search;

/// The properties of [`filter_bar`].
#[derive(Debug, Clone)]
pub struct FilterBarProps {
    /// The display language.
    pub language: Language,
    /// The criteria, as typed.
    pub criteria: Criteria,
    /// Why the criteria are not in force, if they are not.
    pub error: Option<FilterError>,
    /// Whether what the criteria need is loaded.
    pub search: Search,
    /// The number of hits so far.
    pub hits: u64,
    /// The index of the selected hit, from 0.
    pub selected_hit: Option<u64>,
    /// Whether records are left to scan.
    pub is_scanning: bool,
    /// The rarer criteria, in a menu.
    pub details: Html,
    /// What opens when a person asks for it.
    pub overlays: Overlays,
    /// Called with the whole criteria after each change.
    pub on_change: Callback<Criteria>,
    /// Called to load again what did not come.
    pub on_search_again: Callback<()>,
    /// Called to select the next hit.
    pub on_next: Callback<()>,
    /// Called to select the hit before.
    pub on_previous: Callback<()>,
}

/// The query with its options and hits on one line; rarer criteria are folded.
pub fn filter_bar(props: &FilterBarProps) -> Html {
    let FilterBarProps {
        language,
        criteria,
        error,
        ..
    } = props;
    let language = *language;
    let is_refused = matches!(error, Some(error) if error.field == Field::Query);
    let described_by = match error {
        Some(_) => "filter-error filter-hits",
        None => "filter-hits",
    };
    let has_no_hits = props.hits == 0;
    html! {
        <search class="filter-bar" aria-label={language.say(FilterPhrase::Heading)}>
            <div class="filter-bar-line" onkeydown={on_key_down(props)}>
                <input
                    type="text"
                    id="filter-query"
                    class="filter-bar-query"
                    aria-label={language.say(FilterPhrase::Query)}
                    placeholder={language.say(FilterPhrase::Query)}
                    aria-describedby={described_by}
                    aria-invalid={is_refused.to_string()}
                    autocomplete="off"
                    autocapitalize="off"
                    spellcheck="false"
                    value={Rc::clone(&criteria.query)}
                    oninput={on_query(props)}
                />
                { for TOGGLES.iter().map(|toggle| toggle.button(props)) }
                <button
                    type="button"
                    id="filter-previous"
                    disabled={has_no_hits}
                    aria-label={language.say(FilterPhrase::Previous)}
                    title={language.say(FilterPhrase::Previous)}
                    onclick={props.on_previous.reform(|_| ())}
                >
                    { "↑" }
                </button>
                <button
                    type="button"
                    id="filter-next"
                    disabled={has_no_hits}
                    aria-label={language.say(FilterPhrase::Next)}
                    title={language.say(FilterPhrase::Next)}
                    onclick={props.on_next.reform(|_| ())}
                >
                    { "↓" }
                </button>
                // Not announced: in a flood it changes all the time. A screen reader reads it with the
                // query.
                <p id="filter-hits" class="filter-bar-hits">{ hits(props) }</p>
                // The number of set criteria explains missing messages.
                <button
                    type="button"
                    class="filter-details-summary menu-button"
                    popovertarget="filter-details"
                >
                    { language.say(FilterPhrase::More { set: set_in(criteria) }) }
                </button>
                <div id="filter-details" class="menu" popover="auto">
                    { props.details.clone() }
                </div>
            </div>
            <div aria-live="polite">
                if let Some(error) = error {
                    {
                        show(language, &props.overlays, Overlay::FilterError(&FilterErrorTextProps {
                            language,
                            criteria: criteria.clone(),
                            error: error.clone(),
                        }))
                    }
                }
                { search(props) }
            </div>
        </search>
    }
}

fn set_in(criteria: &Criteria) -> usize {
    let set = [
        criteria.direction.is_some(),
        criteria.kind.is_some(),
        criteria.min_bytes.is_some(),
        criteria.max_bytes.is_some(),
    ];
    set.iter().filter(|is_set| **is_set).count() + criteria.hidden.len()
}

/// What the criteria wait for, and a button where it did not come.
fn search(props: &FilterBarProps) -> Html {
    let language = props.language;
    match props.search {
        Search::Ready => Html::default(),
        Search::Loading => html! {
            <p id="filter-search">{ language.say(FilterPhrase::SearchLoading) }</p>
        },
        Search::Failed => html! {
            <p id="filter-search" class="filter-error">
                { language.say(FilterPhrase::SearchNotLoaded) }{ " " }
                <button
                    type="button"
                    id="filter-search-again"
                    onclick={props.on_search_again.reform(|_| ())}
                >
                    { language.say(PagePhrase::LoadAgain) }
                </button>
            </p>
        },
    }
}

/// A toggle of a query option.
struct Toggle {
    id: &'static str,
    name: FilterPhrase,
    /// A sign in the place of a name that would be too long.
    sign: Option<&'static str>,
    is_on: fn(&Criteria) -> bool,
    turn: fn(&mut Criteria),
}

const TOGGLES: [Toggle; 4] = [
    Toggle {
        id: "filter-regex",
        name: FilterPhrase::Regex,
        sign: Some(".*"),
        is_on: |criteria| criteria.is_regex,
        turn: |criteria| criteria.is_regex = !criteria.is_regex,
    },
    Toggle {
        id: "filter-case",
        name: FilterPhrase::MatchCase,
        sign: Some("Aa"),
        is_on: |criteria| criteria.match_case,
        turn: |criteria| criteria.match_case = !criteria.match_case,
    },
    Toggle {
        id: "filter-invert",
        name: FilterPhrase::Invert,
        sign: None,
        is_on: |criteria| criteria.invert,
        turn: |criteria| criteria.invert = !criteria.invert,
    },
    Toggle {
        id: "filter-only",
        name: FilterPhrase::OnlyHits,
        sign: None,
        is_on: |criteria| criteria.only_hits,
        turn: |criteria| criteria.only_hits = !criteria.only_hits,
    },
];

impl Toggle {
    fn button(&self, props: &FilterBarProps) -> Html {
        let name = props.language.say(self.name);
        let on_click = {
            let (on_change, mut criteria) = (props.on_change.clone(), props.criteria.clone());
            (self.turn)(&mut criteria);
            move |_| on_change.emit(criteria.clone())
        };
        html! {
            <button
                type="button"
                id={self.id}
                class="filter-bar-toggle"
                aria-pressed={(self.is_on)(&props.criteria).to_string()}
                aria-label={self.sign.map(|_| name.clone())}
                title={name.clone()}
                onclick={on_click}
            >
                if let Some(sign) = self.sign { { sign } } else { { name } }
            </button>
        }
    }
}

fn hits(props: &FilterBarProps) -> Html {
    let FilterBarProps {
        language,
        hits: count,
        ..
    } = *props;
    if props.criteria.query.is_empty() {
        return Html::default();
    }
    let found = match (count, props.selected_hit) {
        (0, _) => FilterPhrase::NoHits,
        (count, None) => FilterPhrase::Hits { count },
        (count, Some(index)) => FilterPhrase::HitOf {
            place: index + 1,
            count,
        },
    };
    html! {
        <>
            // "No hits" is certain only after the scan.
            if count > 0 || !props.is_scanning {
                { said(language.say(found)) }{ " " }
            }
            if props.is_scanning {
                { language.say(FilterPhrase::Scanning) }
            }
        </>
    }
}

fn on_query(props: &FilterBarProps) -> Callback<InputEvent> {
    let (on_change, criteria) = (props.on_change.clone(), props.criteria.clone());
    Callback::from(move |event: InputEvent| {
        on_change.emit(Criteria {
            query: events::value(&event).into(),
            ..criteria.clone()
        });
    })
}

/// In the query, Enter goes to the next hit, Shift+Enter to the one before, and Escape clears the query. F3
/// works like Enter anywhere on the line. While an input method composes, keys belong to it.
fn on_key_down(props: &FilterBarProps) -> Callback<KeyboardEvent> {
    let props = props.clone();
    Callback::from(move |event: KeyboardEvent| {
        if event.is_composing() {
            return;
        }
        let is_in_query = events::target_id(&event) == "filter-query";
        match &*event.key() {
            "F3" => {}
            "Enter" if is_in_query => {}
            "Escape" if is_in_query && !props.criteria.query.is_empty() => {
                event.prevent_default();
                props.on_change.emit(Criteria {
                    query: "".into(),
                    ..props.criteria.clone()
                });
                return;
            }
            _ => return,
        }
        event.prevent_default();
        if event.shift_key() {
            props.on_previous.emit(());
        } else {
            props.on_next.emit(());
        }
    })
}
