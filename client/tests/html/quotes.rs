//! The HTML of the table of quotes.

use std::rc::Rc;

use client::components::workbench::quotes_table::{FeedStatus, QuotesTable, QuotesTableProps};
use client::i18n::Language;
use session::payload::Payload;
use session::quotes::{Column, Quotes, Slot};
use session::time::{Moment, Time, TimeZone, WallTime};
use yew::Callback;

use crate::{HOSTILE, assert_contains, assert_lacks, html_of};

/// A moment that is the beginning of a minute.
const START: f64 = 1_800_000_000_000.0;

fn moment(ms: f64) -> Moment {
    Moment {
        now: at(ms),
        wall: WallTime(at(ms).0),
        random: 0,
    }
}

fn at(ms: f64) -> Time {
    Time(START + ms)
}

/// A feed of two symbols, of which one has gone up and one has gone down.
fn quotes() -> Quotes {
    let mut quotes = Quotes::default();
    let snapshot = r#"{"type":"snapshot","quotes":[
        {"symbol":"ULLIM","price":100.5,"open":100},{"symbol":"ECHO","price":1234,"open":1234}]}"#;
    let news = r#"{"type":"quotes","skipped":1200,"quotes":[
        {"symbol":"ULLIM","price":101.25},{"symbol":"ECHO","price":1233.5}]}"#;
    quotes.received(&[Payload::Text(snapshot.into())], moment(0.0));
    quotes.received(&[Payload::Text(news.into())], moment(30_000.0));
    quotes
}

async fn table(language: Language, status: FeedStatus, quotes: &Quotes) -> String {
    html_of::<QuotesTable>(QuotesTableProps {
        language,
        status,
        quotes: quotes.sorted(),
        sort: quotes.sort(),
        skipped: quotes.skipped(),
        unreadable: quotes.unreadable(),
        until: Slot::of(at(30_000.0)),
        zone: TimeZone(|_| 0),
        on_sort: Callback::noop(),
    })
    .await
}

/// The row of a symbol.
fn row<'a>(html: &'a str, symbol: &str) -> &'a str {
    let mut rows = html.split("<tr ");
    let start = format!(r#"data-symbol="{symbol}""#);
    rows.find(|row| row.starts_with(&start)).expect("a row")
}

