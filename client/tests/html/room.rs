//! A room: who is there, what is said, and what to say.

use std::rc::Rc;

use client::components::workbench::room::room_composer::{RoomComposer, RoomComposerProps};
use client::components::workbench::room::room_header::{RoomHeader, RoomHeaderProps};
use client::components::workbench::room::room_messages::{RoomMessages, RoomMessagesProps};
use client::hooks::UseLooking;
use client::i18n::Language;
use client::i18n::room::RoomPhrase;
use client::model::room::people::People;
use client::model::room::wire::Why;
use client::model::room::{Problem, Room, Standing};
use client::model::time::{Moment, Time};
use protocol::superchat::{
    ClientMessage, ErrorCode, MAX_NAME_BYTES, MAX_ROOM_BYTES, MAX_TEXT_BYTES,
};
use serde_json::json;
use yew::{Callback, NodeRef};

use crate::{HOSTILE, assert_contains, assert_lacks, html_of};

const HERE: &str = "ws://a/chat?room=b";

const NOW: Moment = Moment {
    now: Time(0.0),
    random: 7,
};

/// A room that one is in, and in which this was heard.
fn room(heard: &[serde_json::Value]) -> Room {
    let mut room = Room::default();
    let _ = room.opened(HERE, true, NOW);
    let welcome = json!({
        "type": "welcome", "room": "b", "name": "me", "epoch": "e", "newest": 0,
        "recovered": false, "members": ["me"], "member_count": 1,
    });
    for message in [&welcome].into_iter().chain(heard) {
        let _ = room.hear(&message.to_string(), NOW);
    }
    room
}

fn message(offset: u64, name: &str, text: &str) -> serde_json::Value {
    json!({
        "type": "message", "offset": offset, "name": name, "text": text,
        "time_ms": 64_980_000,
    })
}

/// Says a text and tells its id.
fn say(room: &mut Room, text: &str) -> String {
    let random = text.len() as u128;
    let said = room
        .say(HERE, &text.into(), Moment { random, ..NOW })
        .unwrap();
    match &said[..] {
        [ClientMessage::Say(say)] => say.id.clone(),
        _ => panic!("{said:?}"),
    }
}

async fn messages(language: Language, room: &Room) -> String {
    messages_told(language, room, true).await
}

async fn messages_told(language: Language, room: &Room, is_told: bool) -> String {
    html_of::<RoomMessages>(RoomMessagesProps {
        language,
        is_told,
        lines: room.lines().clone(),
        pending: room.says().iter().cloned().collect(),
        looking: UseLooking {
            frame: NodeRef::default(),
            on_scroll: Callback::noop(),
            is_at_end: true,
        },
        today: 0,
        utc_offset_min: 0,
        on_event: Callback::noop(),
    })
    .await
}

async fn composer(
    language: Language,
    text: &str,
    standing: Standing,
    problem: Option<Problem>,
) -> String {
    html_of::<RoomComposer>(RoomComposerProps {
        language,
        field: NodeRef::default(),
        text: text.into(),
        standing,
        writing: vec!["kim".into(), "<b>".into()],
        problem,
        is_draft_kept: true,
        is_room_kept: false,
        on_edit: Callback::noop(),
        on_event: Callback::noop(),
    })
    .await
}

async fn header(language: Language, standing: Standing, problem: Option<Problem>) -> String {
    let members: Vec<Rc<str>> = vec!["kim".into(), "me".into()];
    html_of::<RoomHeader>(RoomHeaderProps {
        language,
        room: "<i>b</i>".into(),
        name: "me".into(),
        standing,
        people: People::new(members, 300),
        problem,
        on_event: Callback::noop(),
    })
    .await
}

