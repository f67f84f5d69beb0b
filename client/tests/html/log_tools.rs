//! The HTML of the tools of the log.

use std::rc::Rc;

use client::components::workbench::log_tools::{LogToolsProps, log_tools};
use client::i18n::Language;
use session::log::Log;
use session::payload::Payload;
use session::record::{Direction, Opening, Record, RecordKind};
use session::time::{Time, WallTime};
use session::view::{Event, View};
use yew::Callback;

use crate::{assert_contains, html_made};

fn received(text: &str) -> RecordKind {
    RecordKind::Message(Direction::Received, Payload::Text(text.into()))
}

/// The tools for a view of a log of the first, after the event and after the second.
async fn html(first: RecordKind, event: Event, second: Option<RecordKind>) -> String {
    let (mut log, mut view) = (Log::new(), View::default());
    let append = |log: &mut Log, view: &mut View, kind| {
        log.append(Record {
            at: Time(0.0),
            wall: WallTime(0.0),
            kind,
        });
        view.advance(log, 1_000);
    };
    append(&mut log, &mut view, first);
    view.apply(event, &log);
    if let Some(second) = second {
        append(&mut log, &mut view, second);
    }
    let window = view.window(&log);
    html_made(
        |window| {
            log_tools(&LogToolsProps {
                language: Language::English,
                window,
                on_event: Callback::noop(),
                on_clear: Callback::noop(),
                on_copy: Callback::noop(),
                on_send_again: Callback::noop(),
            })
        },
        window,
    )
    .await
}

#[tokio::test]
async fn copy_and_send_again_need_a_selected_message() {
    let opened = RecordKind::Opened(Rc::new(Opening::default()));
    for (kind, can) in [(received("a"), true), (opened, false)] {
        let html = html(kind, Event::Selected(0), None).await;
        for id in ["log-copy", "log-again"] {
            let disabled = format!(r#"id="{id}" disabled"#);
            assert_eq!(html.contains(&disabled), !can, "{id}");
        }
    }
}

#[tokio::test]
async fn frozen_log_says_how_many_rows_wait() {
    let html = html(received("a"), Event::Frozen(true), Some(received("b"))).await;
    assert_contains(&html, r#"id="log-freeze" data-frozen="true">Resume<"#);
    assert_contains(&html, ">1 waiting<");
}
