//! The rarer criteria: direction, kind, size, and hidden patterns.

use std::rc::Rc;

use yew::prelude::*;

use super::filter_size::FilterSize;
use crate::i18n::Language;
use crate::i18n::filter::FilterPhrase;
use crate::platform::events;
use session::filter::{Criteria, Field, FilterError, PayloadKind};
use session::record::Direction;

/// The properties of [`filter_details`].
#[derive(Debug)]
pub struct FilterDetailsProps {
    /// The display language; hidden patterns stay as typed.
    pub language: Language,
    /// The criteria.
    pub criteria: Criteria,
    /// Why the criteria are not in force, if they are not.
    pub error: Option<FilterError>,
    /// Called with the whole criteria after each change.
    pub on_change: Callback<Criteria>,
}

/// The content of a menu.
pub fn filter_details(props: &FilterDetailsProps) -> Html {
    let (language, criteria) = (props.language, &props.criteria);
    let is_refused = matches!(&props.error, Some(error) if error.field == Field::Sizes);
    html! {
        <>
            <div class="filter-details-fields">
                { direction(props) }
                { kind(props) }
                <FilterSize
                    {language}
                    id="filter-min"
                    label={FilterPhrase::MinBytes}
                    bytes={criteria.min_bytes}
                    {is_refused}
                    on_change={changing(props, |criteria, bytes| criteria.min_bytes = bytes)}
                />
                <FilterSize
                    {language}
                    id="filter-max"
                    label={FilterPhrase::MaxBytes}
                    bytes={criteria.max_bytes}
                    {is_refused}
                    on_change={changing(props, |criteria, bytes| criteria.max_bytes = bytes)}
                />
            </div>
            { hidden(props) }
        </>
    }
}

/// A callback that changes the criteria by its argument.
fn changing<T: 'static>(props: &FilterDetailsProps, change: fn(&mut Criteria, T)) -> Callback<T> {
    let (on_change, criteria) = (props.on_change.clone(), props.criteria.clone());
    Callback::from(move |value| {
        let mut criteria = criteria.clone();
        change(&mut criteria, value);
        on_change.emit(criteria);
    })
}

fn direction(props: &FilterDetailsProps) -> Html {
    let choices = [
        ("", FilterPhrase::AnyDirection, None),
        ("sent", FilterPhrase::Sent, Some(Direction::Sent)),
        (
            "received",
            FilterPhrase::Received,
            Some(Direction::Received),
        ),
    ];
    let on_choose = changing(props, |criteria, chosen| criteria.direction = chosen);
    let (id, label) = ("filter-direction", FilterPhrase::Direction);
    select(
        props.language,
        id,
        label,
        choices,
        props.criteria.direction,
        on_choose,
    )
}

fn kind(props: &FilterDetailsProps) -> Html {
    let choices = [
        ("", FilterPhrase::AnyKind, None),
        ("text", FilterPhrase::Text, Some(PayloadKind::Text)),
        ("binary", FilterPhrase::Binary, Some(PayloadKind::Binary)),
    ];
    let on_choose = changing(props, |criteria, chosen| criteria.kind = chosen);
    let (id, label) = ("filter-kind", FilterPhrase::Kind);
    select(
        props.language,
        id,
        label,
        choices,
        props.criteria.kind,
        on_choose,
    )
}

fn select<T: Copy + PartialEq + 'static>(
    language: Language,
    id: &'static str,
    label: FilterPhrase,
    choices: [(&'static str, FilterPhrase, Option<T>); 3],
    chosen: Option<T>,
    on_choose: Callback<Option<T>>,
) -> Html {
    let on_change = move |event: Event| {
        let value = events::value(&event);
        let choice = choices.iter().find(|(word, ..)| *word == value);
        on_choose.emit(choice.and_then(|(.., choice)| *choice));
    };
    let option = |(word, name, choice): (&'static str, FilterPhrase, Option<T>)| {
        html! {
            <option value={word} selected={choice == chosen}>{ language.say(name) }</option>
        }
    };
    html! {
        <div class="filter-details-field">
            <label for={id}>{ language.say(label) }</label>
            <select {id} onchange={on_change}>{ for choices.into_iter().map(option) }</select>
        </div>
    }
}

fn hidden(props: &FilterDetailsProps) -> Html {
    let (language, criteria) = (props.language, &props.criteria);
    let to_hide = match &props.error {
        Some(error) if error.field == Field::Query => None,
        _ => criteria.query_to_hide(),
    };
    let can_hide = to_hide.is_some();
    let on_hide = changing(props, |criteria, to_hide: Option<Rc<str>>| {
        criteria.query = "".into();
        let is_new = |pattern: &Rc<str>| !criteria.hidden.contains(pattern);
        criteria.hidden.extend(to_hide.filter(is_new));
    });
    html! {
        <div class="filter-details-hidden" role="group" aria-labelledby="filter-hidden-heading">
            <p id="filter-hidden-heading" class="filter-details-heading">
                { language.say(FilterPhrase::Hidden) }
            </p>
            <ul class="filter-details-patterns">
                { for criteria.hidden.iter().enumerate().map(|it| hidden_pattern(props, it)) }
            </ul>
            <button
                type="button"
                id="filter-hide"
                aria-describedby="filter-hide-hint"
                disabled={!can_hide}
                onclick={on_hide.reform(move |_| to_hide.clone())}
            >
                { language.say(FilterPhrase::Hide) }
            </button>
            <p id="filter-hide-hint" class="filter-details-hint">
                { language.say(FilterPhrase::HideHint) }
            </p>
        </div>
    }
}

fn hidden_pattern(props: &FilterDetailsProps, (index, pattern): (usize, &Rc<str>)) -> Html {
    let on_show = changing(props, |criteria, index| {
        criteria.hidden.remove(index);
    });
    let (id, name_id) = (
        format!("filter-show-{index}"),
        format!("filter-hidden-{index}"),
    );
    html! {
        <li class="filter-hidden">
            <code id={name_id.clone()}>{ &**pattern }</code>
            <button
                type="button"
                id={id.clone()}
                aria-labelledby={format!("{id} {name_id}")}
                onclick={on_show.reform(move |_| index)}
            >
                { props.language.say(FilterPhrase::ShowAgain) }
            </button>
        </li>
    }
}
