//! The HTML of the address bar.

use client::components::workbench::connection_bar::{ConnectionBarProps, connection_bar};
use client::i18n::Language;
use session::connection::State;
use session::record::{CloseEvent, Ending};
use yew::{Callback, Html};

use crate::{HOSTILE, assert_contains, assert_lacks, html_made};

fn bar(language: Language, address: &str) -> ConnectionBarProps {
    ConnectionBarProps {
        language,
        page_is_secure: false,
        state: State::Idle,
        can_move: false,
        address: address.into(),
        recent: vec![],
        subprotocols: "".into(),
        refused: false,
        close_form: Html::default(),
        auth: Html::default(),
        options: (Html::default(), 0),
        on_address: Callback::noop(),
        on_subprotocols: Callback::noop(),
        on_connect: Callback::noop(),
        on_close: Callback::noop(),
    }
}

/// The start tag of the element of this id.
fn tag<'a>(html: &'a str, id: &str) -> &'a str {
    let id = format!(r#"id="{id}""#);
    html.split('<')
        .find(|tag| tag.contains(&id))
        .and_then(|tag| tag.split('>').next())
        .unwrap_or_default()
}

fn is_disabled(html: &str, id: &str) -> bool {
    tag(html, id).contains("disabled")
}

#[tokio::test]
async fn buttons_are_enabled_when_they_have_an_effect() {
    let closed = State::Closed {
        close: CloseEvent {
            code: 1000,
            reason: "".into(),
            was_clean: true,
        },
        ending: Ending::ByServer,
    };
    for (state, id, can_press) in [
        (State::Idle, "connect", true),
        (State::Connecting, "close", true),
        (State::Open, "close", true),
        (State::Closing, "close", false),
        (closed, "connect", true),
    ] {
        let html = html_made(
            connection_bar,
            ConnectionBarProps {
                state: state.clone(),
                ..bar(Language::Korean, "ws://a")
            },
        )
        .await;
        assert_contains(tag(&html, id), "connection-bar-press");
        assert_eq!(is_disabled(&html, id), !can_press, "{state:?}");
        for field in ["address", "subprotocols"] {
            assert_lacks(tag(&html, field), "readonly");
        }
        assert_lacks(&html, r#"id="reconnect""#);
    }
}

#[tokio::test]
async fn edited_address_of_an_open_connection_can_be_connected_to() {
    let moving = |address| ConnectionBarProps {
        state: State::Open,
        can_move: true,
        ..bar(Language::Korean, address)
    };
    let html = html_made(connection_bar, moving("ws://b")).await;
    assert!(tag(&html, "reconnect").contains("button"), "{html}");
    assert!(!is_disabled(&html, "reconnect"));
    assert!(!is_disabled(&html, "close"));
}

#[tokio::test]
async fn menu_of_options_says_how_many_are_chosen() {
    let chosen = ConnectionBarProps {
        auth: Html::default(),
        options: (Html::default(), 2),
        ..bar(Language::Korean, "ws://b")
    };
    let html = html_made(connection_bar, chosen).await;
    assert_contains(&html, r#"<span class="menu-count">2</span>"#);
}

#[tokio::test]
async fn invalid_address_shows_an_error_in_both_languages() {
    for (language, words) in [
        (Language::Korean, "0에서 65535까지"),
        (Language::English, "from character 11 on"),
    ] {
        let props = bar(language, "localhost:99999");
        let html = html_made(connection_bar, props).await;
        assert_contains(&html, words);
        assert!(is_disabled(&html, "connect"));
        assert_contains(tag(&html, "address"), r#"aria-invalid="true""#);
    }
    let html = html_made(connection_bar, bar(Language::English, "")).await;
    assert!(is_disabled(&html, "connect"));
    assert_contains(tag(&html, "address"), r#"aria-invalid="false""#);
}

#[tokio::test]
async fn invalid_subprotocol_is_named() {
    for (typed, name, korean, english) in [
        (
            "chat, a/b",
            "a/b",
            "하위 프로토콜로 쓸 수 없습니다",
            "is not a valid subprotocol",
        ),
        ("chat chat", "chat", "두 번 적었습니다", "is listed twice"),
    ] {
        for (language, words) in [(Language::Korean, korean), (Language::English, english)] {
            let html = html_made(
                connection_bar,
                ConnectionBarProps {
                    subprotocols: typed.into(),
                    ..bar(language, "ws://a")
                },
            )
            .await;
            assert_contains(&html, &format!("<code>{name}</code>"));
            assert_contains(&html, words);
            assert!(is_disabled(&html, "connect"));
        }
    }
}

#[tokio::test]
async fn typed_text_with_markup_is_escaped() {
    for (hostile, _) in HOSTILE {
        let html = html_made(
            connection_bar,
            ConnectionBarProps {
                recent: vec![hostile.into()],
                subprotocols: hostile.into(),
                refused: true,
                ..bar(Language::Korean, hostile)
            },
        )
        .await;
        // In the value of an attribute only quotes and ampersands could do anything.
        let outside = html.split('"').step_by(2).collect::<String>();
        assert_lacks(&outside, hostile);
    }
    let html = html_made(
        connection_bar,
        bar(Language::Korean, "\" onfocus=\"alert(1)"),
    )
    .await;
    assert_contains(&html, "&quot; onfocus=&quot;alert(1)");
}
