//! The numbers of a connection: messages, bytes, and round trips.

use std::rc::Rc;

use yew::prelude::*;

use super::plot::{PlotProps, plot};
use crate::i18n::Language;
use crate::i18n::numbers::NumbersPhrase;
use session::format::{grouped, human_size};
use session::rates::{self, Count, Traffic, WINDOW_SECONDS};
use session::round_trips::{Measurement, RoundTripStats};

/// The properties of [`Numbers`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct NumbersProps {
    /// The display language.
    pub language: Language,
    /// The traffic of each of the last seconds, the oldest first.
    pub per_second: Rc<[Traffic; WINDOW_SECONDS]>,
    /// The traffic since the start.
    pub totals: Traffic,
    /// The result of measuring round trips.
    pub round_trip: Measurement,
}

/// Two plots with their figures, and the round-trip time.
#[component]
pub fn Numbers(props: &NumbersProps) -> Html {
    let language = props.language;
    html! {
        <section id="numbers" class="numbers" aria-labelledby="numbers-heading" translate="no">
            <h2 id="numbers-heading" class="numbers-heading">
                { language.say(NumbersPhrase::Heading) }
            </h2>
            { of_unit(props, &MESSAGES) }
            { of_unit(props, &BYTES) }
            <div>
                <h3 class="numbers-name">{ language.say(NumbersPhrase::RoundTrip) }</h3>
                { round_trip(language, props.round_trip) }
            </div>
        </section>
    }
}

/// A unit to count in, with its phrases.
struct Unit {
    name: NumbersPhrase,
    count: fn(Count) -> u64,
    /// The phrase for the most sent and received in a second.
    most: fn(u64, u64) -> NumbersPhrase,
    rate: fn(u64) -> NumbersPhrase,
    total: fn(u64) -> String,
}

const MESSAGES: Unit = Unit {
    name: NumbersPhrase::MessagesPerSecond,
    count: |count| count.messages,
    most: |sent, received| NumbersPhrase::PeakMessages { sent, received },
    rate: NumbersPhrase::RateOfMessages,
    total: grouped,
};

const BYTES: Unit = Unit {
    name: NumbersPhrase::BytesPerSecond,
    count: |count| count.bytes,
    most: |sent, received| NumbersPhrase::PeakBytes { sent, received },
    rate: NumbersPhrase::RateOfBytes,
    total: human_size,
};

fn of_unit(props: &NumbersProps, unit: &Unit) -> Html {
    let language = props.language;
    let received = props.per_second.map(|both| (unit.count)(both.received));
    let sent = props.per_second.map(|both| (unit.count)(both.sent));
    let latest = rates::latest(&props.per_second);
    let row = |mark: &'static str, name: NumbersPhrase, now: Count, peak: u64, total: Count| {
        html! {
            <tr>
                <th scope="row">
                    <span class="numbers-mark" aria-hidden="true">{ mark }</span>
                    { language.say(name) }
                </th>
                <td>{ language.say((unit.rate)((unit.count)(now))) }</td>
                <td>{ language.say((unit.rate)(peak)) }</td>
                <td>{ (unit.total)((unit.count)(total)) }</td>
            </tr>
        }
    };
    html! {
        <div>
            <h3 class="numbers-name">{ language.say(unit.name) }</h3>
            { picture(language, unit, received, sent) }
            <table class="numbers-table">
                <thead>
                    <tr>
                        <td></td>
                        <th scope="col">{ language.say(NumbersPhrase::Now) }</th>
                        <th scope="col">{ language.say(NumbersPhrase::Peak) }</th>
                        <th scope="col">{ language.say(NumbersPhrase::Total) }</th>
                    </tr>
                </thead>
                <tbody>
                    // The marks show the side of each direction in the plot.
                    {
                        row(
                            "▲",
                            NumbersPhrase::Received,
                            latest.received,
                            most(&received),
                            props.totals.received,
                        )
                    }
                    {
                        row(
                            "▼",
                            NumbersPhrase::Sent,
                            latest.sent,
                            most(&sent),
                            props.totals.sent,
                        )
                    }
                </tbody>
            </table>
        </div>
    }
}

/// The messages of the last minute as a picture.
pub(super) fn messages_plot(language: Language, per_second: &[Traffic; WINDOW_SECONDS]) -> Html {
    let received = per_second.map(|both| both.received.messages);
    let sent = per_second.map(|both| both.sent.messages);
    picture(language, &MESSAGES, received, sent)
}

/// The plot of a unit, which tells the highest rates in words.
fn picture(
    language: Language,
    unit: &Unit,
    received: [u64; WINDOW_SECONDS],
    sent: [u64; WINDOW_SECONDS],
) -> Html {
    plot(&PlotProps {
        label: language.say((unit.most)(most(&sent), most(&received))),
        received,
        sent,
    })
}

fn most(values: &[u64]) -> u64 {
    values.iter().copied().max().unwrap_or_default()
}

fn round_trip(language: Language, measured: Measurement) -> Html {
    let note =
        |phrase: NumbersPhrase| html! { <p class="numbers-note">{ language.say(phrase) }</p> };
    let RoundTripStats {
        last_ms,
        median_ms,
        min_ms,
        max_ms,
        count,
    } = match measured {
        Measurement::Unavailable => return note(NumbersPhrase::RoundTripNotMeasured),
        Measurement::Pending => return note(NumbersPhrase::RoundTripNotYet),
        Measurement::Stats(stats) => stats,
    };
    let stats = [
        (NumbersPhrase::Last, last_ms),
        (NumbersPhrase::Median, median_ms),
        (NumbersPhrase::Shortest, min_ms),
        (NumbersPhrase::Longest, max_ms),
    ];
    html! {
        <>
            <dl class="numbers-stats">
                { for stats.map(|(name, ms)| html! {
                    <div>
                        <dt>{ language.say(name) }</dt>
                        <dd>{ milliseconds(ms) }</dd>
                    </div>
                }) }
            </dl>
            { note(NumbersPhrase::RoundTrips(count)) }
        </>
    }
}

/// A duration, with tenths where they matter.
pub(super) fn milliseconds(ms: f64) -> String {
    // Formatting a float would weigh more than this file.
    let tenths = (ms * 10.0 + 0.5) as u64;
    let (whole, rest) = (tenths / 10, tenths % 10);
    if whole < 100 {
        format!("{whole}.{rest} ms")
    } else {
        format!("{} ms", grouped(whole))
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::milliseconds;

    #[test]
    fn milliseconds_below_a_hundred_have_tenths() {
        for (ms, words) in [
            (0.0, "0.0 ms"),
            (0.26, "0.3 ms"),
            (99.94, "99.9 ms"),
            (99.96, "100 ms"),
            (12_345.6, "12,345 ms"),
            (-1.0, "0.0 ms"),
        ] {
            assert_eq!(milliseconds(ms), words);
        }
    }
}
