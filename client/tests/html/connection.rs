//! The HTML of the lesson's connection state.

use client::components::connection::{self as component, ConnectionProps};
use client::i18n::Language;
use session::connection::State;
use session::record::Ending;

use crate::{HOSTILE, assert_contains, assert_lacks, closed, html_made};

async fn connection(language: Language, state: State) -> String {
    html_made(
        component::connection,
        ConnectionProps {
            language,
            server: "ws://ullim.example/".into(),
            state,
        },
    )
    .await
}

#[tokio::test]
async fn connection_in_each_state_and_language_has_its_words() {
    let states = [
        (State::Connecting, "connecting", "연결하는 중", "Connecting"),
        (State::Open, "open", "연결됨", "Open"),
        (State::Closing, "closing", "닫는 중", "Closing"),
        (
            closed(1000, "", Ending::ByServer),
            "closed",
            "닫힘",
            "Closed",
        ),
    ];
    for (state, name, korean, english) in states {
        for (language, words) in [(Language::Korean, korean), (Language::English, english)] {
            let html = connection(language, state.clone()).await;
            assert_contains(&html, r#"id="state""#);
            assert_contains(&html, r#"role="status""#);
            assert_contains(&html, &format!(r#"data-state="{name}""#));
            assert_contains(&html, &format!(">{words}<"));
            assert_contains(&html, "ws://ullim.example/");
        }
    }
}

#[tokio::test]
async fn closed_connection_shows_code_name_and_reason() {
    let html = connection(Language::Korean, closed(1001, "안녕", Ending::ByServer)).await;
    assert_contains(&html, "1001");
    assert_contains(&html, "Going Away");
    assert_contains(&html, "안녕");
    let html = connection(Language::English, closed(4321, "", Ending::ByServer)).await;
    assert_contains(&html, "4321");
    assert_lacks(&html, "Reason</dt>");
}

#[tokio::test]
async fn reason_with_markup_is_escaped() {
    for (hostile, harmless) in HOSTILE {
        let html = connection(Language::Korean, closed(4000, hostile, Ending::ByServer)).await;
        assert_contains(&html, harmless);
        assert_lacks(&html, hostile);
    }
}

#[tokio::test]
async fn failed_connection_shows_the_commands_that_start_a_server() {
    for language in Language::ALL {
        for ending in [Ending::Unreachable, Ending::Lost] {
            let html = connection(language, closed(1006, "", ending)).await;
            assert_contains(&html, "<code>cargo run -p server</code>");
            assert_contains(&html, "<code>cargo xtask run</code>");
        }
        for ending in [Ending::ByServer, Ending::ByPage] {
            let html = connection(language, closed(1000, "", ending)).await;
            assert_lacks(&html, "cargo");
        }
    }
}
