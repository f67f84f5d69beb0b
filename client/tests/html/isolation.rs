//! What keeps foreign words apart from the page's own: no translation of them, no direction that leaks.

use std::rc::Rc;

use client::components::connection::{ConnectionProps, connection};
use client::components::messages::{Messages, MessagesProps};
use client::components::workbench::columns::ColumnsProps;
use client::components::workbench::file_choice::{FileChoice, FileChoiceProps};
use client::components::workbench::log_list::{LogList, LogListProps};
use client::components::workbench::overlay;
use client::components::workbench::queued::{QueuedProps, queued};
use client::components::workbench::room::room_composer::{RoomComposer, RoomComposerProps};
use client::components::workbench::room::room_header::{RoomHeader, RoomHeaderProps};
use client::components::workbench::tabs::{TabSummary, Tabs, TabsProps};
use client::hooks::UsePart;
use client::i18n::Language;
use session::composer::file::File;
use session::connection::State;
use session::log::{Entry, EntryKind, Log};
use session::payload::Payload;
use session::record::{CloseEvent, Closing, Ending, Record, RecordKind};
use session::room::Membership;
use session::room::incoming::Reason;
use session::room::members::Members;
use session::tab::TabId;
use session::time::{Time, TimeZone, WallTime};
use session::view::View;
use yew::{Callback, NodeRef};

use crate::{Viewed, assert_contains, of_view, whole_html_of};

#[tokio::test]
async fn lessons_messages_are_not_translated() {
    let kind = EntryKind::Message(Payload::Text("a".into()));
    let html = whole_html_of::<Messages>(MessagesProps {
        language: Language::Korean,
        entries: vec![Entry { id: 0, kind }.into()],
        evicted_messages: 0,
    })
    .await;
    assert_contains(
        &html,
        r#"<div id="messages" role="log" aria-live="polite" translate="no">"#,
    );
}

#[tokio::test]
async fn reason_of_a_close_is_isolated() {
    let props = ConnectionProps {
        language: Language::English,
        server: "ws://a".into(),
        state: State::Closed {
            close: close(),
            ending: Ending::ByServer,
        },
    };
    let html = whole_html_of::<Viewed>(of_view(move || connection(&props))).await;
    assert_contains(&html, "<dd><bdi>\u{202e}nuoB</bdi></dd>");
}

/// The name or reason of somebody, which would turn the words around it.
const TURNS: &str = "\u{202e}nuoB";

const ISOLATED: &str = "<bdi translate=\"no\">\u{202e}nuoB</bdi>";

#[tokio::test]
async fn reason_in_a_row_is_isolated() {
    let mut log = Log::new();
    log.append(Record {
        at: Time(0.0),
        wall: WallTime(0.0),
        kind: RecordKind::Closed(Rc::new(Closing::new(close(), Ending::ByServer))),
    });
    let mut view = View::default();
    view.advance(&log, 1);
    let html = whole_html_of::<LogList>(LogListProps {
        language: Language::English,
        columns: ColumnsProps {
            language: Language::English,
            layout: Default::default(),
            hidden: Default::default(),
            on_arrange: Callback::noop(),
            on_rows: Callback::noop(),
        },
        window: view.window(&log),
        zone: TimeZone(|_| 0),
        announced: 0,
        on_event: Callback::noop(),
        on_tab: Callback::noop(),
        overlays: UsePart::Loaded(overlay::view),
    })
    .await;
    assert_contains(&html, &format!("4000 · {ISOLATED} · The server closed"));
}

#[tokio::test]
async fn name_of_a_tab_is_isolated() {
    let html = whole_html_of::<Tabs>(TabsProps {
        language: Language::English,
        tabs: vec![TabSummary {
            id: TabId(1),
            name: Some(TURNS.into()),
            address: "".into(),
            state: State::Open,
            unread_messages: 2,
            has_undelivered: false,
            can_close: true,
        }],
        shown: TabId(1),
        closed: None,
        overlays: UsePart::Loaded(overlay::view),
        on_show: Callback::noop(),
        on_new: Callback::noop(),
        on_rename: Callback::noop(),
        on_duplicate: Callback::noop(),
        on_close: Callback::noop(),
        on_undo: Callback::noop(),
    })
    .await;
    assert_contains(&html, ISOLATED);
}

#[tokio::test]
async fn names_and_words_of_a_room_are_isolated() {
    let html = whole_html_of::<RoomHeader>(RoomHeaderProps {
        language: Language::English,
        room: TURNS.into(),
        name: "me".into(),
        membership: Membership::Refused(Reason::Unknown(TURNS.into())),
        members: Members::default(),
        error: None,
        copied: None,
        on_event: Callback::noop(),
    })
    .await;
    assert_contains(&html, &format!("<q>{ISOLATED}</q>"));
    assert_contains(&html, &format!("{ISOLATED}</h2>"));
    let html = whole_html_of::<RoomComposer>(RoomComposerProps {
        language: Language::English,
        field: NodeRef::default(),
        text: "".into(),
        rewrites: 0,
        membership: Membership::Joined,
        typing: vec![TURNS.into(), "kim".into()],
        error: None,
        is_draft_kept: true,
        is_room_kept: true,
        on_edit: Callback::noop(),
        on_event: Callback::noop(),
    })
    .await;
    assert_contains(
        &html,
        &format!("{ISOLATED}, <bdi translate=\"no\">kim</bdi>"),
    );
}

#[tokio::test]
async fn name_of_a_file_and_a_queued_message_are_isolated() {
    let html = whole_html_of::<FileChoice>(FileChoiceProps {
        language: Language::English,
        file: Some(File {
            name: TURNS.into(),
            media_type: "".into(),
            bytes: [0].into(),
        }),
        on_file: Callback::noop(),
        on_remove: Callback::noop(),
    })
    .await;
    assert_contains(&html, ISOLATED);
    let props = QueuedProps {
        language: Language::English,
        messages: vec![Payload::Text(TURNS.into())],
        on_remove: Callback::noop(),
    };
    let html = whole_html_of::<Viewed>(of_view(move || queued(&props))).await;
    assert_contains(&html, ISOLATED);
}

fn close() -> CloseEvent {
    CloseEvent {
        code: 4000,
        reason: TURNS.into(),
        was_clean: true,
    }
}