#[tokio::test]
async fn a_message_has_its_name_its_time_and_its_lines() {
    let html = messages(Language::English, &room(&[message(3, "kim", "a\nb\r\n")])).await;
    assert_contains(&html, r#"role="log""#);
    assert_contains(&html, r#"data-offset="3""#);
    assert_contains(&html, ">kim</span>");
    assert_contains(&html, r#"datetime="1970-01-01T18:03:00.000Z""#);
    assert_contains(&html, ">18:03</time>");
    assert_contains(&html, ">a<br>b<br></div>");
}

#[tokio::test]
async fn nothing_that_comes_over_the_wire_is_markup() {
    for (hostile, harmless) in HOSTILE {
        let mut room = room(&[message(1, hostile, hostile)]);
        let id = say(&mut room, hostile);
        let error = json!({
            "type": "error", "code": "tired", "message": hostile, "retryable": false, "id": id,
        });
        let _ = room.hear(&error.to_string(), NOW);
        let html = messages(Language::Korean, &room).await;
        assert_lacks(&html, hostile);
        assert_eq!(html.matches(harmless).count(), 5, "{html}");
    }
}

#[tokio::test]
async fn what_is_to_be_said_tells_how_it_stands_in_words() {
    let mut room = room(&[]);
    let id = say(&mut room, "a");
    let ack = json!({"type": "ack", "id": id, "offset": 9});
    let _ = room.hear(&ack.to_string(), NOW);
    let id = say(&mut room, "bb");
    let error = json!({
        "type": "error", "code": "id_forgotten", "message": "", "retryable": false, "id": id,
    });
    let _ = room.hear(&error.to_string(), NOW);
    say(&mut room, "ccc");
    for (language, words) in [
        (
            Language::English,
            [
                "not said yet",
                "✓ said",
                "Not said: It was said so long ago",
                "Edit again",
                "Dismiss",
            ],
        ),
        (
            Language::Korean,
            [
                "아직 전하지 않음",
                "✓ 전함",
                "전하지 못함: 너무 오래전",
                "다시 쓰기",
                "지우기",
            ],
        ),
    ] {
        let html = messages(language, &room).await;
        for words in words {
            assert_contains(&html, words);
        }
        for state in ["pending", "said", "refused"] {
            assert_contains(&html, &format!(r#"data-state="{state}""#));
        }
    }
}

#[tokio::test]
async fn a_screen_reader_hears_of_what_is_refused() {
    let mut room = room(&[]);
    let alert = r#"id="room-not-said" role="alert" class="visually-hidden">"#;
    let id = say(&mut room, "a");
    let html = messages(Language::English, &room).await;
    assert_contains(&html, &format!("{alert}</div>"));
    let error = json!({
        "type": "error", "code": "empty_text", "message": "", "retryable": false, "id": id,
    });
    let _ = room.hear(&error.to_string(), NOW);
    let html = messages(Language::English, &room).await;
    let said = "<p>Not said: There is nothing to say.</p></div>";
    assert_contains(&html, &format!("{alert}{said}"));
}

#[tokio::test]
async fn a_screen_reader_hears_what_is_new_and_not_what_was_there() {
    let room = room(&[message(1, "kim", "old")]);
    for (is_told, live) in [(true, "polite"), (false, "off")] {
        let html = messages_told(Language::Korean, &room, is_told).await;
        assert_contains(&html, &format!(r#"role="log" aria-live="{live}""#));
    }
}

#[tokio::test]
async fn where_the_log_breaks_off_and_where_one_stopped_reading_is_said() {
    let mut room = room(&[message(1, "kim", "old")]);
    room.closed();
    let _ = room.opened(HERE, true, NOW);
    let welcome = json!({
        "type": "welcome", "room": "b", "name": "me", "epoch": "another", "newest": 1,
        "recovered": false, "members": ["me"], "member_count": 1,
    });
    let _ = room.hear(&welcome.to_string(), NOW);
    let html = messages(Language::English, &room).await;
    assert_contains(&html, "The server began a new log");
    assert_contains(&html, r#"id="room-unread""#);
    assert_contains(&html, r#"id="room-to-unread""#);
    assert_lacks(&html, r#"id="room-to-newest""#);
}

#[tokio::test]
async fn what_is_written_is_promised_to_be_said_only_where_it_can_be() {
    for (language, later, with_superchat) in [
        (Language::English, "as soon as", "speaks superchat"),
        (Language::Korean, "들어가는 대로", "superchat으로 연결될"),
    ] {
        let html = composer(language, "a", Standing::Joining, None).await;
        assert_contains(&html, later);
        let html = composer(language, "a", Standing::Unspoken, None).await;
        assert_contains(&html, with_superchat);
        assert_lacks(&html, later);
    }
}

#[test]
fn refusals_name_the_limits_in_force_in_words_for_people() {
    for language in Language::ALL {
        for (code, limit) in [
            (ErrorCode::BadRoom, MAX_ROOM_BYTES),
            (ErrorCode::BadName, MAX_NAME_BYTES),
            (ErrorCode::TextTooLong, MAX_TEXT_BYTES),
        ] {
            let said = language.say(RoomPhrase::Why(code));
            let digits = said.replace(',', "");
            let mut numbers = digits.split(|it: char| !it.is_ascii_digit());
            assert!(numbers.any(|it| it == limit.to_string()), "{said}");
        }
        for code in ErrorCode::ALL {
            let said = language.say(RoomPhrase::Why(code));
            assert!(
                !said.contains(".json") && !said.contains("new id"),
                "{said}"
            );
        }
    }
}

#[tokio::test]
async fn an_empty_room_says_so() {
    let html = messages(Language::Korean, &room(&[])).await;
    assert_contains(&html, "아직 아무도 말하지 않았습니다.");
}

#[tokio::test]
async fn the_header_tells_how_one_stands_and_who_is_there() {
    let html = header(Language::English, Standing::In, None).await;
    assert_contains(&html, "&lt;i&gt;b&lt;/i&gt;</h2>");
    assert_contains(&html, "Here: 300");
    assert_contains(&html, ">kim</li>");
    assert_contains(&html, "and 298 more");
    assert_lacks(&html, r#"id="room-join""#);

    let full = Standing::Refused(Why::Known(ErrorCode::RoomFull));
    let html = header(Language::Korean, full, None).await;
    assert_contains(&html, "방이 가득 찼습니다.");
    assert_contains(&html, r#"id="room-join""#);
    assert_lacks(&html, "room-people");

    let unknown = Standing::Refused(Why::Unknown("<b>No.</b>".into()));
    let html = header(Language::Korean, unknown, None).await;
    assert_contains(&html, "<q>&lt;b&gt;No.&lt;/b&gt;</q>");
}

#[tokio::test]
async fn the_header_tells_why_one_is_not_called_what_one_chose() {
    for (language, problem, words) in [
        (
            Language::English,
            Problem::NotThatName,
            "did not get that name",
        ),
        (Language::Korean, Problem::NotThatName, "받지 못했습니다"),
        (Language::Korean, Problem::BadName, "이름은 1~48바이트"),
    ] {
        let html = header(language, Standing::In, Some(problem)).await;
        assert_contains(&html, words);
        assert_contains(&html, r#"aria-invalid="true""#);
    }
    let html = header(Language::English, Standing::In, Some(Problem::TooMuch)).await;
    assert_lacks(&html, "aria-invalid");
}

#[tokio::test]
async fn the_text_tells_its_length_and_when_it_is_too_long() {
    let html = composer(Language::English, "안녕", Standing::In, None).await;
    assert_contains(&html, "6 of 8,192 bytes");
    assert_contains(&html, "Shift+Enter");
    assert_contains(&html, "kim, &lt;b&gt; are writing…");
    assert_lacks(&html, "aria-invalid");
    assert_lacks(&html, "disabled");

    let long = "x".repeat(MAX_TEXT_BYTES + 1);
    let html = composer(
        Language::Korean,
        &long,
        Standing::Away,
        Some(Problem::TooMuch),
    )
    .await;
    for words in [
        "한 번에 말하기에는",
        "기다리는 말이 너무",
        "보관할 자리가 없습니다",
        "들어가는 대로",
    ] {
        assert_contains(&html, words);
    }
    assert_contains(&html, r#"aria-invalid="true""#);
    assert_contains(&html, "disabled");
    assert_contains(
        &composer(Language::Korean, " \n", Standing::In, None).await,
        "disabled",
    );
}
