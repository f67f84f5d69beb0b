//! The HTML of the detail of a record.

use std::rc::Rc;

use client::components::workbench::detail::{self as component, DetailProps};
use client::i18n::Language;
use session::detail;
use session::log::Log;
use session::payload::Payload;
use session::record::{Direction, Opening, Record, RecordKind};
use session::time::{Time, TimeZone, WallTime};
use session::view::{Event, View};
use yew::Callback;

use crate::{HOSTILE, assert_contains, assert_lacks, html_made};

async fn detail_of(kind: RecordKind, events: impl IntoIterator<Item = detail::Event>) -> String {
    let mut log = Log::new();
    let at = Time(0.0);
    log.append(Record {
        at,
        wall: WallTime(at.0),
        kind,
    });
    let mut view = View::default();
    view.advance(&log, 1);
    view.apply(Event::Selected(0), &log);
    view.apply(Event::DetailShown(true), &log);
    for event in events {
        view.apply(Event::Detail(event), &log);
    }
    html_made(
        component::detail,
        DetailProps {
            language: Language::English,
            pane: view.detail_pane(&log).unwrap(),
            zone: TimeZone(|_| 9 * 60),
            on_event: Callback::noop(),
            on_close: Callback::noop(),
        },
    )
    .await
}

fn received(payload: Payload) -> RecordKind {
    RecordKind::Message(Direction::Received, payload)
}

fn text(text: &str) -> RecordKind {
    received(Payload::Text(text.into()))
}

#[tokio::test]
async fn detail_of_a_message_shows_its_properties_and_text() {
    let html = detail_of(text("하나\n둘"), []).await;
    for fact in ["0", "09:00:00.000", "Received · text", "10 bytes"] {
        assert_contains(&html, &format!("<dd>{fact}</dd>"));
    }
    assert_contains(
        &html,
        "<span data-line=\"0\" class=\"detail-line\">하나\n</span>",
    );
    assert_contains(&html, r#"class="detail-line detail-line-cut">둘</span>"#);
}

#[tokio::test]
async fn detail_of_json_is_pretty_printed_and_foldable() {
    let json = || text(r#"{"a":[1]}"#);
    let html = detail_of(json(), []).await;
    assert_contains(&html, r#"id="detail-json" aria-pressed="true""#);
    assert_contains(&html, "    1\n</span>");
    assert_contains(&html, r#"aria-expanded="true" aria-label="Fold""#);
    let html = detail_of(json(), [detail::Event::Folded(1)]).await;
    assert_lacks(&html, "    1\n</span>");
    assert_contains(&html, r#"aria-expanded="false" aria-label="Unfold""#);
}

#[tokio::test]
async fn detail_of_invalid_json_shows_the_position() {
    let html = detail_of(
        text("[1,]"),
        [detail::Event::Shown(detail::DetailFormat::Json)],
    )
    .await;
    assert_contains(
        &html,
        r#"role="alert" class="detail-error">This is not JSON: error at byte 3.</p>"#,
    );
}

#[tokio::test]
async fn characters_that_are_not_seen_are_counted_and_shown_by_choice() {
    use detail::{DetailFormat, Event};
    let message = || text("a\u{200b}b\0\u{202e}\r\n");
    let html = detail_of(message(), []).await;
    assert_contains(&html, ">Unseen characters: 4</button>");
    assert_lacks(&html, r#"class="unseen""#);
    let html = detail_of(message(), [Event::Shown(DetailFormat::Marked)]).await;
    assert_contains(&html, r#"id="detail-marked" aria-pressed="true""#);
    for code in ["U+200B", "U+0000", "U+202E", "U+000D"] {
        assert_contains(&html, &format!(r#"<span title="{code}" class="unseen">"#));
    }
    let html = detail_of(message(), [Event::Shown(DetailFormat::Bytes)]).await;
    assert_contains(&html, "61 e2 80 8b 62 00 e2 80  ae 0d 0a");
    let html = detail_of(text("a b"), []).await;
    assert_lacks(&html, "detail-marked");
}

#[tokio::test]
async fn detail_of_bytes_is_a_hex_dump() {
    let html = detail_of(received(Payload::Binary([0x41, 0x00].into())), []).await;
    assert_contains(&html, "00000000  41 00");
    assert_contains(&html, "|A.|");
    assert_lacks(&html, "detail-json");
}

#[tokio::test]
async fn detail_of_an_opening_has_no_lines() {
    let opening = Opening {
        subprotocol: "chat".into(),
        ..Opening::default()
    };
    let html = detail_of(RecordKind::Opened(Rc::new(opening)), []).await;
    assert_contains(&html, "<dt>Subprotocol</dt><dd>chat</dd>");
    assert_lacks(&html, "Extensions");
    assert_lacks(&html, "detail-lines");
}

#[tokio::test]
async fn message_with_markup_is_escaped() {
    for (hostile, escaped) in HOSTILE {
        let html = detail_of(text(hostile), []).await;
        assert_contains(&html, escaped);
        assert_lacks(&html, hostile);
    }
}
