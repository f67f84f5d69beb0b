//! The HTML of the workbench's connection state.

use client::components::workbench::connection_state::{ConnectionStateProps, connection_state};
use client::i18n::Language;
use session::connection::State;
use session::record::{Ending, Opening};
use session::time::Time;

use crate::{HOSTILE, assert_contains, assert_lacks, closed, html_made};

fn state(language: Language, state: State) -> ConnectionStateProps {
    ConnectionStateProps {
        language,
        state,
        offered: "".into(),
        opening: Opening::default().into(),
        since: None,
        now: Time(1_000.0),
    }
}

#[tokio::test]
async fn connection_in_each_state_and_language_has_its_words() {
    for (now, name, korean, english) in [
        (State::Idle, "idle", "연결 안 됨", "Not connected"),
        (State::Connecting, "connecting", "연결하는 중", "Connecting"),
        (State::Open, "open", "연결됨", "Open"),
        (State::Closing, "closing", "닫는 중", "Closing"),
        (closed(1000, "", Ending::ByPage), "closed", "닫힘", "Closed"),
    ] {
        for (language, words) in [(Language::Korean, korean), (Language::English, english)] {
            let html = html_made(connection_state, state(language, now.clone())).await;
            assert_contains(&html, &format!(r#"data-state="{name}""#));
            assert_contains(&html, r#"role="status""#);
            assert_contains(&html, &format!(">{words}<"));
        }
    }
}

#[tokio::test]
async fn open_connection_shows_its_handshake_and_a_silent_clock() {
    let html = html_made(
        connection_state,
        ConnectionStateProps {
            opening: Opening {
                subprotocol: "superchat".into(),
                extensions: "permessage-deflate".into(),
                ..Opening::default()
            }
            .into(),
            since: Some(Time(1_000.0)),
            now: Time(62_500.0),
            ..state(Language::English, State::Open)
        },
    )
    .await;
    assert_contains(&html, "<code>superchat</code>");
    assert_contains(&html, "<code>permessage-deflate</code>");
    assert_contains(&html, r#"id="open-for">1:01<"#);
    let (status, _) = html.split_once("</div>").expect("#state");
    assert_lacks(status, "1:01");

    let html = html_made(
        connection_state,
        ConnectionStateProps {
            since: Some(Time(0.0)),
            ..state(Language::Korean, State::Open)
        },
    )
    .await;
    assert_eq!(html.matches(">없음<").count(), 2);

    let html = html_made(
        connection_state,
        ConnectionStateProps {
            since: Some(Time(0.0)),
            offered: "v1".into(),
            ..state(Language::English, State::Open)
        },
    )
    .await;
    assert_contains(&html, "none of the offered");
}

#[tokio::test]
async fn closed_connection_shows_code_and_reason() {
    let ended = closed(1001, "안녕", Ending::ByServer);
    let html = html_made(connection_state, state(Language::Korean, ended)).await;
    for part in ["1001", "Going Away", "안녕", "서버가 연결을 닫았습니다."] {
        assert_contains(&html, part);
    }
    assert_lacks(&html, "connection-trouble");
    let lost = closed(1006, "", Ending::Lost);
    let html = html_made(connection_state, state(Language::English, lost)).await;
    assert_contains(&html, "connection-trouble");
}

#[tokio::test]
async fn peer_text_with_markup_is_escaped() {
    for (hostile, harmless) in HOSTILE {
        let ended = closed(4000, hostile, Ending::ByServer);
        let html = html_made(connection_state, state(Language::Korean, ended)).await;
        assert_contains(&html, harmless);
        assert_lacks(&html, hostile);
        let html = html_made(
            connection_state,
            ConnectionStateProps {
                opening: Opening {
                    subprotocol: hostile.into(),
                    extensions: hostile.into(),
                    ..Opening::default()
                }
                .into(),
                since: Some(Time(0.0)),
                ..state(Language::Korean, State::Open)
            },
        )
        .await;
        assert_eq!(html.matches(harmless).count(), 2);
        assert_lacks(&html, hostile);
    }
}
