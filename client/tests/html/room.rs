//! The HTML of a room: header, messages and composer.

use std::rc::Rc;

use client::components::workbench::room::room_composer::{RoomComposer, RoomComposerProps};
use client::components::workbench::room::room_header::{RoomHeader, RoomHeaderProps};
use client::components::workbench::room::room_messages::{RoomMessages, RoomMessagesProps};
use client::hooks::UseEndInView;
use client::i18n::Language;
use client::i18n::room::RoomPhrase;
use protocol::superchat::{
    ClientMessage, ErrorCode, MAX_NAME_BYTES, MAX_ROOM_BYTES, MAX_TEXT_BYTES,
};
use serde_json::json;
use session::room::incoming::Reason;
use session::room::members::Members;
use session::room::{Membership, Room, RoomError};
use session::time::{Moment, Time, TimeZone, WallTime};
use yew::{Callback, NodeRef};

use crate::{HOSTILE, assert_contains, assert_lacks, html_of};

const HERE: &str = "ws://a/chat?room=b";

const NOW: Moment = Moment {
    now: Time(0.0),
    wall: WallTime(0.0),
    random: 7,
};

/// A room that the tab has joined, and that received these messages.
fn room(received: &[serde_json::Value]) -> Room {
    let mut room = Room::default();
    let _ = room.connected(HERE, true, NOW);
    let welcome = json!({
        "type": "welcome", "room": "b", "name": "me", "epoch": "e", "newest": 0,
        "recovered": false, "members": ["me"], "member_count": 1,
    });
    for message in [&welcome].into_iter().chain(received) {
        let _ = room.receive(&message.to_string(), NOW);
    }
    room
}

fn message(offset: u64, name: &str, text: &str) -> serde_json::Value {
    json!({
        "type": "message", "offset": offset, "name": name, "text": text,
        "time_ms": 64_980_000,
    })
}

/// Sends a text and returns its id.
fn send(room: &mut Room, text: &str) -> String {
    let random = text.len() as u128;
    let sent = room
        .send(HERE, &text.into(), Moment { random, ..NOW })
        .unwrap();
    match &sent[..] {
        [ClientMessage::Say(say)] => say.id.clone(),
        _ => panic!("{sent:?}"),
    }
}

async fn messages(language: Language, room: &Room) -> String {
    messages_announced(language, room, true).await
}

async fn messages_announced(language: Language, room: &Room, is_announced: bool) -> String {
    html_of::<RoomMessages>(RoomMessagesProps {
        language,
        is_announced,
        timeline: room.timeline().clone(),
        send_queue: room.send_queue().iter().cloned().collect(),
        end_in_view: UseEndInView {
            frame: NodeRef::default(),
            on_scroll: Callback::noop(),
            is_at_end: true,
        },
        today: 0,
        zone: TimeZone(|_| 0),
        on_event: Callback::noop(),
    })
    .await
}

async fn composer(
    language: Language,
    text: &str,
    membership: Membership,
    error: Option<RoomError>,
) -> String {
    html_of::<RoomComposer>(RoomComposerProps {
        language,
        field: NodeRef::default(),
        text: text.into(),
        rewrites: 0,
        membership,
        typing: vec!["kim".into(), "<b>".into()],
        error,
        is_draft_kept: true,
        is_room_kept: false,
        on_edit: Callback::noop(),
        on_event: Callback::noop(),
    })
    .await
}

async fn header(language: Language, membership: Membership, error: Option<RoomError>) -> String {
    let names: Vec<Rc<str>> = vec!["kim".into(), "me".into()];
    html_of::<RoomHeader>(RoomHeaderProps {
        language,
        room: "<i>b</i>".into(),
        name: "me".into(),
        membership,
        members: Members::new(names, 300),
        error,
        copied: None,
        on_event: Callback::noop(),
    })
    .await
}

