//! A row of the table of quotes.

use yew::prelude::*;

use super::sparkline::sparkline;
use crate::i18n::Language;
use session::quotes::figure::{plain, signed};
use session::quotes::{Quote, Slot};

/// A symbol: its price, which flashes when it changes, its change, and the minute that ends with `until`. A
/// sign and an arrow show the direction; the colour only repeats it. It is a function and not a component,
/// as in a fast feed every row changes in every frame.
pub(super) fn quotes_row(language: Language, quote: &Quote, until: Slot) -> Html {
    let (way, arrow) = match quote.change().signum() {
        1 => ("up", "▲ "),
        -1 => ("down", "▼ "),
        _ => ("even", ""),
    };
    let percent = quote
        .change_basis_points()
        .map(|basis_points| signed(basis_points) + " %");
    // A new element after each slot with a change restarts the flash.
    let (key, moved) = match quote.last_change {
        None => (0, None),
        Some(change) => (
            change.slot.number(),
            Some(if change.is_up { "up" } else { "down" }),
        ),
    };
    html! {
        <tr key={&*quote.symbol} data-symbol={quote.symbol.clone()} translate="no">
            <th scope="row">{ &*quote.symbol }</th>
            <td><span {key} class="quotes-price" data-moved={moved}>{ plain(quote.price) }</span></td>
            <td class="quotes-change" data-way={way}>
                <span><span aria-hidden="true">{ arrow }</span>{ signed(quote.change()) }</span>
                { " " }
                <span>{ percent }</span>
            </td>
            <td class="quotes-range">
                <span>{ plain(quote.low) }</span>
                <span>{ " – " }</span>
                <span>{ plain(quote.high) }</span>
            </td>
            <td>{ sparkline(language, &quote.price_history, until) }</td>
        </tr>
    }
}
