//! A row of the table of quotes.

use yew::prelude::*;

use super::sparkline::sparkline;
use crate::i18n::Language;
use crate::model::quotes::figure::{plain, signed};
use crate::model::quotes::{Line, Window};

/// A symbol: its price, which lights up when it changes, how far it has come, and the minute before the end
/// of `until`. Which way it went is said by a sign and an arrow; the colour only repeats it. It is a function
/// and no component, as in a fast feed every row is another one in every frame.
pub(super) fn quotes_row(language: Language, line: &Line, until: Window) -> Html {
    let (way, arrow) = match line.change().signum() {
        1 => ("up", "▲ "),
        -1 => ("down", "▼ "),
        _ => ("even", ""),
    };
    let percent = line
        .change_basis_points()
        .map(|basis_points| signed(basis_points) + " %");
    // What lights up is another element after each window in which the price changed.
    let (key, moved) = match line.moved {
        None => (0, None),
        Some(moved) => (
            moved.window.number(),
            Some(if moved.is_up { "up" } else { "down" }),
        ),
    };
    html! {
        <tr key={&*line.symbol} data-symbol={line.symbol.clone()}>
            <th scope="row">{ &*line.symbol }</th>
            <td><span {key} class="quotes-price" data-moved={moved}>{ plain(line.price) }</span></td>
            <td class="quotes-change" data-way={way}>
                <span><span aria-hidden="true">{ arrow }</span>{ signed(line.change()) }</span>
                { " " }
                <span>{ percent }</span>
            </td>
            <td class="quotes-range">
                <span>{ plain(line.low) }</span>
                <span>{ " – " }</span>
                <span>{ plain(line.high) }</span>
            </td>
            <td>{ sparkline(language, &line.course, until) }</td>
        </tr>
    }
}
