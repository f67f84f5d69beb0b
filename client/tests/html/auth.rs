//! The HTML of the menu that tells a server who one is.

use client::components::workbench::auth_form::{AuthForm, AuthFormProps};
use client::i18n::Language;
use session::auth::Target;
use yew::Callback;

use crate::{assert_contains, assert_lacks, html_of};

async fn form(language: Language) -> String {
    html_of::<AuthForm>(AuthFormProps {
        language,
        target: Target {
            address: "ws://a.example/api".into(),
            subprotocols: "v1.json".into(),
        },
        on_apply: Callback::noop(),
    })
    .await
}

#[tokio::test]
async fn form_offers_the_ways_hides_the_secret_and_says_what_a_page_cannot() {
    for (language, words) in [
        (
            Language::Korean,
            ["하위 프로토콜로", "같은 호스트의 쿠키", "헤더도"],
        ),
        (
            Language::English,
            [
                "as a subprotocol",
                "Cookie of the same host",
                "cannot set headers",
            ],
        ),
    ] {
        let html = form(language).await;
        for words in words {
            assert_contains(&html, words);
        }
        assert_eq!(html.matches("<option").count(), 4);
        assert_contains(&html, r#"id="auth-secret" type="password""#);
        // Nothing is typed, so nothing can be applied or seen.
        assert_contains(&html, "disabled");
        assert_lacks(&html, r#"id="auth-wire""#);
    }
}
