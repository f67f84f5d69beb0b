//! The HTML of a row of the lesson's log.

use client::components::messages::{Message, MessageProps, Notice, NoticeProps};
use client::i18n::Language;
use session::payload::Payload;

use crate::{HOSTILE, assert_contains, html_of};

async fn message(payload: Payload) -> String {
    html_of::<Message>(MessageProps {
        language: Language::Korean,
        payload,
    })
    .await
}

async fn text(text: &str) -> String {
    message(Payload::Text(text.into())).await
}

#[tokio::test]
async fn line_breaks_of_a_message_are_br_elements() {
    for (text_of, html) in [
        ("하나\n둘", "하나<br>둘"),
        ("하나\r\n둘\r셋", "하나<br>둘<br>셋"),
        ("\n\r\n", "<br><br>"),
        ("끝\n", "끝<br>"),
        ("", ""),
    ] {
        assert_eq!(
            text(text_of).await,
            format!(r#"<div class="message">{html}</div>"#)
        );
    }
}

#[tokio::test]
async fn message_with_markup_is_escaped() {
    for (hostile, harmless) in HOSTILE {
        assert_eq!(
            text(hostile).await,
            format!(r#"<div class="message">{harmless}</div>"#)
        );
    }
}

#[tokio::test]
async fn binary_message_shows_its_size_and_first_bytes() {
    let html = message(Payload::Binary([0, 10, 255].into())).await;
    assert_contains(&html, "3바이트");
    assert_contains(&html, "00 0a ff</code>");
    let html = message(Payload::Binary(vec![0xab; 300].into())).await;
    assert_contains(&html, "300바이트");
    assert_eq!(html.matches("ab").count(), 256);
    assert_contains(&html, "…</code>");
}

#[tokio::test]
async fn notices_in_a_row_are_separate_lines() {
    let notice = async |language, follows_notice| {
        html_of::<Notice>(NoticeProps {
            language,
            follows_notice,
        })
        .await
    };
    assert_eq!(notice(Language::Korean, false).await, "서버 접속 종료");
    assert_eq!(notice(Language::Korean, true).await, "<br>서버 접속 종료");
    assert_eq!(
        notice(Language::English, false).await,
        "Connection to the server closed"
    );
}
