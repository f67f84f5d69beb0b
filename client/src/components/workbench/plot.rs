//! A plot of a minute: received above a line, sent below it.

use std::fmt::Write as _;

use yew::prelude::*;

use session::rates::WINDOW_SECONDS;

/// The height of each half, in units of the picture.
const HALF: u64 = 100;

/// The properties of [`plot`].
#[derive(Debug)]
pub struct PlotProps {
    /// The picture in words.
    pub label: AttrValue,
    /// The values received in each second, the oldest first.
    pub received: [u64; WINDOW_SECONDS],
    /// The values sent in each second, the oldest first.
    pub sent: [u64; WINDOW_SECONDS],
}

/// Two areas on one line, told apart by side and colour. Each has its own scale, and its largest second
/// reaches the edge: beside a flood a heartbeat would be invisible otherwise.
pub fn plot(props: &PlotProps) -> Html {
    html! {
        <svg
            class="plot"
            role="img"
            aria-label={props.label.clone()}
            viewBox={format!("0 0 {WINDOW_SECONDS} {}", 2 * HALF)}
            preserveAspectRatio="none"
        >
            <path class="plot-received" d={area(&props.received, |height| HALF - height)} />
            <path class="plot-sent" d={area(&props.sent, |height| HALF + height)} />
            <path class="plot-line" d={format!("M0 {HALF}H{WINDOW_SECONDS}")} />
        </svg>
    }
}

/// The outline of the area between the line and the values, in steps of a second.
fn area(values: &[u64; WINDOW_SECONDS], y_of: impl Fn(u64) -> u64) -> String {
    let largest = values.iter().copied().max().unwrap_or_default();
    let mut outline = format!("M0 {HALF}");
    for (second, value) in (1..).zip(values) {
        // Rounded up, so that a single message beside thousands is visible.
        let height = match largest {
            0 => 0,
            _ => value.saturating_mul(HALF).div_ceil(largest).min(HALF),
        };
        // Writing to a `String` cannot fail.
        let _ = write!(outline, "V{}H{second}", y_of(height));
    }
    outline + &format!("V{HALF}Z")
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;

    #[test]
    fn area_of_values_reaches_the_edge_and_shows_the_smallest() {
        let mut values = [0; WINDOW_SECONDS];
        values[0] = 1;
        values[59] = 1_000_000;
        let outline = area(&values, |height| HALF - height);
        assert!(outline.starts_with("M0 100V99H1V100H2"), "{outline}");
        assert!(outline.ends_with("V0H60V100Z"), "{outline}");
        let below = area(&values, |height| HALF + height);
        assert!(below.ends_with("V200H60V100Z"), "{below}");
    }

    #[test]
    fn area_of_any_values_stays_in_the_picture() {
        for value in [0, 1, u64::MAX] {
            let outline = area(&[value; WINDOW_SECONDS], |height| HALF - height);
            assert!(outline.starts_with("M0 100V"), "{outline}");
        }
    }
}
