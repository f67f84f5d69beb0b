//! The HTML of the strip of tabs.

use client::components::workbench::overlay;
use client::components::workbench::tab_name::{TabName, TabNameProps};
use client::components::workbench::tabs::{TabSummary, Tabs, TabsProps};
use client::hooks::UsePart;
use client::i18n::Language;
use session::connection::State;
use session::tab::TabId;
use yew::Callback;

use crate::{HOSTILE, assert_contains, assert_lacks, html_of};

fn tab(id: u32, name: Option<&str>, address: &str) -> TabSummary {
    TabSummary {
        id: TabId(id),
        name: name.map(Into::into),
        address: address.into(),
        state: State::Open,
        unread_messages: 0,
        has_undelivered: false,
        can_close: id != 0,
    }
}

async fn tabs(language: Language, tabs: Vec<TabSummary>, shown: u32) -> String {
    tabs_and_closed(language, tabs, shown, None).await
}

async fn tabs_and_closed(
    language: Language,
    tabs: Vec<TabSummary>,
    shown: u32,
    closed: Option<TabSummary>,
) -> String {
    html_of::<Tabs>(TabsProps {
        language,
        tabs,
        shown: TabId(shown),
        closed,
        overlays: UsePart::Loaded(overlay::view),
        on_show: Callback::noop(),
        on_new: Callback::noop(),
        on_rename: Callback::noop(),
        on_duplicate: Callback::noop(),
        on_close: Callback::noop(),
        on_undo: Callback::noop(),
    })
    .await
}

/// The tabs' own HTML, one by one.
fn each_tab(html: &str) -> Vec<&str> {
    let (list, _) = html.split_once(r#"id="tabs-keys""#).unwrap_or((html, ""));
    list.split(r#"<div role="tab" "#).skip(1).collect()
}

#[tokio::test]
async fn only_the_shown_tab_is_a_tab_stop() {
    let html = tabs(
        Language::Korean,
        vec![
            tab(0, None, "ws://a"),
            tab(3, None, "ws://b"),
            tab(1, None, "ws://c"),
        ],
        3,
    )
    .await;
    assert_contains(&html, r#"role="tablist""#);
    let tabs = each_tab(&html);
    assert_eq!(tabs.len(), 3);
    for (tab, (id, is_shown)) in tabs.iter().zip([(0, false), (3, true), (1, false)]) {
        assert_contains(tab, &format!(r#"data-tab="{id}""#));
        assert_contains(tab, &format!(r#"aria-selected="{is_shown}""#));
        let stop = if is_shown { "0" } else { "-1" };
        assert_contains(tab, &format!(r#"tabindex="{stop}""#));
    }
}

#[tokio::test]
async fn tab_shows_its_name_or_its_address() {
    let html = tabs(
        Language::English,
        vec![
            tab(0, None, " wss://a.example/echo "),
            tab(1, Some("시세"), "ws://b"),
            tab(2, None, ""),
            tab(3, None, "ws://127.0.0.1:4377/echo?delay_ms=1"),
        ],
        0,
    )
    .await;
    let names = [
        "/echo · a.example",
        "시세",
        "New connection",
        "/echo?delay_ms=1 · 127.0.0.1:4377",
    ];
    for (tab, name) in each_tab(&html).iter().zip(names) {
        assert_contains(tab, &format!(r#"class="tab-name">{name}<"#));
    }
}

#[tokio::test]
async fn tab_shows_its_state_and_unread_messages_in_words() {
    for (language, words) in [
        (Language::Korean, [", 연결됨", ", 읽지 않은 메시지 1,234개"]),
        (Language::English, [", Open", ", 1,234 unread messages"]),
    ] {
        let mut unread = tab(1, None, "ws://b");
        unread.unread_messages = 1_234;
        let html = tabs(language, vec![tab(0, None, "ws://a"), unread], 0).await;
        let tabs = each_tab(&html);
        for words in words {
            assert_contains(tabs[1], words);
        }
        assert_contains(tabs[1], ">999+<");
        assert_contains(tabs[1], r#"data-state="open""#);
        assert_lacks(tabs[0], "tab-unread");
    }
}

#[tokio::test]
async fn lessons_tab_alone_has_no_way_to_close() {
    let both = vec![tab(0, None, "ws://a"), tab(1, None, "ws://b")];
    let html = tabs(Language::English, both, 0).await;
    let tabs = each_tab(&html);
    assert_lacks(tabs[0], "×");
    assert_contains(
        tabs[1],
        r#"<span aria-hidden="true" class="tab-close">×</span>"#,
    );
}

#[tokio::test]
async fn closed_tab_can_come_back_and_a_screen_reader_is_told() {
    let kept = || vec![tab(0, None, "ws://a")];
    for (language, words) in [
        (
            Language::Korean,
            ["되돌리면 연결이 끊긴 채로", ">되돌리기<"],
        ),
        (
            Language::English,
            ["Undo brings it back, disconnected", ">Undo<"],
        ),
    ] {
        let closed = tab(1, None, "ws://b/echo");
        let html = tabs_and_closed(language, kept(), 0, Some(closed)).await;
        let (_, status) = html.split_once(r#"role="status""#).unwrap();
        for words in [words[0], words[1], "/echo · b"] {
            assert_contains(status, words);
        }
    }
    assert_lacks(&tabs(Language::English, kept(), 0).await, "Undo");
}

#[tokio::test]
async fn name_with_markup_is_escaped() {
    for (hostile, harmless) in HOSTILE {
        let named = vec![tab(0, Some(hostile), ""), tab(1, None, hostile)];
        let html = tabs(Language::Korean, named, 0).await;
        assert!(html.matches(harmless).count() >= 2);
        assert_lacks(&html, hostile);
    }
}

#[tokio::test]
async fn rename_field_has_a_label() {
    for (language, label) in [
        (Language::Korean, "탭 이름"),
        (Language::English, "Tab name"),
    ] {
        let html = html_of::<TabName>(TabNameProps {
            language,
            name: "a\" onfocus=\"alert(1)".into(),
            on_done: Callback::noop(),
        })
        .await;
        assert_contains(&html, label);
        assert_contains(&html, "a&quot; onfocus=&quot;alert(1)");
    }
}

#[tokio::test]
async fn name_of_a_tab_lacks_the_password_of_its_address() {
    let typed = tab(0, None, "ws://kim:s3cret@a:1/b");
    let html = tabs(Language::English, vec![typed], 0).await;
    assert_contains(&html, "/b · a:1</span>");
    assert_contains(&html, r#"title="ws://kim@a:1/b""#);
    assert_lacks(&html, "s3cret");
}
