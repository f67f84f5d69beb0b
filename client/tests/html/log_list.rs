//! The HTML of the log and its actions.

use std::rc::Rc;

use client::components::workbench::columns::{Columns, ColumnsProps};
use client::components::workbench::log_list::{LogList, LogListProps};
use client::components::workbench::overlay;
use client::hooks::UsePart;
use client::i18n::Language;
use session::filter::Criteria;
use session::layout::{Change, Layout, Size};
use session::log::Log;
use session::payload::Payload;
use session::record::{CloseEvent, Closing, Direction, Ending, Opening, Record, RecordKind};
use session::scroll::Scrolled;
use session::time::{Time, TimeZone, WallTime};
use session::view::RowTime;
use session::view::{Column, Event, HiddenColumns, SelectionMove, View};
use yew::Callback;

use crate::{HOSTILE, assert_contains, assert_lacks, html_of};

fn message(direction: Direction, payload: Payload) -> RecordKind {
    RecordKind::Message(direction, payload)
}

fn received(text: &str) -> RecordKind {
    message(Direction::Received, Payload::Text(text.into()))
}

/// A log of records a second apart, seen through a viewport of ten rows.
fn seen(
    kinds: impl IntoIterator<Item = RecordKind>,
    events: impl IntoIterator<Item = Event>,
) -> (Log, View) {
    let mut log = Log::new();
    for (index, kind) in kinds.into_iter().enumerate() {
        let at = Time(1_000.0 * index as f64);
        log.append(Record {
            at,
            wall: WallTime(at.0),
            kind,
        });
    }
    let mut view = View::default();
    let viewport = Scrolled {
        from_px: 0.0,
        to_px: 0.0,
        end_px: 0.0,
        viewport_px: 280.0,
    };
    view.apply(Event::Scrolled(viewport), &log);
    let go = |view: &mut View| while view.advance(&log, 1_000) {};
    go(&mut view);
    for event in events {
        view.apply(event, &log);
        go(&mut view);
    }
    (log, view)
}

fn columns(language: Language) -> ColumnsProps {
    ColumnsProps {
        language,
        layout: Layout::default(),
        hidden: HiddenColumns::default().toggled(Column::Size),
        on_arrange: Callback::noop(),
        on_rows: Callback::noop(),
    }
}

async fn html(language: Language, (log, view): &(Log, View), announced: u64) -> String {
    html_of::<LogList>(LogListProps {
        language,
        window: view.window(log),
        zone: TimeZone(|_| 0),
        columns: columns(language),
        announced,
        on_event: Callback::noop(),
        on_tab: Callback::noop(),
        overlays: UsePart::Loaded(overlay::view),
    })
    .await
}

async fn korean(kinds: impl IntoIterator<Item = RecordKind>) -> String {
    html(Language::Korean, &seen(kinds, []), 0).await
}

