//! The HTML of the message editor.

use client::components::workbench::message_editor::{MessageEditor, MessageEditorProps};
use client::components::workbench::overlay;
use client::hooks::UsePart;
use client::i18n::Language;
use session::composer::draft::{ComposeError, DraftKind};
use session::composer::file::{File, FileError, MAX_FILE_BYTES};
use session::composer::{Composer, Event, Problem};
use session::connection::State;
use session::json;
use session::text_position::TextPosition;
use session::time::{Moment, Time, WallTime};
use yew::Callback;

use crate::{HOSTILE, assert_contains, assert_lacks, html_of};

const EARLY: Moment = Moment {
    now: Time(1_234_567_890_123.0),
    wall: WallTime(1_234_567_890_123.0),
    random: 0x0011_2233_4455_6677_8899_aabb_ccdd_eeff,
};

/// The editor of an open connection in which these have happened.
fn props(events: impl IntoIterator<Item = Event>) -> MessageEditorProps {
    let mut composer = Composer::new("".into(), EARLY);
    for event in events {
        composer.apply(event, EARLY);
    }
    MessageEditorProps {
        language: Language::Korean,
        state: State::Open,
        queues: false,
        queued_messages: 0,
        composer,
        draft_kept: true,
        overlays: UsePart::Loaded(overlay::view),
        on_event: Callback::noop(),
        on_file: Callback::noop(),
        on_send: Callback::noop(),
    }
}

async fn html_after(events: impl IntoIterator<Item = Event>) -> String {
    html_of::<MessageEditor>(props(events)).await
}

fn edited(text: &str) -> Event {
    Event::Edited(text.into())
}

