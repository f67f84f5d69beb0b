//! The last minute of a price as a line.

use std::fmt::Write as _;
use std::rc::Rc;

use yew::prelude::*;

use crate::i18n::Language;
use crate::i18n::quotes::QuotesPhrase;
use crate::model::quotes::{Course, Line, WINDOWS, Window};

/// The height of the picture, in its units.
const HEIGHT: i64 = 100;

/// What [`Sparkline`] takes.
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct SparklineProps {
    /// The language of its words.
    pub language: Language,
    /// Whose price.
    pub line: Rc<Line>,
    /// Until when.
    pub until: Window,
}

/// A line in steps, from the lowest price of the minute at the bottom to the highest at the top. Where
/// nothing was known of the price there is a gap.
#[component]
pub fn Sparkline(props: &SparklineProps) -> Html {
    let drawn = Drawn::of(&props.line.course, props.until);
    let label = drawn.bounds.map(|(low, high)| {
        let course = QuotesPhrase::Course { low, high };
        props.language.say(course)
    });
    html! {
        <svg
            class="sparkline"
            role="img"
            aria-label={label}
            viewBox={format!("0 0 {WINDOWS} {HEIGHT}")}
            preserveAspectRatio="none"
        >
            <path d={drawn.outline} />
        </svg>
    }
}

struct Drawn {
    outline: String,
    /// The lowest and the highest price; none where there is a gap and nothing else.
    bounds: Option<(i64, i64)>,
}

impl Drawn {
    fn of(course: &Course, until: Window) -> Self {
        let prices = || course.until(until).filter_map(|(_, price)| price);
        let bounds = prices().min().zip(prices().max());
        let Some((low, high)) = bounds else {
            return Self {
                outline: String::new(),
                bounds,
            };
        };
        let y_of = |price: i64| match high - low {
            0 => HEIGHT / 2,
            range => (high - price) * HEIGHT / range,
        };
        let mut outline = String::new();
        let mut is_known = false;
        for (x, price) in course.until(until) {
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
            let _ = write!(outline, "H{WINDOWS}");
        }
        Self { outline, bounds }
    }
}
