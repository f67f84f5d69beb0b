//! The HTML of the causes of a failure.

use client::components::workbench::failure::{self as component, FailureProps};
use client::i18n::Language;
use session::dry_run::{self, Answer};
use session::failure::Cause;
use yew::{Callback, Html};

use crate::{HOSTILE, assert_contains, assert_lacks, html_made};

async fn failure(language: Language, address: &str, causes: Vec<Cause>) -> String {
    html_made(
        component::failure,
        FailureProps {
            language,
            address: address.into(),
            causes,
            has_failed: true,
            breaks: None,
        },
    )
    .await
}

#[tokio::test]
async fn causes_are_listed_in_order_with_a_way_out_each() {
    let causes = vec![
        Cause::NothingListens,
        Cause::TlsCertificate,
        Cause::RefusedHandshake,
    ];
    for (language, words) in [
        (
            Language::Korean,
            [
                "가능성이 높은 순서로",
                "실행 중인 서버가 없거나",
                "켜져 있는지",
                "인증서를 신뢰하지",
                "거절했습니다",
                "404",
                "--allow-origin",
            ],
        ),
        (
            Language::English,
            [
                "most likely first",
                "No server listens",
                "is running",
                "does not trust",
                "refused",
                "404",
                "--allow-origin",
            ],
        ),
    ] {
        let html = failure(language, "wss://a.example/", causes.clone()).await;
        let places: Vec<_> = words.iter().map(|words| html.find(words)).collect();
        assert!(places.iter().all(Option::is_some), "{places:?} in {html}");
        assert!(places.is_sorted(), "{places:?}");
    }
}

#[tokio::test]
async fn single_cause_is_stated_as_certain() {
    for (language, certain, blocked) in [
        (Language::Korean, "연결하지 못한 원인", "6000번 포트"),
        (Language::English, "Why the connection failed", "port 6000"),
    ] {
        let html = failure(
            language,
            "ws://a:6000",
            vec![Cause::BlockedPort { port: 6000 }],
        )
        .await;
        assert_contains(&html, certain);
        assert_contains(&html, blocked);
        let html = failure(language, "ws://a", vec![Cause::MixedContent]).await;
        assert_contains(&html, "wss");
        let html = failure(
            language,
            "ws://a",
            vec![Cause::NoAnswer, Cause::RefusedHandshake],
        )
        .await;
        assert_lacks(&html, certain);
    }
}

#[tokio::test]
async fn certificate_link_is_https_only() {
    let causes = vec![Cause::TlsCertificate, Cause::RefusedHandshake];
    let html = failure(Language::English, "wss://a:3443/x", causes.clone()).await;
    assert_contains(&html, r#"href="https://a:3443/x""#);
    assert_contains(&html, r#"rel="noopener noreferrer""#);
    let html = failure(Language::English, "javascript:alert(1)", causes.clone()).await;
    assert_lacks(&html, "href");
    for (hostile, _) in HOSTILE {
        let html = failure(
            Language::English,
            &format!("wss://a/\"{hostile}"),
            causes.clone(),
        )
        .await;
        assert_contains(&html, r#"href="https://a/&quot;"#);
    }
}

#[tokio::test]
async fn wait_of_the_browser_is_told_while_connecting() {
    let causes = vec![
        Cause::Prompt,
        Cause::HeldUp,
        Cause::BrowserDelay { ms: 2_250 },
        Cause::NoSubprotocol,
    ];
    for (language, words) in [
        (
            Language::Korean,
            [
                "오래 걸립니다",
                "묻고 있을",
                "다른 탭",
                "최대 3초",
                "하나도 고르지",
            ],
        ),
        (
            Language::English,
            [
                "takes long",
                "may be asking",
                "Another tab",
                "up to 3 s",
                "none of the offered",
            ],
        ),
    ] {
        let html = html_made(
            component::failure,
            FailureProps {
                language,
                address: "ws://a".into(),
                causes: causes.clone(),
                has_failed: false,
                breaks: None,
            },
        )
        .await;
        for words in words {
            assert_contains(&html, words);
        }
    }
}

#[tokio::test]
async fn broken_rule_is_told_with_its_section() {
    let rule = "The server masks a frame. (RFC 6455 section 5.1)";
    let html = html_made(
        component::failure,
        FailureProps {
            language: Language::Korean,
            address: "ws://a/broken/masked-frame".into(),
            causes: vec![Cause::ProtocolError],
            has_failed: true,
            breaks: Some(rule.into()),
        },
    )
    .await;
    assert_contains(&html, "브라우저가 연결을 끊었습니다");
    assert_contains(&html, &format!(r#"lang="en">{rule}<"#));
}

#[tokio::test]
async fn field_at_fault_is_offered_where_a_form_made_the_address() {
    let json = r#"{"status":400,"reason":"Bad Request","headers":[],
        "problem":{"detail":"no","parameter":"count"}}"#;
    let answer = dry_run::parse(json).unwrap();
    let of_form: fn(&Answer) -> Html =
        |answer| component::refused(Language::English, answer, Some(Callback::noop()));
    let typed: fn(&Answer) -> Html = |answer| component::refused(Language::English, answer, None);
    for (view, is_from_form) in [(of_form, true), (typed, false)] {
        let html = html_made(view, answer.clone()).await;
        assert_eq!(html.contains("Show the field in the form"), is_from_form);
        assert_contains(&html, "400 Bad Request");
    }
}