#[tokio::test]
async fn row_shows_price_change_range_and_the_last_minute() {
    let html = table(Language::English, FeedStatus::Live, &quotes()).await;
    assert_contains(&html, "<caption>");
    let up = row(&html, "ULLIM");
    assert_contains(up, r#"<th scope="row">ULLIM</th>"#);
    assert_contains(up, r#"data-moved="up""#);
    assert_contains(up, ">101.25</span>");
    for part in ["▲", "+1.25", "+1.25 %", "100.50", "101.25"] {
        assert_contains(up, part);
    }
    // Known since the middle of the minute; at its end the price goes from the bottom to the top.
    assert_contains(up, r#"<path d="M60 100H120V0H120""#);
    assert_contains(up, "Between 100.50 and 101.25 in the last minute.");
    let down = row(&html, "ECHO");
    assert_contains(down, r#"data-moved="down""#);
    for part in ["▼", "−0.50", "−0.04 %", ">1,233.50<"] {
        assert_contains(down, part);
    }
    assert_contains(&html, "1,200 changes were skipped");
}

#[tokio::test]
async fn headings_have_buttons_and_aria_sort() {
    let mut quotes = quotes();
    let html = table(Language::Korean, FeedStatus::Live, &quotes).await;
    assert_eq!(
        html.matches(r#"<button type="button""#).count(),
        3,
        "{html}"
    );
    assert_eq!(html.matches(r#"scope="col""#).count(), 5, "{html}");
    assert_lacks(&html, "aria-sort");
    quotes.sort_by(Column::Symbol);
    let html = table(Language::Korean, FeedStatus::Live, &quotes).await;
    assert_eq!(html.matches(r#"aria-sort="ascending""#).count(), 1);
    let place = |symbol| html.find(&format!(r#"data-symbol="{symbol}""#)).unwrap();
    assert!(place("ECHO") < place("ULLIM"));
}

#[tokio::test]
async fn status_of_the_feed_is_shown_in_words() {
    let (none, some) = (Quotes::default(), quotes());
    for (language, status, quotes, words) in [
        (
            Language::Korean,
            FeedStatus::NotConnected,
            &none,
            "아직 시세가 없습니다",
        ),
        (
            Language::English,
            FeedStatus::NotConnected,
            &none,
            "No quotes yet",
        ),
        (Language::Korean, FeedStatus::Awaited, &none, "기다리는 중"),
        (
            Language::English,
            FeedStatus::Awaited,
            &none,
            "Waiting for the first",
        ),
        (Language::Korean, FeedStatus::Live, &some, "실시간."),
        (
            Language::English,
            FeedStatus::Stale(moment(30_000.0).wall),
            &some,
            "last quotes, from",
        ),
    ] {
        let html = table(language, status, quotes).await;
        assert_contains(&html, words);
        assert_eq!(html.contains("<table"), !quotes.sorted().is_empty());
    }
    let html = table(
        Language::Korean,
        FeedStatus::Stale(moment(30_000.0).wall),
        &some,
    )
    .await;
    assert_contains(&html, "<time>08:00:30</time>");
}

#[tokio::test]
async fn gap_in_the_history_is_a_gap_in_the_line() {
    let mut quotes = quotes();
    quotes.closed(at(10_000.0 + 30_000.0));
    let symbol = r#"{"type":"snapshot","quotes":[{"symbol":"ULLIM","price":100.5,"open":100}]}"#;
    quotes.received(&[Payload::Text(symbol.into())], moment(50_000.0));
    let html = html_of::<QuotesTable>(QuotesTableProps {
        language: Language::Korean,
        status: FeedStatus::Live,
        quotes: quotes.sorted(),
        sort: quotes.sort(),
        skipped: 0,
        unreadable: 0,
        until: Slot::of(at(60_000.0)),
        zone: TimeZone(|_| 0),
        on_sort: Callback::noop(),
    })
    .await;
    assert_contains(&html, r#"<path d="M0 100H60V0H80M100 100H120""#);
}

#[tokio::test]
async fn empty_history_is_hidden_from_screen_readers() {
    let mut quotes = quotes();
    quotes.closed(at(40_000.0));
    for (until_ms, pictures) in [(30_000.0, 2), (600_000.0, 0)] {
        let html = html_of::<QuotesTable>(QuotesTableProps {
            language: Language::English,
            status: FeedStatus::Stale(moment(30_000.0).wall),
            quotes: quotes.sorted(),
            sort: quotes.sort(),
            skipped: 0,
            unreadable: 0,
            until: Slot::of(at(until_ms)),
            zone: TimeZone(|_| 0),
            on_sort: Callback::noop(),
        })
        .await;
        assert_eq!(html.matches("<svg").count(), 2, "{html}");
        assert_eq!(html.matches(r#"role="img""#).count(), pictures, "{html}");
        let hidden = html.matches(r#"<svg aria-hidden="true""#);
        assert_eq!(hidden.count(), 2 - pictures, "{html}");
    }
}

#[tokio::test]
async fn symbol_with_markup_is_escaped() {
    for (hostile, escaped) in HOSTILE {
        let quote = serde_json::json!({ "symbol": hostile, "price": 1, "open": 1 });
        let snapshot = serde_json::json!({ "type": "snapshot", "quotes": [quote] });
        let mut quotes = Quotes::default();
        quotes.received(
            &[Payload::Text(Rc::from(snapshot.to_string()))],
            moment(0.0),
        );
        let html = table(Language::Korean, FeedStatus::Live, &quotes).await;
        assert_contains(&html, &format!(r#"<th scope="row">{escaped}</th>"#));
    }
}
