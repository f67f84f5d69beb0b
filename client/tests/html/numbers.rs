//! The HTML of a connection's numbers.

use std::rc::Rc;

use client::components::workbench::numbers::{Numbers, NumbersProps};
use client::i18n::Language;
use session::rates::{Rates, Traffic};
use session::record::Direction;
use session::round_trips::{Measurement, RoundTripStats};
use session::time::Time;

use crate::{assert_contains, assert_lacks, html_of};

async fn numbers(language: Language, rates: &Rates, round_trip: Measurement) -> String {
    html_of::<Numbers>(NumbersProps {
        language,
        per_second: Rc::new(rates.per_second(Time(61_500.0))),
        totals: rates.totals(),
        round_trip,
    })
    .await
}

fn rates() -> Rates {
    let mut rates = Rates::new();
    // More than a minute ago, a while ago, and in the latest second that is over.
    rates.record(Direction::Received, 1_000_000, 64 << 20, Time(0.0));
    rates.record(Direction::Received, 4_000, 1 << 20, Time(30_000.0));
    rates.record(Direction::Received, 12, 768, Time(60_000.0));
    rates.record(Direction::Sent, 3, 1_536, Time(60_999.0));
    rates
}

#[tokio::test]
async fn numbers_show_rate_peak_and_total_of_both_directions() {
    let html = numbers(Language::English, &rates(), Measurement::Unavailable).await;
    assert_contains(&html, "<td>12/s</td><td>4,000/s</td><td>1,004,012</td>");
    assert_contains(&html, "<td>3/s</td><td>3/s</td><td>3</td>");
    assert_contains(&html, "<td>768 B/s</td><td>1 MiB/s</td><td>65 MiB</td>");
    assert_contains(
        &html,
        "<td>1.5 KiB/s</td><td>1.5 KiB/s</td><td>1.5 KiB</td>",
    );
    let html = numbers(Language::Korean, &rates(), Measurement::Unavailable).await;
    assert_contains(
        &html,
        "<td>12개/초</td><td>4,000개/초</td><td>1,004,012</td>",
    );
    assert_contains(&html, "<td>768 B/초</td><td>1 MiB/초</td><td>65 MiB</td>");
}

#[tokio::test]
async fn plot_has_a_label_in_words() {
    for (language, messages, bytes) in [
        (
            Language::Korean,
            "지난 60초의 초당 메시지: 가장 많을 때 4,000개를 받고 3개를 보냈습니다.",
            "지난 60초의 초당 바이트: 가장 많을 때 1 MiB를 받고 1.5 KiB를 보냈습니다.",
        ),
        (
            Language::English,
            "Messages per second over the last 60 seconds: at most 4,000 received and 3 sent.",
            "Bytes per second over the last 60 seconds: at most 1 MiB received and 1.5 KiB sent.",
        ),
    ] {
        let html = numbers(language, &rates(), Measurement::Unavailable).await;
        for words in [messages, bytes] {
            assert_contains(&html, &format!(r#"role="img" aria-label="{words}""#));
        }
    }
}

#[tokio::test]
async fn plot_has_received_above_and_sent_below() {
    let html = numbers(Language::Korean, &rates(), Measurement::Unavailable).await;
    let area = |class: &str| {
        let mut tags = html.split('<');
        tags.find(|tag| tag.contains(class)).expect("an area")
    };
    // The latest second that is over: 12 of 4,000 received, and 3 of 3 sent.
    assert_contains(area("plot-received"), "V99H59V100H60");
    assert_contains(area("plot-sent"), "V200H59V100H60");
}

#[tokio::test]
async fn plot_without_traffic_is_a_line() {
    let html = numbers(Language::Korean, &Rates::new(), Measurement::Unavailable).await;
    assert_contains(&html, "<td>0개/초</td><td>0개/초</td><td>0</td>");
    // Sixty seconds of no height, twice in each of the two plots.
    assert_eq!(html.matches("M0 100V100H1V100H2").count(), 4, "{html}");
    assert_eq!(Rates::new().totals(), Traffic::default());
}

#[tokio::test]
async fn round_trip_shows_its_stats_or_why_there_are_none() {
    let stats = Measurement::Stats(RoundTripStats {
        last_ms: 1.26,
        median_ms: 2.0,
        min_ms: 0.5,
        max_ms: 1_234.0,
        count: 7,
    });
    for (language, round_trips, not_yet, never) in [
        (
            Language::Korean,
            "최근 왕복 7번",
            "메시지를 보내면",
            "/echo와 수업)만",
        ),
        (
            Language::English,
            "of the last 7 round trips",
            "Send a message",
            "only where",
        ),
    ] {
        let html = numbers(language, &Rates::new(), stats).await;
        for part in ["1.3 ms", "2.0 ms", "0.5 ms", "1,234 ms", round_trips] {
            assert_contains(&html, part);
        }
        for (measured, words) in [
            (Measurement::Pending, not_yet),
            (Measurement::Unavailable, never),
        ] {
            let html = numbers(language, &Rates::new(), measured).await;
            assert_contains(&html, words);
            assert_lacks(&html, " ms<");
        }
    }
}
