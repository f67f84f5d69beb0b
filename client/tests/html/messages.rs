//! The HTML of the lesson's received messages.

use std::rc::Rc;

use client::components::messages::{Messages, MessagesProps};
use client::i18n::Language;
use session::log::{Entry, EntryKind};
use session::payload::Payload;

use crate::{assert_contains, assert_lacks, html_of};

async fn messages(
    language: Language,
    kinds: impl IntoIterator<Item = EntryKind>,
    evicted_messages: u64,
) -> String {
    let entries = (0..)
        .zip(kinds)
        .map(|(id, kind)| Rc::new(Entry { id, kind }))
        .collect();
    html_of::<Messages>(MessagesProps {
        language,
        entries,
        evicted_messages,
    })
    .await
}

fn text(text: &str) -> EntryKind {
    EntryKind::Message(Payload::Text(text.into()))
}

#[tokio::test]
async fn messages_and_notices_are_in_order() {
    let kinds = [text("하나"), text("둘"), EntryKind::SocketClosed];
    let html = messages(Language::Korean, kinds, 0).await;
    assert_contains(&html, r#"id="messages""#);
    assert_contains(
        &html,
        r#"><div class="message">하나</div><div class="message">둘</div>서버 접속 종료</div>"#,
    );
    assert_lacks(&html, "아직 받은 메시지가 없습니다.");
}

#[tokio::test]
async fn notices_in_a_row_are_separate_lines() {
    let kinds = [
        EntryKind::SocketClosed,
        EntryKind::SocketClosed,
        text("하나"),
        EntryKind::SocketClosed,
    ];
    assert_contains(
        &messages(Language::Korean, kinds, 0).await,
        r#">서버 접속 종료<br>서버 접속 종료<div class="message">하나</div>서버 접속 종료</div>"#,
    );
}

#[tokio::test]
async fn empty_log_shows_a_note() {
    let html = messages(Language::Korean, [], 0).await;
    assert_contains(&html, "아직 받은 메시지가 없습니다.");
    let html = messages(Language::English, [], 0).await;
    assert_contains(&html, "No messages yet.");
}

#[tokio::test]
async fn full_log_shows_the_number_of_evicted_messages() {
    let html = messages(Language::Korean, [text("하나")], 3).await;
    assert_contains(&html, "오래된 메시지 3개는 더 이상 보관하지 않습니다.");
    let html = messages(Language::English, [text("하나")], 3).await;
    assert_contains(&html, "3 older messages are no longer kept.");
}

#[tokio::test]
async fn log_is_a_live_region() {
    let html = messages(Language::Korean, [], 0).await;
    assert_contains(&html, r#"role="log""#);
    assert_contains(&html, r#"aria-live="polite""#);
}
