//! The HTML of a connection that is closing.

use client::components::workbench::closing::closing;
use client::i18n::Language;
use yew::prelude::*;

use crate::{assert_contains, html_of};

#[derive(Debug, Clone, PartialEq, Properties)]
struct ClosingProps {
    language: Language,
    unsent_bytes: u64,
}

#[component]
fn Closing(props: &ClosingProps) -> Html {
    closing(props.language, props.unsent_bytes, &Callback::noop())
}

#[tokio::test]
async fn closing_connection_says_what_is_unsent_and_can_be_let_go() {
    for (language, unsent_bytes, words) in [
        (Language::English, 0, "has not answered"),
        (Language::English, 104_857_600, "100 MiB were unsent"),
        (Language::Korean, 0, "답하지 않았습니다"),
        (
            Language::Korean,
            104_857_600,
            "먼저 보낼 100 MiB가 남아 있었습니다",
        ),
    ] {
        let html = html_of::<Closing>(ClosingProps {
            language,
            unsent_bytes,
        })
        .await;
        assert_contains(&html, words);
        assert_contains(&html, r#"id="let-go""#);
    }
}