#[tokio::test]
async fn message_shows_name_time_and_lines() {
    let html = messages(Language::English, &room(&[message(3, "kim", "a\nb\r\n")])).await;
    assert_contains(&html, r#"role="log""#);
    assert_contains(&html, r#"data-offset="3""#);
    assert_contains(&html, ">kim</span>");
    assert_contains(&html, r#"datetime="1970-01-01T18:03:00.000Z""#);
    assert_contains(&html, ">18:03</time>");
    assert_contains(&html, ">a<br>b<br></div>");
}

#[tokio::test]
async fn message_name_or_reason_with_markup_is_escaped() {
    for (hostile, harmless) in HOSTILE {
        let mut room = room(&[message(1, hostile, hostile)]);
        let id = send(&mut room, hostile);
        let error = json!({
            "type": "error", "code": "tired", "message": hostile, "retryable": false, "id": id,
        });
        let _ = room.receive(&error.to_string(), NOW);
        let html = messages(Language::Korean, &room).await;
        assert_lacks(&html, hostile);
        assert_eq!(html.matches(harmless).count(), 5, "{html}");
    }
}

#[tokio::test]
async fn send_queue_shows_each_state_in_words() {
    let mut room = room(&[]);
    let id = send(&mut room, "a");
    let ack = json!({"type": "ack", "id": id, "offset": 9});
    let _ = room.receive(&ack.to_string(), NOW);
    let id = send(&mut room, "bb");
    let error = json!({
        "type": "error", "code": "id_forgotten", "message": "", "retryable": false, "id": id,
    });
    let _ = room.receive(&error.to_string(), NOW);
    send(&mut room, "ccc");
    for (language, words) in [
        (
            Language::English,
            [
                "not delivered yet",
                "✓ delivered",
                "Not delivered: The message is too old",
                "Edit again",
                "Dismiss",
            ],
        ),
        (
            Language::Korean,
            [
                "아직 전송되지 않음",
                "✓ 전송됨",
                "전송하지 못함: 너무 오래된",
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
async fn failed_message_is_announced_as_an_alert() {
    let mut room = room(&[]);
    let alert = r#"id="room-not-said" role="alert" class="visually-hidden">"#;
    let id = send(&mut room, "a");
    let html = messages(Language::English, &room).await;
    assert_contains(&html, &format!("{alert}</div>"));
    let error = json!({
        "type": "error", "code": "empty_text", "message": "", "retryable": false, "id": id,
    });
    let _ = room.receive(&error.to_string(), NOW);
    let html = messages(Language::English, &room).await;
    let said = "<p>Not delivered: The message is empty.</p></div>";
    assert_contains(&html, &format!("{alert}{said}"));
}

#[tokio::test]
async fn log_while_catching_up_is_not_live() {
    let room = room(&[message(1, "kim", "old")]);
    for (is_announced, live) in [(true, "polite"), (false, "off")] {
        let html = messages_announced(Language::Korean, &room, is_announced).await;
        assert_contains(&html, &format!(r#"role="log" aria-live="{live}""#));
    }
}

#[tokio::test]
async fn new_log_shows_discontinuity_and_read_marker() {
    let mut room = room(&[message(1, "kim", "old")]);
    room.disconnected();
    let _ = room.connected(HERE, true, NOW);
    let welcome = json!({
        "type": "welcome", "room": "b", "name": "me", "epoch": "another", "newest": 1,
        "recovered": false, "members": ["me"], "member_count": 1,
    });
    let _ = room.receive(&welcome.to_string(), NOW);
    let html = messages(Language::English, &room).await;
    assert_contains(&html, "The server started a new log");
    assert_contains(&html, r#"id="room-unread""#);
    assert_contains(&html, r#"id="room-to-unread""#);
    assert_lacks(&html, r#"id="room-to-newest""#);
}

#[tokio::test]
async fn hint_by_membership_promises_only_what_is_possible() {
    for (language, later, with_superchat) in [
        (Language::English, "as soon as", "uses superchat"),
        (Language::Korean, "들어가는 대로", "superchat으로 연결될"),
    ] {
        let html = composer(language, "a", Membership::Joining, None).await;
        assert_contains(&html, later);
        let html = composer(language, "a", Membership::Unsupported, None).await;
        assert_contains(&html, with_superchat);
        assert_lacks(&html, later);
    }
}

#[test]
fn refusal_phrases_name_the_limits_in_force() {
    for language in Language::ALL {
        for (code, limit) in [
            (ErrorCode::BadRoom, MAX_ROOM_BYTES),
            (ErrorCode::BadName, MAX_NAME_BYTES),
            (ErrorCode::TextTooLong, MAX_TEXT_BYTES),
        ] {
            let said = language.say(RoomPhrase::Error(code));
            let digits = said.replace(',', "");
            let mut numbers = digits.split(|it: char| !it.is_ascii_digit());
            assert!(numbers.any(|it| it == limit.to_string()), "{said}");
        }
        for code in ErrorCode::ALL {
            let said = language.say(RoomPhrase::Error(code));
            assert!(
                !said.contains(".json") && !said.contains("new id"),
                "{said}"
            );
        }
    }
}

#[tokio::test]
async fn empty_room_shows_a_note() {
    let html = messages(Language::Korean, &room(&[])).await;
    assert_contains(&html, "아직 메시지가 없습니다.");
}

#[tokio::test]
async fn header_shows_membership_and_members() {
    let html = header(Language::English, Membership::Joined, None).await;
    assert_contains(&html, "&lt;i&gt;b&lt;/i&gt;</h2>");
    assert_contains(&html, "Here: 300");
    assert_contains(&html, ">kim</li>");
    assert_contains(&html, "and 298 more");
    assert_lacks(&html, r#"id="room-join""#);

    let full = Membership::Refused(Reason::Known(ErrorCode::RoomFull));
    let html = header(Language::Korean, full, None).await;
    assert_contains(&html, "방이 가득 찼습니다.");
    assert_contains(&html, r#"id="room-join""#);
    assert_lacks(&html, "room-people");

    let unknown = Membership::Refused(Reason::Unknown("<b>No.</b>".into()));
    let html = header(Language::Korean, unknown, None).await;
    assert_contains(&html, "<q>&lt;b&gt;No.&lt;/b&gt;</q>");
}

#[tokio::test]
async fn header_with_a_name_error_shows_it() {
    for (language, error, words) in [
        (
            Language::English,
            RoomError::NameNotGiven,
            "That name is taken",
        ),
        (
            Language::Korean,
            RoomError::NameNotGiven,
            "이미 쓰이는 이름입니다",
        ),
        (
            Language::Korean,
            RoomError::InvalidName,
            "이름은 1~48바이트",
        ),
    ] {
        let html = header(language, Membership::Joined, Some(error)).await;
        // In the form of the menu, and where the menu is shut.
        assert_eq!(html.matches(words).count(), 2, "{html}");
        assert_contains(&html, "data-trouble");
        assert_contains(&html, r#"aria-invalid="true""#);
    }
    let html = header(
        Language::English,
        Membership::Joined,
        Some(RoomError::QueueFull),
    )
    .await;
    assert_lacks(&html, "aria-invalid");
    assert_lacks(&html, "data-trouble");
}

#[tokio::test]
async fn header_keeps_name_and_link_in_a_menu() {
    let html = header(Language::English, Membership::Joined, None).await;
    let (line, menu) = html.split_once(r#"id="room-menu""#).unwrap();
    assert_contains(line, r#"popovertarget="room-menu""#);
    assert_contains(line, r#"popovertarget="room-people""#);
    for in_menu in ["room-own-name", "room-rename", "room-link"] {
        assert_lacks(line, in_menu);
        assert_contains(menu, in_menu);
    }
}

#[tokio::test]
async fn header_says_whether_the_link_was_copied() {
    for (copied, words) in [
        (None, ""),
        (Some(Ok(())), "Copied to the clipboard."),
        (
            Some(Err("http://a/?room=<b>".into())),
            "<code>http://a/?room=&lt;b&gt;</code>",
        ),
    ] {
        let html = html_of::<RoomHeader>(RoomHeaderProps {
            language: Language::English,
            room: "b".into(),
            name: "me".into(),
            membership: Membership::Joined,
            members: Members::default(),
            error: None,
            copied,
            on_event: Callback::noop(),
        })
        .await;
        assert_contains(&html, &format!("{words}</p></div>"));
    }
}

#[tokio::test]
async fn composer_shows_length_and_errors() {
    let html = composer(Language::English, "안녕", Membership::Joined, None).await;
    assert_contains(&html, "6 of 8,192 bytes");
    assert_contains(&html, "Shift+Enter");
    assert_contains(&html, "kim, &lt;b&gt; are typing…");
    assert_lacks(&html, "aria-invalid");
    assert_lacks(&html, "disabled");

    let long = "x".repeat(MAX_TEXT_BYTES + 1);
    let html = composer(
        Language::Korean,
        &long,
        Membership::Disconnected,
        Some(RoomError::QueueFull),
    )
    .await;
    for words in [
        "메시지가 너무 깁니다",
        "기다리는 메시지가 너무",
        "기다리는 메시지를 저장하지 못했습니다",
        "들어가는 대로",
    ] {
        assert_contains(&html, words);
    }
    assert_contains(&html, r#"aria-invalid="true""#);
    assert_contains(&html, "disabled");
    assert_contains(
        &composer(Language::Korean, " \n", Membership::Joined, None).await,
        "disabled",
    );
}
