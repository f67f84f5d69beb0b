//! The HTML of the detail of a record.

use std::rc::Rc;

use client::components::workbench::detail::{self as component, DetailProps};
use client::components::workbench::handshake_answer::handshake_answer;
use client::i18n::Language;
use session::detail;
use session::filter::Criteria;
use session::log::Log;
use session::payload::Payload;
use session::rates::{Count, Traffic};
use session::record::{CloseEvent, Closing, Direction, Ending, Opening, Record, RecordKind};
use session::time::{Time, TimeZone, WallTime};
use session::view::{Event, View};
use yew::{Callback, Html};

use crate::{HOSTILE, assert_contains, assert_lacks, html_by, html_made};

async fn detail_of(kind: RecordKind, events: impl IntoIterator<Item = detail::Event>) -> String {
    detail_found(kind, "", events).await
}

async fn detail_found(
    kind: RecordKind,
    query: &str,
    events: impl IntoIterator<Item = detail::Event>,
) -> String {
    let mut log = Log::new();
    log.append(Record {
        at: Time(0.0),
        wall: WallTime(1_796_042_285_664.0),
        kind,
    });
    let mut view = View::default();
    let criteria = Criteria {
        query: query.into(),
        ..Criteria::default()
    };
    view.apply(Event::Criteria(criteria), &log);
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
            server: "ws://localhost:3000/".into(),
            why: Html::default(),
            on_event: Callback::noop(),
            on_copy: Callback::noop(),
            on_again: Callback::noop(),
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
async fn detail_of_a_message_shows_its_number_time_size_and_text() {
    let html = detail_of(text("하나\n둘"), []).await;
    assert_contains(
        &html,
        r##"<span class="detail-number">#0</span><span>21:38:05.664</span><span>10 B</span>"##,
    );
    assert_contains(&html, r#"data-way="received""#);
    for id in ["detail-copy", "detail-again", "detail-close"] {
        assert_contains(&html, &format!(r#"id="{id}""#));
    }
    assert_contains(
        &html,
        "<span data-line=\"0\" class=\"detail-line\">하나\n</span>",
    );
    assert_contains(&html, r#"class="detail-line detail-line-cut">둘</span>"#);
    assert_lacks(&html, "detail-copies");
}

#[tokio::test]
async fn detail_of_json_is_coloured_and_foldable() {
    let json = || text(r#"{"a":[1,"b",null]}"#);
    let html = detail_of(json(), []).await;
    assert_contains(&html, r#"id="detail-json" aria-pressed="true""#);
    assert_contains(
        &html,
        concat!(r#"  <span class="json-name">"a"</span>: ["#, "\n</span>"),
    );
    assert_contains(&html, "    <span class=\"json-number\">1</span>,\n</span>");
    assert_contains(&html, r#"<span class="json-text">"b"</span>"#);
    assert_contains(&html, r#"<span class="json-literal">null</span>"#);
    // The button is before the text, empty, and no stop of the Tab key.
    assert_contains(
        &html,
        r#"tabindex="-1" aria-expanded="true" aria-label="Fold""#,
    );
    let html = detail_of(json(), [detail::Event::Folded(1)]).await;
    assert_lacks(&html, "json-number");
    assert_contains(&html, r#"aria-expanded="false" aria-label="Unfold""#);
}

#[tokio::test]
async fn value_and_path_are_offered_once_a_line_is_selected() {
    let json = || text(r#"{"a":1}"#);
    let html = detail_of(json(), []).await;
    assert_contains(&html, r#"id="detail-copy-formatted" popovertarget"#);
    assert_eq!(html.matches(" disabled").count(), 2);
    let html = detail_of(json(), [detail::Event::LineSelected(1)]).await;
    assert_lacks(&html, " disabled");
    assert_contains(&html, r#"class="detail-line detail-line-selected""#);
}

#[tokio::test]
async fn number_that_may_be_a_time_has_it_beside_it_and_not_in_its_text() {
    let html = detail_of(text(r#"{"ts":1796042285582,"old":1700000000}"#), []).await;
    assert_contains(
        &html,
        r#"1796042285582</span>,<span data-moment="21:38:05" class="detail-line-moment"></span>"#,
    );
    assert_contains(&html, r#"data-moment="2023-11-15 07:13:20""#);
    let narrow = [detail::Event::Measured(40)];
    let html = detail_of(text(r#"{"ts":1796042285582,"old":1700000000}"#), narrow).await;
    assert_contains(&html, r#"data-moment="21:38:05""#);
    assert_lacks(&html, "2023-11-15");
}

#[tokio::test]
async fn hit_is_marked_in_json_and_in_text() {
    let json = || text(r#"{"price":2,"b":1}"#);
    let html = detail_found(json(), "ice\":2", []).await;
    assert_contains(
        &html,
        concat!(
            r#"<span class="json-name">"pr</span><mark class="json-name">ice"</mark>"#,
            r#"<mark>: </mark><mark class="json-number">2</mark>,"#
        ),
    );
    let as_text = [detail::Event::Shown(detail::DetailFormat::Text)];
    let html = detail_found(json(), "ice\":2", as_text).await;
    assert_contains(&html, r#"pr<mark>ice":2</mark>,"#);
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
    assert_contains(&html, ">Unseen 4</button>");
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

fn assert_fact(html: &str, name: &str, value: &str) {
    let value = format!("<dt>{name}</dt><dd>{value}</dd>");
    let bare = html
        .replace("<bdi translate=\"no\">", "")
        .replace("</bdi>", "");
    assert_contains(&bare, &value);
}

#[tokio::test]
async fn detail_of_an_opening_says_where_and_what_was_agreed_on() {
    let opening = Opening {
        subprotocol: "chat".into(),
        address: "ws://127.0.0.1:4388/api".into(),
        offered: "v1.json, chat".into(),
        took_ms: 12,
        ..Opening::default()
    };
    let html = detail_of(RecordKind::Opened(Rc::new(opening)), []).await;
    assert_contains(&html, "<span>Opened</span>");
    assert_fact(&html, "Address", "ws://127.0.0.1:4388/api");
    assert_fact(&html, "Subprotocols offered", "v1.json, chat");
    assert_fact(&html, "Subprotocol agreed", "chat");
    assert_fact(&html, "Extensions", "none");
    assert_fact(&html, "Handshake", "12 ms");
    for id in ["detail-lines", "detail-copy", "detail-again"] {
        assert_lacks(&html, id);
    }
}

#[tokio::test]
async fn detail_of_a_close_says_why_how_long_and_what_went() {
    let close = CloseEvent {
        code: 1008,
        reason: HOSTILE[0].0.into(),
        was_clean: true,
    };
    let count = |messages, bytes| Count { messages, bytes };
    let closing = Closing {
        address: "ws://127.0.0.1:4388/api".into(),
        took_ms: 2_567,
        was_open: true,
        traffic: Traffic {
            sent: count(1, 20),
            received: count(24, 2_048),
        },
        ..Closing::new(close, Ending::ByServer)
    };
    let failed = Closing {
        was_open: false,
        ..closing.clone()
    };
    let html = detail_of(RecordKind::Closed(Rc::new(closing)), []).await;
    assert_fact(&html, "End", "The server closed the connection.");
    assert_contains(&html, r#"1008 <span lang="en">"#);
    assert_contains(&html, r#"<p class="detail-meaning">"#);
    assert_fact(&html, "Reason", HOSTILE[0].1);
    assert_fact(&html, "Address", "ws://127.0.0.1:4388/api");
    assert_fact(&html, "Open for", "2.5 s");
    assert_fact(&html, "Sent", "1 message, 20 B");
    assert_fact(&html, "Received", "24 messages, 2 KiB");
    let html = detail_of(RecordKind::Closed(Rc::new(failed)), []).await;
    assert_fact(&html, "Failed after", "2.5 s");
    assert_lacks(&html, "messages");
}

#[tokio::test]
async fn message_with_markup_is_escaped() {
    for (hostile, escaped) in HOSTILE {
        let html = detail_of(text(hostile), []).await;
        assert_contains(&html, escaped);
        assert_lacks(&html, hostile);
    }
}

#[tokio::test]
async fn answer_to_a_handshake_has_its_status_and_headers_as_text() {
    for (hostile, harmless) in HOSTILE {
        let json = serde_json::json!({
            "status": 101, "reason": "Switching Protocols", "headers": [["x-a", hostile]],
        });
        let answer = session::dry_run::parse(&json.to_string()).unwrap();
        let html = html_by(move || handshake_answer(Language::Korean, &answer)).await;
        assert_contains(&html, "같은 핸드셰이크에");
        assert_contains(&html, "HTTP/1.1 101 Switching Protocols\nx-a: ");
        assert_contains(&html, harmless);
        assert_lacks(&html, hostile);
    }
}
