//! The HTML of a connection's options.

use client::components::workbench::connection_options::{
    ConnectionOptionsProps, connection_options,
};
use client::i18n::Language;
use session::close_request::CloseDraft;
use yew::Callback;

use crate::{HOSTILE, assert_contains, assert_lacks, html_made};

fn options(language: Language) -> ConnectionOptionsProps {
    ConnectionOptionsProps {
        language,
        is_of_room: false,
        auto_reconnect: false,
        queue_when_closed: false,
        close: CloseDraft::default(),
        on_auto_reconnect: Callback::noop(),
        on_queue_when_closed: Callback::noop(),
        on_close_edit: Callback::noop(),
    }
}

/// The start tag of the checkbox of this id.
fn checkbox<'a>(html: &'a str, id: &str) -> &'a str {
    let id = format!(r#"id="{id}""#);
    html.split("<input")
        .find(|input| input.contains(&id))
        .and_then(|input| input.split('>').next())
        .unwrap_or_default()
}

#[tokio::test]
async fn invalid_close_shows_an_error() {
    for (code, reason, korean, english) in [
        (
            "1001",
            "",
            "1000과 3000부터 4999까지",
            "code 1000, or one from 3000 to 4999",
        ),
        ("", "bye", "코드도 적어야", "needs a code"),
        (
            "1000",
            &"가".repeat(42),
            "3바이트 깁니다",
            "3 bytes too long",
        ),
    ] {
        for (language, words) in [(Language::Korean, korean), (Language::English, english)] {
            let (code, reason) = (code.into(), reason.into());
            let html = html_made(
                connection_options,
                ConnectionOptionsProps {
                    close: CloseDraft { code, reason },
                    ..options(language)
                },
            )
            .await;
            assert_contains(&html, words);
        }
    }
}

#[tokio::test]
async fn reason_shows_its_size_in_bytes() {
    for (language, words) in [
        (Language::Korean, "123바이트 중 6바이트"),
        (Language::English, "6 of 123 bytes"),
    ] {
        let html = html_made(
            connection_options,
            ConnectionOptionsProps {
                close: CloseDraft {
                    code: "1000".into(),
                    reason: "안녕".into(),
                },
                ..options(language)
            },
        )
        .await;
        assert_contains(&html, words);
    }
}

#[tokio::test]
async fn chosen_option_is_explained() {
    for (language, is_of_room, words) in [
        (Language::Korean, false, "저절로 다시 보내지는 않습니다"),
        (
            Language::English,
            false,
            "Messages are never resent automatically",
        ),
        (Language::Korean, true, "전송하지 못한 메시지는 다시 보내며"),
        (Language::English, true, "were not delivered are sent again"),
    ] {
        let html = html_made(
            connection_options,
            ConnectionOptionsProps {
                is_of_room,
                auto_reconnect: true,
                ..options(language)
            },
        )
        .await;
        assert_contains(&html, words);
        assert_contains(checkbox(&html, "auto-reconnect"), "checked");
        assert_lacks(checkbox(&html, "queue-when-closed"), "checked");
    }
}

#[tokio::test]
async fn typed_text_with_markup_is_escaped() {
    for (hostile, _) in HOSTILE {
        let html = html_made(
            connection_options,
            ConnectionOptionsProps {
                close: CloseDraft {
                    code: hostile.into(),
                    reason: hostile.into(),
                },
                ..options(Language::Korean)
            },
        )
        .await;
        // In the value of an attribute only quotes and ampersands could do anything.
        let outside = html.split('"').step_by(2).collect::<String>();
        assert_lacks(&outside, hostile);
    }
}
