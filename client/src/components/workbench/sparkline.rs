//! The last minute of a price as a line.

use std::fmt::Write as _;

use yew::prelude::*;

use crate::i18n::Language;
use crate::i18n::quotes::QuotesPhrase;
use session::quotes::{PriceHistory, SLOTS, Slot};

/// The height of the picture, in its units.
const HEIGHT: i64 = 100;

/// A stepped line over the minute that ends with `until`, with the lowest price at the bottom and the
/// highest at the top. It has gaps where no price is known; with no price at all it is hidden from screen
/// readers.
pub(super) fn sparkline(language: Language, price_history: &PriceHistory, until: Slot) -> Html {
    let bounds = price_history.bounds(until);
    let label = bounds.map(|(low, high)| language.say(QuotesPhrase::LastMinuteRange { low, high }));
    html! {
        <svg
            class="sparkline"
            role={bounds.map(|_| "img")}
            aria-hidden={bounds.is_none().then_some("true")}
            aria-label={label}
            viewBox={format!("0 0 {SLOTS} {HEIGHT}")}
            preserveAspectRatio="none"
        >
            <path d={bounds.map(|bounds| outline(price_history, until, bounds))} />
        </svg>
    }
}

fn outline(price_history: &PriceHistory, until: Slot, (low, high): (i64, i64)) -> String {
    let y_of = |price: i64| match high - low {
        0 => HEIGHT / 2,
        range => (high - price) * HEIGHT / range,
    };
    let mut outline = String::new();
    let mut is_known = false;
    for (x, price) in price_history.until(until) {
        // Writing to a `String` cannot fail.
        let _ = match (price, is_known) {
            (Some(price), true) => write!(outline, "H{x}V{}", y_of(price)),
            (Some(price), false) => write!(outline, "M{x} {}", y_of(price)),
            (None, true) => write!(outline, "H{x}"),
            (None, false) => Ok(()),
        };
        is_known = price.is_some();
    }
    if is_known {
        let _ = write!(outline, "H{SLOTS}");
    }
    outline
}
