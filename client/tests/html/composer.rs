//! The HTML of the lesson's textarea and buttons.

use client::components::composer::{self as component, ComposerProps};
use client::i18n::Language;
use session::connection::State;
use session::record::{CloseEvent, Ending};
use yew::Callback;

use crate::{HOSTILE, assert_contains, assert_lacks, html_made};

fn props(state: State) -> ComposerProps {
    ComposerProps {
        language: Language::Korean,
        state,
        draft: "".into(),
        draft_kept: true,
        send_failed: false,
        on_edit: Callback::noop(),
        on_send: Callback::noop(),
        on_close: Callback::noop(),
        on_connect: Callback::noop(),
    }
}

fn closed() -> State {
    State::Closed {
        close: CloseEvent {
            code: 1000,
            reason: "".into(),
            was_clean: true,
        },
        ending: Ending::ByServer,
    }
}

/// The opening tag of the button, and what stands in it.
fn button<'a>(html: &'a str, id: &str) -> Option<&'a str> {
    html.split("<button ")
        .find(|part| part.contains(&format!(r#"id="{id}""#)))
        .and_then(|part| part.split("</button>").next())
}

fn is_enabled(html: &str, id: &str) -> bool {
    let is_disabled =
        |button: &str| button.contains(" disabled") || button.contains(r#"aria-disabled="true""#);
    button(html, id).is_some_and(|button| !is_disabled(button))
}

#[tokio::test]
async fn composer_has_the_lessons_elements() {
    let html = html_made(component::composer, props(State::Open)).await;
    assert_contains(&html, r#"<textarea id="message""#);
    assert_contains(&html, r#"cols="50" rows="5""#);
    assert_contains(&html, r#"</textarea><br><button "#);
    assert!(button(&html, "send").is_some_and(|send| send.ends_with(">전송")));
    assert!(button(&html, "close").is_some_and(|close| close.ends_with(">종료")));
}

#[tokio::test]
async fn composer_in_english_has_english_buttons() {
    let html = html_made(
        component::composer,
        ComposerProps {
            language: Language::English,
            ..props(closed())
        },
    )
    .await;
    for (id, words) in [
        ("send", ">Send"),
        ("close", ">Close"),
        ("connect", ">Connect again"),
    ] {
        assert!(button(&html, id).is_some_and(|button| button.ends_with(words)));
    }
}

#[tokio::test]
async fn composer_in_each_state_has_its_buttons() {
    for (state, send, close, connect) in [
        (State::Connecting, false, true, false),
        (State::Open, true, true, false),
        (State::Closing, false, false, false),
        (closed(), false, false, true),
    ] {
        let html = html_made(component::composer, props(state.clone())).await;
        let enabled = ["send", "close", "connect"].map(|id| is_enabled(&html, id));
        assert_eq!(enabled, [send, close, connect], "{state:?}");
    }
}

#[tokio::test]
async fn disabled_send_button_is_described_by_the_reason() {
    for (state, korean) in [
        (State::Connecting, "연결되면 보낼 수 있습니다."),
        (State::Closing, "연결을 닫는 중이라"),
        (closed(), "연결이 닫혀 있어"),
    ] {
        let html = html_made(component::composer, props(state)).await;
        assert!(
            button(&html, "send")
                .is_some_and(|send| send.contains(r#"aria-describedby="send-hint""#))
        );
        assert_contains(&html, r#"<p id="send-hint""#);
        assert_contains(&html, korean);
    }
}

#[tokio::test]
async fn textarea_is_labelled() {
    let html = html_made(component::composer, props(State::Open)).await;
    assert_contains(&html, r#"for="message""#);
    assert_contains(&html, ">보낼 메시지</label>");
}

#[tokio::test]
async fn typed_text_with_markup_is_escaped() {
    for (hostile, harmless) in HOSTILE {
        let html = html_made(
            component::composer,
            ComposerProps {
                draft: hostile.into(),
                ..props(State::Open)
            },
        )
        .await;
        assert_contains(&html, harmless);
        assert_lacks(&html, hostile);
    }
}

#[tokio::test]
async fn errors_are_shown_only_when_present() {
    let fine = html_made(component::composer, props(State::Open)).await;
    let wrong = html_made(
        component::composer,
        ComposerProps {
            send_failed: true,
            draft_kept: false,
            ..props(State::Open)
        },
    )
    .await;
    for words in [
        "메시지를 보내지 못했습니다.",
        "새로 고치면 쓴 글이 사라집니다.",
    ] {
        assert_lacks(&fine, words);
        assert_contains(&wrong, words);
    }
}
