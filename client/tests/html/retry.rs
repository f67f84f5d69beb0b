//! The HTML of the countdown to the next attempt.

use client::components::workbench::retry::{self as component, RetryProps};
use client::i18n::Language;
use session::connection;
use session::time::Time;
use yew::Callback;

use crate::{assert_contains, html_made};

async fn retry(language: Language, now_ms: f64) -> String {
    html_made(
        component::retry,
        RetryProps {
            language,
            retry: connection::Retry {
                attempt: 3,
                at: Time(10_000.0),
            },
            now: Time(now_ms),
            on_now: Callback::noop(),
            on_stop: Callback::noop(),
        },
    )
    .await
}

#[tokio::test]
async fn countdown_rounds_up_and_ends_at_zero() {
    for (now_ms, korean, english) in [
        (5_800.0, "5초 뒤", "in 5 s"),
        (9_999.0, "1초 뒤", "in 1 s"),
        (12_000.0, "0초 뒤", "in 0 s"),
    ] {
        for (language, words) in [(Language::Korean, korean), (Language::English, english)] {
            assert_contains(&retry(language, now_ms).await, &format!(">{words}<"));
        }
    }
}

#[tokio::test]
async fn attempt_is_announced_and_seconds_are_not() {
    for (language, words) in [
        (Language::Korean, "3번째 시도"),
        (Language::English, "attempt 3"),
    ] {
        let html = retry(language, 0.0).await;
        let (_, status) = html.split_once(r#"role="status""#).expect("a status");
        let (status, rest) = status.split_once("</p>").expect("its end");
        assert_contains(status, words);
        assert_contains(rest, r#"role="timer""#);
        for id in ["retry-now", "retry-stop"] {
            assert_contains(rest, &format!(r#"id="{id}""#));
        }
    }
}
