//! The HTML of a connection's options.

use client::components::workbench::connection_options::{
    ConnectionOptionsProps, connection_options,
};
use client::i18n::Language;
use yew::Callback;

use crate::{assert_contains, assert_lacks, html_made};

fn options(language: Language) -> ConnectionOptionsProps {
    ConnectionOptionsProps {
        language,
        is_of_room: false,
        auto_reconnect: false,
        queue_when_closed: false,
        on_auto_reconnect: Callback::noop(),
        on_queue_when_closed: Callback::noop(),
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
async fn option_is_explained() {
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
