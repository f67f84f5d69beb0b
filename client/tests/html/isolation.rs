//! What keeps foreign words apart from the page's own: no translation of them, no direction that leaks.

use client::components::connection::{Connection, ConnectionProps};
use client::components::messages::{Messages, MessagesProps};
use client::i18n::Language;
use session::connection::State;
use session::log::{Entry, EntryKind};
use session::payload::Payload;
use session::record::{CloseEvent, Ending};

use crate::{assert_contains, whole_html_of};

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
    let html = whole_html_of::<Connection>(ConnectionProps {
        language: Language::English,
        server: "ws://a".into(),
        state: State::Closed {
            close: CloseEvent {
                code: 4000,
                reason: "\u{202e}nuoB".into(),
                was_clean: true,
            },
            ending: Ending::ByServer,
        },
    })
    .await;
    assert_contains(&html, "<dd><bdi>\u{202e}nuoB</bdi></dd>");
}
