//! A row of the table of quotes.

use std::rc::Rc;

use yew::prelude::*;

use super::sparkline::Sparkline;
use crate::i18n::Language;
use crate::model::quotes::figure::{plain, signed};
use crate::model::quotes::{Line, Window};

/// What [`QuotesRow`] takes.
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct QuotesRowProps {
    /// The language of its words.
    pub language: Language,
    /// The symbol.
    pub line: Rc<Line>,
    /// Until when the last minute is shown.
    pub until: Window,
}

/// A symbol: its price, which lights up when it changes, how far it has come, and a picture. Which way it
/// went is said by a sign and an arrow; the colour only repeats it.
#[component]
pub fn QuotesRow(props: &QuotesRowProps) -> Html {
    let line = &*props.line;
    let (way, arrow) = match line.change().signum() {
        1 => ("up", "▲"),
        -1 => ("down", "▼"),
        _ => ("even", ""),
    };
    let moved = line
        .moved
        .map(|moved| if moved.is_up { "up" } else { "down" });
    let percent = line
        .change_basis_points()
        .map(|basis_points| signed(basis_points) + " %");
    // What lights up is another element after each window in which the price changed.
    let key = line
        .moved
        .map_or_else(String::new, |moved| moved.window.number().to_string());
    html! {
        <tr data-symbol={Rc::clone(&line.symbol)}>
            <th scope="row">{ &*line.symbol }</th>
            <td><span {key} class="quotes-price" data-moved={moved}>{ plain(line.price) }</span></td>
            <td class="quotes-change" data-way={way}>
                <span>
                    <span aria-hidden="true">{ arrow }</span>{ " " }{ signed(line.change()) }
                </span>
                { " " }
                <span>{ percent }</span>
            </td>
            <td class="quotes-range">
                <span>{ plain(line.low) }</span>
                <span>{ " – " }</span>
                <span>{ plain(line.high) }</span>
            </td>
            <td>
                <Sparkline
                    language={props.language}
                    line={Rc::clone(&props.line)}
                    until={props.until}
                />
            </td>
        </tr>
    }
}