#[tokio::test]
async fn row_shows_time_direction_kind_size_and_text() {
    let html = korean([
        received("하나"),
        message(Direction::Sent, Payload::Text("둘".into())),
    ])
    .await;
    assert_contains(&html, r#"data-number="0""#);
    assert_contains(&html, r#"<span class="log-row-time">00:00:00.000</span>"#);
    assert_contains(&html, r#"<span class="log-row-way">받음</span>"#);
    assert_contains(&html, r#"<span class="log-row-size">6 B</span>"#);
    assert_contains(&html, r#"<span class="log-row-text">하나</span>"#);
    assert_contains(&html, r#"<span class="log-row-way">보냄</span>"#);
}

#[tokio::test]
async fn row_of_a_long_message_is_folded() {
    let html = korean([received("1\n2\r\n3\r4\n5\n6")]).await;
    assert_contains(&html, r#"data-lines="5""#);
    assert_contains(
        &html,
        "<span class=\"log-row-text\">1\n2\n3\n4<span class=\"log-row-more\">\n… 4 B 더 있음</span></span>",
    );
}

#[tokio::test]
async fn row_of_bytes_is_hexadecimal() {
    let bytes = |count| {
        message(
            Direction::Received,
            Payload::Binary(vec![0xab; count].into()),
        )
    };
    let html = korean([bytes(2), bytes(1_024)]).await;
    assert_contains(
        &html,
        r#"<span class="log-row-kind">이진</span>ab ab</span>"#,
    );
    assert_contains(&html, "ab ab …</span>");
    assert_contains(&html, r#"<span class="log-row-size">1 KiB</span>"#);
}

#[tokio::test]
async fn rows_of_opening_and_close_show_their_properties() {
    let opening = Opening {
        subprotocol: "chat".into(),
        extensions: "permessage-deflate".into(),
        address: "ws://kim@a/api?b".into(),
        offered: "superchat, chat".into(),
        ..Opening::default()
    };
    let close = CloseEvent {
        code: 1001,
        reason: "away".into(),
        was_clean: true,
    };
    let closing = Closing {
        was_open: true,
        took_ms: 2_567,
        ..Closing::new(close, Ending::ByServer)
    };
    let refused = Opening {
        address: "ws://a".into(),
        offered: "v1".into(),
        ..Opening::default()
    };
    let html = korean([
        RecordKind::Opened(Rc::new(opening)),
        RecordKind::Closed(Rc::new(closing)),
        RecordKind::Opened(Rc::new(refused)),
    ])
    .await;
    assert_contains(
        &html,
        ">ws://kim@a/api?b · 제안 superchat, chat · 선택 chat · permessage-deflate</span>",
    );
    assert_contains(&html, ">ws://a · 제안 v1 · 선택 없음</span>");
    assert_contains(
        &html,
        ">1001 Going Away · away · 서버가 연결을 닫았습니다. · 열려 있던 시간 2.5 s</span>",
    );
}

#[tokio::test]
async fn message_with_markup_is_escaped() {
    for (hostile, escaped) in HOSTILE {
        let query = |text: &str| {
            Event::Criteria(Criteria {
                query: text.into(),
                ..Criteria::default()
            })
        };
        let html = html(
            Language::Korean,
            &seen([received(hostile)], [query(hostile)]),
            0,
        )
        .await;
        assert_contains(&html, &format!("<mark>{escaped}</mark>"));
        assert_lacks(&html, hostile);
    }
}

#[tokio::test]
async fn row_marks_characters_that_are_not_seen() {
    let html = korean([received("rlo \u{202e}gnp.exe 👩\u{200d}👧")]).await;
    assert_contains(
        &html,
        "rlo <span title=\"U+202E\" class=\"unseen\">\u{202e}</span>gnp.exe 👩\u{200d}👧",
    );
}

#[tokio::test]
async fn row_with_hits_marks_them() {
    let query = Event::Criteria(Criteria {
        query: "b".into(),
        ..Criteria::default()
    });
    let html = html(
        Language::Korean,
        &seen([received("abc\nbb"), received("x")], [query]),
        0,
    )
    .await;
    assert_contains(
        &html,
        ">a<mark>b</mark>c\n<mark>b</mark><mark>b</mark></span>",
    );
    assert_contains(&html, r#"<span class="log-row-text">x</span>"#);
}

#[tokio::test]
async fn row_with_a_hit_that_does_not_fit_begins_shortly_before_it() {
    let query = Event::Criteria(Criteria {
        query: "needle".into(),
        ..Criteria::default()
    });
    let far = format!("{}needle", "x".repeat(100));
    let html = html(Language::Korean, &seen([received(&far)], [query]), 0).await;
    let before = "x".repeat(20);
    assert_contains(&html, &format!(">…{before}<mark>needle</mark></span>"));
}

#[tokio::test]
async fn row_shows_the_chosen_kind_of_time() {
    let opened = RecordKind::Opened(Rc::new(Opening::default()));
    let rows = || [opened.clone(), received("a"), received("b"), received("c")];
    for (times, last) in [
        (RowTime::Clock, "00:00:03.000"),
        (RowTime::SinceOpen, "+3.000"),
        (RowTime::SincePrevious, "+1.000"),
        (RowTime::SinceRow, "-3.000"),
    ] {
        let event = match times {
            RowTime::SinceRow => Event::MeasuredFrom(3),
            _ => Event::RowTimeChosen(times),
        };
        let seen = seen(rows(), [event]);
        let html = html(Language::Korean, &seen, 0).await;
        assert_contains(
            &html,
            &format!(r#"<span class="log-row-time">{last}</span>"#),
        );
    }
}

#[tokio::test]
async fn list_of_a_million_messages_has_the_rows_in_view_only() {
    let html = korean((0..1_000_000).map(|_| received("x"))).await;
    assert!(html.matches("data-number").count() < 24);
    assert_contains(&html, r#"data-number="999999""#);
    assert_contains(&html, r#"aria-setsize="1000000" aria-posinset="1000000""#);
}

#[tokio::test]
async fn selected_row_is_the_active_descendant() {
    let up = [Event::Moved(SelectionMove::Home)];
    let html = html(
        Language::Korean,
        &seen([received("a"), received("b")], up),
        0,
    )
    .await;
    assert_contains(&html, r#"role="listbox""#);
    assert_contains(&html, r#"aria-activedescendant="log-row-0""#);
    assert_contains(&html, r#"id="log-row-0""#);
    assert_eq!(html.matches(r#"aria-selected="true""#).count(), 1);
}

#[tokio::test]
async fn rows_of_a_range_are_selected_in_a_list_of_many() {
    let range = [Event::Selected(0), Event::RangeSelected(1)];
    let rows = [received("a"), received("b"), received("c")];
    let html = html(Language::Korean, &seen(rows, range), 0).await;
    assert_contains(&html, r#"aria-multiselectable="true""#);
    assert_eq!(html.matches(r#"aria-selected="true""#).count(), 2);
    assert_eq!(html.matches(r#"aria-selected="false""#).count(), 1);
}

#[tokio::test]
async fn empty_list_shows_why() {
    let nothing = |query: &str| {
        Event::Criteria(Criteria {
            query: query.into(),
            only_hits: true,
            ..Criteria::default()
        })
    };
    assert_contains(&korean([]).await, "아직 기록이 없습니다.");
    let html = html(Language::English, &seen([received("a")], [nothing("b")]), 0).await;
    assert_contains(&html, "No record matches the filter.");
}

#[tokio::test]
async fn list_shows_evicted_waiting_and_new_rows() {
    let (mut log, mut view) = seen((0..100).map(|_| received("four")), []);
    for _ in 0..3 {
        log.evict_oldest();
    }
    view.apply(Event::Moved(SelectionMove::Home), &log);
    let at = Time(0.0);
    let kind = received("new");
    log.append(Record {
        at,
        wall: WallTime(at.0),
        kind,
    });
    view.advance(&log, 1_000);
    let seen = (log, view);
    let page = html(Language::English, &seen, 2).await;
    assert_contains(&page, "3 older messages (12 B) were removed");
    assert_contains(&page, r#"id="log-new""#);
    assert_contains(&page, ">1 new<");
    assert_contains(
        &page,
        r#"role="status" class="visually-hidden">2 new messages</p>"#,
    );
    let (log, mut view) = seen;
    view.apply(Event::FollowPressed, &log);
    let page = html(Language::Korean, &(log, view), 0).await;
    assert_lacks(&page, "log-new");
    assert_contains(&page, r#"role="status" class="visually-hidden"></p>"#);
}

#[tokio::test]
async fn head_names_the_columns_when_its_handles_are_loaded() {
    let whole = html(Language::English, &seen([], []), 0).await;
    assert_contains(&whole, r#"data-hidden="size""#);
    for (column, name) in [("number", "#"), ("time", "Time"), ("size", "Size")] {
        let cell = format!(
            r#"<span data-column="{column}" class="columns-cell"><span class="columns-name">{name}</span><div id="{column}-width""#
        );
        assert_contains(&whole, &cell);
    }
    let (log, view) = seen([], []);
    let plain = html_of::<LogList>(LogListProps {
        language: Language::English,
        window: view.window(&log),
        zone: TimeZone(|_| 0),
        columns: columns(Language::English),
        announced: 0,
        on_event: Callback::noop(),
        on_tab: Callback::noop(),
        overlays: UsePart::Loading,
    })
    .await;
    // Its place is there, so that nothing moves.
    assert_contains(&plain, r#"<div class="log-head"></div>"#);
}

#[tokio::test]
async fn handle_of_a_column_tells_its_width() {
    let mut props = columns(Language::Korean);
    let time = Size::Column(Column::Time);
    props.layout.apply(Change::Sized(time, Some(99)));
    let html = html_of::<Columns>(props).await;
    let handle = html.split("id=\"time-width\"").nth(1).unwrap();
    assert_contains(handle, r#"role="separator""#);
    assert_contains(handle, r#"aria-label="시각 열의 너비""#);
    assert_contains(handle, r#"aria-valuenow="99""#);
}