/// The element of this id: its opening tag, and what stands in it up to the next closing tag.
fn element<'a>(html: &'a str, id: &str) -> &'a str {
    let named = html.find(&format!(r#"id="{id}""#));
    let start = named.and_then(|at| html[..at].rfind('<'));
    let rest = &html[start.unwrap_or_else(|| panic!("no {id} in\n{html}"))..];
    &rest[..rest.find("</").unwrap_or(rest.len())]
}

fn is_enabled(html: &str, id: &str) -> bool {
    !element(html, id).contains(" disabled")
}

#[tokio::test]
async fn typed_text_with_markup_is_escaped_and_measured() {
    let html = html_after([edited("울림")]).await;
    assert!(element(&html, "message").ends_with(">울림"));
    assert!(element(&html, "compose-size").ends_with(">6바이트"));
    for (hostile, harmless) in HOSTILE {
        let html = html_after([edited(&format!("{hostile}{{{{n}}}}"))]).await;
        // In the textarea, and in the preview.
        assert_eq!(html.matches(harmless).count(), 2, "{html}");
        assert_lacks(&html, hostile);
    }
}

#[tokio::test]
async fn kinds_are_offered_with_the_chosen_one_selected() {
    for kind in DraftKind::ALL {
        let html = html_after([Event::KindChosen(kind)]).await;
        for other in DraftKind::ALL {
            let option = html
                .split("<option ")
                .find(|part| part.contains(&format!(r#"value="{}""#, other.name())));
            assert!(option.is_some_and(|it| it.contains("selected") == (other == kind)));
        }
        assert_eq!(
            html.contains(r#"id="compose-format""#),
            kind == DraftKind::Json
        );
        assert_eq!(html.contains(r#"id="message""#), kind != DraftKind::File);
        assert_eq!(
            html.contains(r#"id="compose-file""#),
            kind == DraftKind::File
        );
    }
}

#[tokio::test]
async fn preview_is_shown_for_text_with_variables_only() {
    let html = html_after([edited("{{n}} {{now}} {{uuid}}")]).await;
    assert_contains(
        &html,
        "1 2009-02-13T23:31:30.123Z 00112233-4455-4677-8899-aabbccddeeff",
    );
    assert_lacks(&html_after([edited("글")]).await, "compose-preview");
}

#[tokio::test]
async fn invalid_draft_shows_an_alert_with_its_position() {
    let error = ComposeError::Json {
        kind: json::ErrorKind::UnexpectedCharacter(']'),
        position: TextPosition {
            line: 12,
            column: 34,
        },
    };
    let wrong = || Event::Refused(Problem::Draft(error));
    let korean = html_after([wrong()]).await;
    assert!(element(&korean, "compose-error").contains(r#"role="alert""#));
    assert_contains(&korean, "12행 34번째 글자: JSON에서 여기에는 ‘]’");
    assert!(element(&korean, "message").contains("aria-invalid"));
    let english = html_of::<MessageEditor>(MessageEditorProps {
        language: Language::English,
        ..props([wrong()])
    })
    .await;
    assert_contains(&english, "Line 12, character 34: ‘]’ is not allowed here");
    let fine = html_after([wrong(), edited("다시")]).await;
    assert!(element(&fine, "compose-error").ends_with('>'));
    assert!(!element(&fine, "message").contains("aria-invalid"));
}

#[tokio::test]
async fn each_problem_has_its_words() {
    for (problem, words) in [
        (Problem::Draft(ComposeError::NoFile), "보낼 파일을 먼저"),
        (
            Problem::File(FileError::TooLarge {
                size_bytes: MAX_FILE_BYTES * 2,
            }),
            "파일이 너무 큽니다(128 MiB). 64 MiB까지",
        ),
        (Problem::NotOpen, "연결되어 있지 않아 보내지 않았습니다."),
        (Problem::QueueFull, "대기열이 가득 차서"),
        (Problem::SendFailed, "메시지를 보내지 못했습니다."),
    ] {
        assert_contains(&html_after([Event::Refused(problem)]).await, words);
    }
    let html = html_of::<MessageEditor>(MessageEditorProps {
        draft_kept: false,
        ..props([])
    })
    .await;
    assert_contains(&html, "새로 고치면 쓴 글이 사라집니다.");
}

#[tokio::test]
async fn send_button_is_enabled_or_described_by_the_reason() {
    for (state, queues, enabled, words) in [
        (State::Open, false, true, "Ctrl+Enter"),
        (State::Idle, false, false, "아직 연결되지 않았습니다."),
        (
            State::Connecting,
            false,
            false,
            "연결되면 보낼 수 있습니다.",
        ),
        (State::Closing, false, false, "연결을 닫는 중이라"),
        (State::Idle, true, true, "기다렸다가 연결된 뒤에"),
        (State::Connecting, true, true, "기다렸다가 연결된 뒤에"),
    ] {
        let html = html_of::<MessageEditor>(MessageEditorProps {
            state: state.clone(),
            queues,
            ..props([])
        })
        .await;
        assert_eq!(is_enabled(&html, "send"), enabled, "{state:?}");
        assert!(element(&html, "send").contains("send-hint"));
        assert!(element(&html, "send-hint").contains(words), "{html}");
        assert_eq!(is_enabled(&html, "repeat-start"), state == State::Open);
    }
}

#[tokio::test]
async fn queued_messages_are_counted() {
    let html = html_of::<MessageEditor>(MessageEditorProps {
        queued_messages: 3,
        ..props([])
    })
    .await;
    assert_contains(&html, "메시지 3개가 대기열에 있습니다.");
    assert_lacks(&html_after([]).await, "대기열에 있습니다.");
}

#[tokio::test]
async fn unknown_variable_warns_and_names_what_is_known() {
    let warned = html_after([edited("{{nope}}")]).await;
    let foot = warned
        .split(r#"id="compose-warning""#)
        .nth(1)
        .expect("a place");
    assert_contains(foot, ">{{nope}} 변수가");
    assert_contains(
        foot,
        "그대로 보냅니다. 변수는 {{uuid}}, {{now}}, {{n}}입니다.",
    );
    assert!(element(&html_after([edited("{{n}}")]).await, "compose-warning").ends_with('>'));
}

#[tokio::test]
async fn invalid_json_is_told_quietly_until_it_is_sent() {
    let typing = [Event::KindChosen(DraftKind::Json), edited("[1,]")];
    let html = html_after(typing).await;
    assert_contains(&html, "1행 4번째 글자: JSON에서 여기에는 ‘]’");
    assert!(element(&html, "compose-error").ends_with('>'), "no alert");
    assert!(!element(&html, "compose-warning").contains("role"));
}

#[tokio::test]
async fn repeat_error_stands_at_its_field() {
    let html = html_after([
        Event::RepeatCountEdited("0".into()),
        Event::RepeatStartPressed,
    ])
    .await;
    let count = element(&html, "repeat-count");
    assert!(count.contains(r#"aria-invalid="true""#), "{count}");
    assert!(count.contains(r#"aria-describedby="repeat-error""#));
    assert!(!element(&html, "repeat-every").contains("aria-invalid"));
    assert_contains(&html, "반복 횟수는 1 이상의 수로");
    assert!(element(&html, "compose-error").ends_with('>'));
}

#[tokio::test]
async fn repetition_and_hints_are_folded_and_the_last_line_is_one_element() {
    let html = html_after([edited("{{n}}"), Event::KindChosen(DraftKind::Json)]).await;
    assert_eq!(html.matches("<details").count(), 2, "{html}");
    assert_lacks(&html, " open");
    let foot = html.split(r#"class="message-editor-foot""#).nth(1);
    let foot = foot.expect("a last line");
    for id in [
        "compose-size",
        "compose-error",
        "compose-preview",
        "send-hint",
    ] {
        assert!(foot.contains(&format!(r#"id="{id}""#)), "{id}");
    }
}

#[tokio::test]
async fn field_has_a_row_for_each_line_up_to_12() {
    for (breaks, rows) in [(0, 1), (3, 4), (11, 12), (40, 12)] {
        let html = html_after([edited(&"a\n".repeat(breaks))]).await;
        assert!(element(&html, "message").contains(&format!(r#"rows="{rows}""#)));
    }
}

#[tokio::test]
async fn file_shows_its_name_size_and_first_bytes() {
    for (hostile, harmless) in HOSTILE {
        let html = html_after([Event::FileRead(Ok(File {
            name: hostile.into(),
            media_type: "image/png".into(),
            bytes: vec![0xab; 2_048].into(),
        }))])
        .await;
        assert_contains(&html, harmless);
        assert_lacks(&html, hostile);
        assert_contains(&html, "2,048바이트(2 KiB)");
        assert_contains(&html, "image/png");
        assert_contains(&html, &format!("{}ab …", "ab ".repeat(31)));
    }
    assert_contains(
        &html_after([Event::FileRemoved]).await,
        "고른 파일이 없습니다.",
    );
}

#[tokio::test]
async fn repeat_shows_its_progress_and_announces_changes_only() {
    let idle = html_after([]).await;
    assert!(element(&idle, "repeat-stop").contains(r#"aria-disabled="true""#));
    assert_lacks(&idle, "repeat-sent");
    let running = html_after([Event::RepeatStartPressed, Event::Repeated]).await;
    assert!(element(&running, "repeat-stop").contains(r#"aria-disabled="false""#));
    assert!(element(&running, "repeat-sent").ends_with(">메시지 1개 보냄"));
    assert!(!element(&running, "repeat-sent").contains("role"));
    assert_contains(
        &running,
        r#"role="status" class="repeat-controls-state">반복하는 중입니다."#,
    );
    let refused = html_after([
        Event::RepeatStartPressed,
        Event::RepeatRefused(Problem::NotOpen),
    ])
    .await;
    assert_contains(&refused, "보낼 수 없어서 반복을 멈췄습니다.");
}
