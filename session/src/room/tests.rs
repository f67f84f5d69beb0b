//! Tests of a room, and of the invariants that hold in any order of events.

mod lossy;

use protocol::superchat::{ErrorCode, Join, MAX_TEXT_BYTES, StreamPosition, Typing};

use super::*;
use crate::room::send_queue::{SendError, SendState};
use crate::room::timeline::TimelineItemKind;
use crate::time::{Moment, WallTime};

const HERE: &str = "ws://a/chat?room=b";

fn at(ms: f64) -> Moment {
    Moment {
        now: Time(ms),
        wall: WallTime(ms),
        random: 7,
    }
}

fn welcome(name: &str, epoch: &str, newest: u64) -> String {
    format!(
        r#"{{"type":"welcome","room":"b","name":"{name}","epoch":"{epoch}","newest":{newest},
            "recovered":false,"members":["{name}"],"member_count":1}}"#
    )
}

fn message(offset: u64, text: &str, id: &str) -> String {
    format!(
        r#"{{"type":"message","offset":{offset},"name":"kim","text":"{text}","time_ms":5,"id":"{id}"}}"#
    )
}

fn error(code: &str, retryable: bool, rest: &str) -> String {
    format!(r#"{{"type":"error","code":"{code}","message":"No.","retryable":{retryable}{rest}}}"#)
}

/// A room that the tab has joined.
fn joined() -> Room {
    let mut room = Room::default();
    let _ = room.connected(HERE, true, at(0.0));
    let _ = room.receive(&welcome("me", "e", 0), at(0.0));
    room
}

fn receive(room: &mut Room, text: &str) -> Vec<ClientMessage> {
    room.receive(text, at(0.0))
}

fn send(room: &mut Room, text: &str) -> Vec<ClientMessage> {
    room.send(HERE, &text.into(), at(0.0)).unwrap()
}

fn queued(room: &Room) -> Vec<(&str, &SendState)> {
    let messages = room.send_queue().iter();
    messages.map(|it| (&*it.text, &it.state)).collect()
}

fn texts(room: &Room) -> Vec<&str> {
    let items = room.timeline().iter();
    let texts = items.filter_map(|item| match &item.kind {
        TimelineItemKind::Message(message) => Some(&*message.text),
        TimelineItemKind::Discontinuity(_) => None,
    });
    texts.collect()
}

#[test]
fn reconnect_joins_with_the_key_from_the_last_position() {
    let mut room = joined();
    let _ = receive(&mut room, &message(3, "hi", "x"));
    room.disconnected();
    assert_eq!(*room.membership(), Membership::Disconnected);
    let again = room.connected("ws://a/chat?room=b&name=me", true, at(9.0));
    let [ClientMessage::Join(join)] = &again[..] else {
        panic!("{again:?}");
    };
    let after = StreamPosition {
        epoch: "e".to_owned(),
        offset: 3,
    };
    assert_eq!(join.after, Some(after));
    assert_eq!(join.name.as_deref(), Some("me"));
    assert!(join.key.as_deref().is_some_and(protocol::superchat::is_id));
}

#[test]
fn connection_without_superchat_sends_nothing() {
    let mut room = Room::default();
    assert_eq!(room.connected(HERE, false, at(0.0)), []);
    assert_eq!(send(&mut room, "hi"), []);
    assert_eq!(receive(&mut room, &welcome("me", "e", 0)), []);
    assert_eq!(*room.membership(), Membership::Unsupported);
}

#[test]
fn sent_message_is_sending_then_acknowledged_then_in_the_timeline() {
    let mut room = joined();
    let sent = send(&mut room, "hi");
    let [ClientMessage::Say(it)] = &sent[..] else {
        panic!("{sent:?}");
    };
    assert_eq!(queued(&room), [("hi", &SendState::Sending)]);
    let ack = format!(r#"{{"type":"ack","id":"{}","offset":1}}"#, it.id);
    let _ = receive(&mut room, &ack);
    assert_eq!(queued(&room), [("hi", &SendState::Acknowledged(1))]);
    let _ = receive(&mut room, &message(1, "hi", &it.id));
    assert!(queued(&room).is_empty());
    let own: Vec<_> = room
        .timeline()
        .iter()
        .map(|item| item.kind.clone())
        .collect();
    assert!(matches!(&own[..], [TimelineItemKind::Message(it)] if it.is_own));
}

#[test]
fn own_message_before_its_ack_appears_once() {
    let mut room = joined();
    let sent = send(&mut room, "hi");
    let [ClientMessage::Say(it)] = &sent[..] else {
        panic!("{sent:?}");
    };
    let _ = receive(&mut room, &message(1, "hi", &it.id));
    let _ = receive(
        &mut room,
        &format!(r#"{{"type":"ack","id":"{}","offset":1}}"#, it.id),
    );
    assert!(queued(&room).is_empty());
    assert_eq!(texts(&room), ["hi"]);
}

#[test]
fn acknowledged_message_gone_from_the_log_is_removed() {
    let mut room = joined();
    let sent = send(&mut room, "hi");
    let [ClientMessage::Say(it)] = &sent[..] else {
        panic!("{sent:?}");
    };
    let _ = receive(
        &mut room,
        &format!(r#"{{"type":"ack","id":"{}","offset":1}}"#, it.id),
    );
    room.disconnected();
    let _ = room.connected(HERE, true, at(0.0));
    let _ = receive(&mut room, &welcome("me", "e", 1));
    assert!(queued(&room).is_empty());
}

#[test]
fn message_refused_for_good_can_be_taken() {
    let mut room = joined();
    let sent = send(&mut room, "hi");
    let [ClientMessage::Say(it)] = &sent[..] else {
        panic!("{sent:?}");
    };
    let about = format!(r#","id":"{}""#, it.id);
    let _ = receive(&mut room, &error("id_forgotten", false, &about));
    let reason = Reason::Known(ErrorCode::IdForgotten);
    let failed = SendState::Failed(SendError::Server(reason));
    assert_eq!(queued(&room), [("hi", &failed)]);
    assert_eq!(&*room.take_failed(&it.id).unwrap().text, "hi");
}

#[test]
fn join_of_a_full_room_is_retried_and_of_a_bad_name_is_not() {
    let mut room = Room::default();
    let _ = room.connected(HERE, true, at(0.0));
    let _ = receive(
        &mut room,
        &error("room_full", true, r#","retry_after_ms":400"#),
    );
    assert_eq!(
        *room.membership(),
        Membership::Refused(Reason::Known(ErrorCode::RoomFull))
    );
    assert_eq!(room.next_deadline(), Some(Time(400.0)));
    assert_eq!(room.wake(Time(399.0)), []);
    assert!(matches!(
        room.wake(Time(400.0))[..],
        [ClientMessage::Join(_)]
    ));
    let _ = receive(&mut room, &error("bad_name", false, ""));
    assert_eq!(room.next_deadline(), Some(Time(25_000.0)), "only to ping");
    assert!(matches!(room.join(Time(0.0))[..], [ClientMessage::Join(_)]));
}

#[test]
fn answer_after_the_timeout_is_overdue() {
    let by = |room: &Room| room.next_deadline().map(|at| at.0);
    let mut room = Room::default();
    assert_eq!(by(&room), None);
    let _ = room.connected(HERE, true, at(1_000.0));
    assert_eq!(by(&room), Some(16_000.0));
    assert!(!room.is_answer_overdue(Time(15_999.0)) && room.is_answer_overdue(Time(16_000.0)));
    let _ = room.receive(&welcome("me", "e", 2), at(2_000.0));
    assert_eq!(by(&room), Some(27_000.0), "only to ping");

    // The answer comes behind the missed messages, which may take their time.
    let _ = room.send(HERE, &"a".into(), at(2_000.0)).unwrap();
    assert_eq!(by(&room), Some(17_000.0));
    for offset in 1..4 {
        let _ = room.receive(&message(offset, "x", "x"), at(16_000.0 + offset as f64));
    }
    assert_eq!(by(&room), Some(31_002.0));
    let id = room.send_queue().iter().next().unwrap().id.to_string();
    let about = format!(r#","retry_after_ms":5000,"id":"{id}""#);
    let _ = room.receive(&error("too_fast", true, &about), at(30_000.0));
    assert_eq!(by(&room), Some(35_000.0));
    assert_eq!(room.wake(Time(35_000.0)).len(), 1);
    assert_eq!(by(&room), Some(50_000.0));
    let ack = format!(r#"{{"type":"ack","id":"{id}","offset":4}}"#);
    let _ = room.receive(&ack, at(49_999.0));
    assert_eq!(by(&room), Some(51_000.0), "only to ping");
    room.disconnected();
    assert_eq!(by(&room), None);
    assert!(!room.is_answer_overdue(Time(1e9)));
}

#[test]
fn silent_server_is_asked_and_overdue_without_an_answer() {
    let mut room = joined();
    assert_eq!(room.next_deadline(), Some(Time(25_000.0)));
    assert_eq!(room.wake(Time(24_999.0)), []);
    assert_eq!(room.wake(Time(25_000.0)), [ping()]);
    assert_eq!(room.next_deadline(), Some(Time(35_000.0)));
    assert!(!room.is_answer_overdue(Time(34_999.0)) && room.is_answer_overdue(Time(35_000.0)));

    // Any message is an answer.
    let _ = room.receive(r#"{"type":"pong"}"#, at(34_999.0));
    assert!(!room.is_answer_overdue(Time(35_000.0)));
    assert_eq!(room.next_deadline(), Some(Time(59_999.0)));
    assert_eq!(room.wake(Time(59_999.0)), [ping()]);
    let _ = room.receive(&message(1, "hi", "x"), at(60_000.0));
    assert_eq!(room.next_deadline(), Some(Time(85_000.0)));
}

#[test]
fn busy_server_is_asked_regularly() {
    let mut room = joined();
    for second in 1..50_u32 {
        let now = at(f64::from(second) * 1_000.0);
        let _ = room.receive(&message(second.into(), "x", "x"), now);
        assert_eq!(room.wake(now.now), [], "{second}");
    }
    assert_eq!(room.wake(Time(50_000.0)), [ping()]);
}

#[test]
fn ask_when_the_network_comes_back_asks_once_at_once() {
    let mut room = Room::default();
    assert_eq!(room.ask(Time(0.0)), [], "there is no connection");
    let mut room = joined();
    assert_eq!(room.ask(Time(1.0)), [ping()]);
    assert_eq!(room.ask(Time(2.0)), [], "an answer is awaited");
    assert!(room.is_answer_overdue(Time(10_001.0)));
}

#[test]
fn failed_send_is_sent_again() {
    let mut room = Room::default();
    let _ = room.connected(HERE, true, at(0.0));
    room.send_failed(at(0.0));
    let at_ms = room.next_deadline().unwrap().0;
    assert!((100.0..1_000.0).contains(&at_ms), "{at_ms}");
    let again = room.wake(Time(at_ms));
    assert!(matches!(again[..], [ClientMessage::Join(_)]));
    let _ = receive(&mut room, &welcome("me", "e", 0));
    let sent = send(&mut room, "hi");
    room.send_failed(at(0.0));
    assert_eq!(queued(&room), [("hi", &SendState::Queued)]);
    let at = room.next_deadline().unwrap();
    assert_eq!(room.wake(at).len(), sent.len());
}

#[test]
fn join_when_already_joined_leaves_first() {
    let mut room = Room::default();
    let _ = room.connected(HERE, true, at(0.0));
    let _ = receive(&mut room, &error("already_joined", false, ""));
    let at = room.next_deadline().unwrap();
    let messages = room.wake(at);
    assert!(matches!(
        messages[..],
        [ClientMessage::Leave(_), ClientMessage::Join(_)]
    ));
    let _ = receive(&mut room, &error("not_joined", false, ""));
    assert_eq!(*room.membership(), Membership::Joining);
}

#[test]
fn chosen_name_while_joined_leaves_and_joins_again() {
    let mut room = joined();
    assert!(!room.choose_name(&"a:b".into()));
    assert_eq!(room.error(), Some(RoomError::InvalidName));
    assert!(room.choose_name(&"kim".into()));
    let messages = room.join(Time(0.0));
    assert!(matches!(&messages[..],
        [ClientMessage::Leave(_), ClientMessage::Join(join)] if join.name.as_deref() == Some("kim")));
    assert!(room.choose_name(&"lee".into()));
    assert_eq!(
        room.join(Time(0.0)),
        [],
        "the answer to the first is on its way"
    );
    let messages = receive(&mut room, &welcome("kim", "e", 0));
    assert!(matches!(&messages[..],
        [ClientMessage::Leave(_), ClientMessage::Join(join)] if join.name.as_deref() == Some("lee")));
    let _ = receive(&mut room, &welcome("lee", "e", 0));
    assert_eq!(&**room.name(), "lee");
}

#[test]
fn chosen_name_not_given_is_an_error_and_can_be_chosen_again() {
    let mut room = Room::default();
    let asks = |messages: &[ClientMessage]| {
        matches!(messages,
            [ClientMessage::Leave(_), ClientMessage::Join(join)] if join.name.as_deref() == Some("kim"))
    };
    let _ = room.connected("ws://a/chat?room=b&name=kim", true, at(0.0));
    let _ = receive(&mut room, &welcome("kim-2", "e", 0));
    assert_eq!(room.error(), None, "nobody chose it here");
    for given in ["kim-2", "kim-3"] {
        assert!(room.choose_name(&"kim".into()));
        assert!(asks(&room.join(Time(0.0))));
        assert_eq!(receive(&mut room, &welcome(given, "e", 0)), []);
        assert_eq!(room.error(), Some(RoomError::NameNotGiven));
    }
    assert!(room.choose_name(&"kim".into()));
    assert!(asks(&room.join(Time(0.0))));
    let _ = receive(&mut room, &welcome("kim", "e", 0));
    assert_eq!(room.error(), None);
    assert!(room.choose_name(&"kim".into()));
    assert_eq!(room.join(Time(0.0)), [], "that is the name");
}

#[test]
fn chosen_name_answered_on_another_connection_is_an_error_once() {
    let mut room = joined();
    assert!(room.choose_name(&"kim".into()));
    let _ = room.join(Time(0.0));
    room.disconnected();
    let _ = room.connected("ws://a/chat?room=b&name=kim", true, at(0.0));
    let _ = receive(&mut room, &welcome("kim-2", "e", 0));
    assert_eq!(room.error(), Some(RoomError::NameNotGiven));
    room.disconnected();
    let _ = room.typed(false, Time(0.0));
    let _ = room.connected("ws://a/chat?room=b&name=kim", true, at(0.0));
    let _ = receive(&mut room, &welcome("kim-3", "e", 0));
    assert_eq!(room.error(), None, "it was answered before");
}

#[test]
fn rename_before_the_first_page_misses_no_message() {
    let mut room = Room::default();
    let _ = room.connected(HERE, true, at(0.0));
    assert!(room.choose_name(&"lee".into()));
    let messages = receive(&mut room, &welcome("me", "e", 1));
    assert!(matches!(&messages[..],
        [ClientMessage::Leave(_), ClientMessage::Join(join)] if join.after.is_none()));
    let _ = receive(&mut room, &message(1, "hi", "x"));
    let _ = receive(&mut room, &welcome("lee", "e", 1));
    let _ = receive(&mut room, &message(1, "hi", "x"));
    assert_eq!(
        (texts(&room), room.timeline().iter().len()),
        (vec!["hi"], 1)
    );
}

#[test]
fn message_for_another_room_fails() {
    let mut room = joined();
    room.disconnected();
    let _ = send(&mut room, "secret");
    let _ = receive(&mut room, &message(1, "x", "x"));
    let joins = room.connected("ws://a/chat?room=elsewhere", true, at(0.0));
    assert!(matches!(&joins[..], [ClientMessage::Join(join)] if join.after.is_none()));
    assert_eq!(receive(&mut room, &welcome("me", "f", 0)), []);
    assert_eq!(
        queued(&room),
        [("secret", &SendState::Failed(SendError::OtherRoom))]
    );
    assert!(texts(&room).is_empty());
}

#[test]
fn send_beyond_the_limits_is_an_error() {
    let mut room = Room::default();
    let long: Rc<str> = "가".repeat(MAX_TEXT_BYTES / 3 + 1).into();
    assert_eq!(room.send(HERE, &long, at(0.0)), Err(RoomError::TooLong));
    for _ in 0..send_queue::MAX_MESSAGES {
        let _ = send(&mut room, "hi");
    }
    assert_eq!(
        room.send(HERE, &"hi".into(), at(0.0)),
        Err(RoomError::QueueFull)
    );
    assert_eq!(room.error(), Some(RoomError::QueueFull));
    let _ = room.typed(false, Time(0.0));
    assert_eq!(room.error(), None);
}

#[test]
fn receive_of_invalid_or_unexpected_text_changes_nothing() {
    let mut room = joined();
    let _ = send(&mut room, "hi");
    let before = format!("{room:?}");
    for text in [
        "",
        "{}",
        r#"{"type":"message","offset":"1"}"#,
        r#"{"type":"ack","id":"unknown","offset":1}"#,
        r#"{"type":"shout","text":"x"}"#,
        &welcome("other", "f", 9),
        &error("room_full", true, ""),
        &error("too_fast", true, r#","id":"unknown""#),
    ] {
        assert_eq!(receive(&mut room, text), [], "{text}");
        assert_eq!(format!("{room:?}"), before, "{text}");
    }
}

#[test]
fn typing_is_sent_and_so_is_its_end() {
    let mut room = joined();
    let typing = |is_typing| [ClientMessage::Typing(Typing { is_typing })];
    assert_eq!(room.typed(false, Time(0.0)), typing(true));
    assert_eq!(room.typed(false, Time(1.0)), []);
    let at = room.next_deadline().unwrap();
    assert_eq!(room.wake(at), typing(false));
    room.disconnected();
    assert_eq!(room.typed(false, Time(99_999.0)), []);
}

#[test]
fn typing_member_is_listed_until_their_message() {
    let mut room = joined();
    for name in ["kim", "me"] {
        let typing = format!(r#"{{"type":"typing","name":"{name}","is_typing":true}}"#);
        let _ = receive(&mut room, &typing);
    }
    assert_eq!(room.members().typing(), ["kim".into()]);
    let _ = receive(&mut room, &message(1, "hi", "x"));
    assert!(room.members().typing().is_empty());
}

#[test]
fn save_if_changed_returns_each_change_once() {
    let mut room = joined();
    assert!(room.save_if_changed().is_some());
    assert_eq!(room.save_if_changed(), None);
    let _ = send(&mut room, "hi");
    let saved = room.save_if_changed().unwrap();
    let mut restored = Room::restored(&saved);
    assert_eq!(queued(&restored), [("hi", &SendState::Queued)]);
    assert_eq!(restored.save_if_changed(), None);

    let id = room.send_queue().iter().next().unwrap().id.to_string();
    let ack = format!(r#"{{"type":"ack","id":"{id}","offset":1}}"#);
    let _ = receive(&mut room, &ack);
    assert_eq!(
        room.save_if_changed(),
        None,
        "it is queued again after a reload"
    );
    let _ = receive(&mut room, &message(1, "hi", &id));
    let saved = room.save_if_changed().unwrap();
    assert!(queued(&Room::restored(&saved)).is_empty());
    for change in [
        |room: &mut Room| room.set_end_in_view(true),
        |room: &mut Room| room.set_wanted(Some(HERE)),
        |room: &mut Room| drop(receive(room, &message(2, "x", "x"))),
        |room: &mut Room| drop(room.connected("ws://a/chat?room=c", true, at(0.0))),
    ] {
        change(&mut room);
        assert!(room.save_if_changed().is_some());
        room.disconnected();
        assert_eq!(room.save_if_changed(), None);
        let _ = room.connected(HERE, true, at(0.0));
        let _ = receive(&mut room, &welcome("me", "e", 1));
        let _ = room.save_if_changed();
    }
}
