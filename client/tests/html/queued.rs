//! The HTML of the queued messages.

use client::components::workbench::queued::{self as component, QueuedProps};
use client::i18n::Language;
use session::payload::Payload;
use yew::Callback;

use crate::{HOSTILE, assert_contains, assert_lacks, html_made};

async fn queued(language: Language, messages: Vec<Payload>) -> String {
    html_made(
        component::queued,
        QueuedProps {
            language,
            messages,
            on_remove: Callback::noop(),
        },
    )
    .await
}

#[tokio::test]
async fn messages_are_in_order_with_size_and_button() {
    let messages = vec![
        Payload::Text("first\nsecond line".into()),
        Payload::Binary(vec![0xff; 2_048].into()),
        Payload::Text("".into()),
    ];
    for (language, words) in [
        (
            Language::Korean,
            [
                "대기열의 메시지 3개",
                "1번째 메시지 빼기",
                "3번째 메시지 빼기",
            ],
        ),
        (
            Language::English,
            ["3 queued messages", "Remove message 1", "Remove message 3"],
        ),
    ] {
        let html = queued(language, messages.clone()).await;
        for words in words {
            assert_contains(&html, words);
        }
        assert_contains(&html, ">first…<");
        assert_lacks(&html, "second line");
        assert_contains(&html, ">17 B<");
        assert_contains(&html, "ff ff…");
        assert_contains(&html, ">2 KiB<");
    }
}

#[tokio::test]
async fn large_message_shows_its_start_only() {
    let large = Payload::Text("가".repeat(5 << 20).into());
    let html = queued(Language::Korean, vec![large]).await;
    assert_contains(&html, &format!(">{}…<", "가".repeat(80)));
    assert!(html.len() < 2_000, "{}", html.len());
}

#[tokio::test]
async fn message_with_markup_is_escaped() {
    for (hostile, harmless) in HOSTILE {
        let html = queued(Language::English, vec![Payload::Text(hostile.into())]).await;
        assert_contains(&html, harmless);
        assert_lacks(&html, hostile);
    }
}
