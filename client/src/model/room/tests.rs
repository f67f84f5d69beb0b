//! What a room does with what happens, and what it never does whatever the order of it.

mod lossy;

use protocol::superchat::Position;

use super::*;
use crate::model::room::lines::What;
use crate::model::room::says::{Obstacle, State};

const HERE: &str = "ws://a/chat?room=b";

fn at(ms: f64) -> Moment {
    Moment {
        now: Time(ms),
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

/// A room that one is in.
fn joined() -> Room {
    let mut room = Room::default();
    let _ = room.opened(HERE, true, at(0.0));
    let _ = room.hear(&welcome("me", "e", 0), at(0.0));
    room
}

fn hear(room: &mut Room, text: &str) -> Vec<ClientMessage> {
    room.hear(text, at(0.0))
}

fn say(room: &mut Room, text: &str) -> Vec<ClientMessage> {
    room.say(HERE, &text.into(), at(0.0)).unwrap()
}

fn pending(room: &Room) -> Vec<(&str, &State)> {
    let pending = room.says().iter();
    pending.map(|it| (&*it.text, &it.state)).collect()
}

fn texts(room: &Room) -> Vec<&str> {
    let lines = room.lines().iter();
    let texts = lines.filter_map(|line| match &line.what {
        What::Message(message) => Some(&*message.text),
        What::Break(_) => None,
    });
    texts.collect()
}

#[test]
fn one_joins_with_a_key_and_goes_on_where_one_was() {
    let mut room = joined();
    let _ = hear(&mut room, &message(3, "hi", "x"));
    room.closed();
    assert_eq!(*room.standing(), Standing::Away);
    let again = room.opened("ws://a/chat?room=b&name=me", true, at(9.0));
    let [ClientMessage::Join(join)] = &again[..] else {
        panic!("{again:?}");
    };
    let after = Position {
        epoch: "e".to_owned(),
        offset: 3,
    };
    assert_eq!(join.after, Some(after));
    assert_eq!(join.name.as_deref(), Some("me"));
    assert!(join.key.as_deref().is_some_and(protocol::superchat::is_id));
}

#[test]
fn without_superchat_nothing_is_said() {
    let mut room = Room::default();
    assert_eq!(room.opened(HERE, false, at(0.0)), []);
    assert_eq!(say(&mut room, "hi"), []);
    assert_eq!(hear(&mut room, &welcome("me", "e", 0)), []);
    assert_eq!(*room.standing(), Standing::Unspoken);
}

#[test]
fn what_is_said_here_is_pending_then_acknowledged_then_in_the_log() {
    let mut room = joined();
    let said = say(&mut room, "hi");
    let [ClientMessage::Say(it)] = &said[..] else {
        panic!("{said:?}");
    };
    assert_eq!(pending(&room), [("hi", &State::Said)]);
    let ack = format!(r#"{{"type":"ack","id":"{}","offset":1}}"#, it.id);
    let _ = hear(&mut room, &ack);
    assert_eq!(pending(&room), [("hi", &State::Acknowledged(1))]);
    let _ = hear(&mut room, &message(1, "hi", &it.id));
    assert!(pending(&room).is_empty());
    let own: Vec<_> = room.lines().iter().map(|line| line.what.clone()).collect();
    assert!(matches!(&own[..], [What::Message(it)] if it.is_own));
}

#[test]
fn a_message_before_its_acknowledgement_is_in_the_log_as_well() {
    let mut room = joined();
    let said = say(&mut room, "hi");
    let [ClientMessage::Say(it)] = &said[..] else {
        panic!("{said:?}");
    };
    let _ = hear(&mut room, &message(1, "hi", &it.id));
    let _ = hear(
        &mut room,
        &format!(r#"{{"type":"ack","id":"{}","offset":1}}"#, it.id),
    );
    assert!(pending(&room).is_empty());
    assert_eq!(texts(&room), ["hi"]);
}

#[test]
fn what_was_acknowledged_and_has_gone_from_the_log_is_not_waited_for() {
    let mut room = joined();
    let said = say(&mut room, "hi");
    let [ClientMessage::Say(it)] = &said[..] else {
        panic!("{said:?}");
    };
    let _ = hear(
        &mut room,
        &format!(r#"{{"type":"ack","id":"{}","offset":1}}"#, it.id),
    );
    room.closed();
    let _ = room.opened(HERE, true, at(0.0));
    let _ = hear(&mut room, &welcome("me", "e", 1));
    assert!(pending(&room).is_empty());
}

#[test]
fn what_is_refused_for_good_can_be_taken_back() {
    let mut room = joined();
    let said = say(&mut room, "hi");
    let [ClientMessage::Say(it)] = &said[..] else {
        panic!("{said:?}");
    };
    let about = format!(r#","id":"{}""#, it.id);
    let _ = hear(&mut room, &error("id_forgotten", false, &about));
    let why = Why::Known(ErrorCode::IdForgotten);
    let refused = State::Refused(Obstacle::Server(why));
    assert_eq!(pending(&room), [("hi", &refused)]);
    assert_eq!(&*room.take_refused(&it.id).unwrap().text, "hi");
}

#[test]
fn a_full_room_is_asked_again_and_a_bad_name_is_not() {
    let mut room = Room::default();
    let _ = room.opened(HERE, true, at(0.0));
    let _ = hear(
        &mut room,
        &error("room_full", true, r#","retry_after_ms":400"#),
    );
    assert_eq!(
        *room.standing(),
        Standing::Refused(Why::Known(ErrorCode::RoomFull))
    );
    assert_eq!(room.next_deadline(), Some(Time(400.0)));
    assert_eq!(room.wake(Time(399.0)), []);
    assert!(matches!(
        room.wake(Time(400.0))[..],
        [ClientMessage::Join(_)]
    ));
    let _ = hear(&mut room, &error("bad_name", false, ""));
    assert_eq!(room.next_deadline(), None);
    assert!(matches!(
        room.come_in(Time(0.0))[..],
        [ClientMessage::Join(_)]
    ));
}

#[test]
fn an_answer_is_not_waited_for_without_end() {
    let by = |room: &Room| room.next_deadline().map(|at| at.0);
    let mut room = Room::default();
    assert_eq!(by(&room), None);
    let _ = room.opened(HERE, true, at(1_000.0));
    assert_eq!(by(&room), Some(16_000.0));
    assert!(!room.is_unanswered(Time(15_999.0)) && room.is_unanswered(Time(16_000.0)));
    let _ = room.hear(&welcome("me", "e", 2), at(2_000.0));
    assert_eq!(by(&room), None);

    // What is said is answered behind what was missed, which may take its time.
    let _ = room.say(HERE, &"a".into(), at(2_000.0)).unwrap();
    assert_eq!(by(&room), Some(17_000.0));
    for offset in 1..4 {
        let _ = room.hear(&message(offset, "x", "x"), at(16_000.0 + offset as f64));
    }
    assert_eq!(by(&room), Some(31_002.0));
    let id = room.says().iter().next().unwrap().id.to_string();
    let about = format!(r#","retry_after_ms":5000,"id":"{id}""#);
    let _ = room.hear(&error("too_fast", true, &about), at(30_000.0));
    assert_eq!(by(&room), Some(35_000.0));
    assert_eq!(room.wake(Time(35_000.0)).len(), 1);
    assert_eq!(by(&room), Some(50_000.0));
    let ack = format!(r#"{{"type":"ack","id":"{id}","offset":4}}"#);
    let _ = room.hear(&ack, at(49_999.0));
    assert_eq!(by(&room), None);
    room.closed();
    assert!(!room.is_unanswered(Time(1e9)));
}

#[test]
fn what_the_browser_did_not_take_is_told_the_server_again() {
    let mut room = Room::default();
    let _ = room.opened(HERE, true, at(0.0));
    room.not_taken(at(0.0));
    let at_ms = room.next_deadline().unwrap().0;
    assert!((100.0..1_000.0).contains(&at_ms), "{at_ms}");
    let again = room.wake(Time(at_ms));
    assert!(matches!(again[..], [ClientMessage::Join(_)]));
    let _ = hear(&mut room, &welcome("me", "e", 0));
    let said = say(&mut room, "hi");
    room.not_taken(at(0.0));
    assert_eq!(pending(&room), [("hi", &State::Waiting)]);
    let at = room.next_deadline().unwrap();
    assert_eq!(room.wake(at).len(), said.len());
}

#[test]
fn who_is_in_already_leaves_first() {
    let mut room = Room::default();
    let _ = room.opened(HERE, true, at(0.0));
    let _ = hear(&mut room, &error("already_joined", false, ""));
    let at = room.next_deadline().unwrap();
    let messages = room.wake(at);
    assert!(matches!(
        messages[..],
        [ClientMessage::Leave(_), ClientMessage::Join(_)]
    ));
    let _ = hear(&mut room, &error("not_joined", false, ""));
    assert_eq!(*room.standing(), Standing::Joining);
}

#[test]
fn another_name_is_taken_by_leaving_and_coming_in_again() {
    let mut room = joined();
    assert!(!room.wish(&"a:b".into()));
    assert_eq!(room.problem(), Some(Problem::BadName));
    assert!(room.wish(&"kim".into()));
    let messages = room.come_in(Time(0.0));
    assert!(matches!(&messages[..],
        [ClientMessage::Leave(_), ClientMessage::Join(join)] if join.name.as_deref() == Some("kim")));
    assert!(room.wish(&"lee".into()));
    assert_eq!(
        room.come_in(Time(0.0)),
        [],
        "the answer to the first is on its way"
    );
    let messages = hear(&mut room, &welcome("kim", "e", 0));
    assert!(matches!(&messages[..],
        [ClientMessage::Leave(_), ClientMessage::Join(join)] if join.name.as_deref() == Some("lee")));
    let _ = hear(&mut room, &welcome("lee", "e", 0));
    assert_eq!(&**room.name(), "lee");
}

#[test]
fn a_name_that_was_not_given_can_be_asked_for_again_and_it_is_said_when_it_is_not() {
    let mut room = Room::default();
    let asks = |messages: &[ClientMessage]| {
        matches!(messages,
            [ClientMessage::Leave(_), ClientMessage::Join(join)] if join.name.as_deref() == Some("kim"))
    };
    let _ = room.opened("ws://a/chat?room=b&name=kim", true, at(0.0));
    let _ = hear(&mut room, &welcome("kim-2", "e", 0));
    assert_eq!(room.problem(), None, "nobody chose it here");
    for given in ["kim-2", "kim-3"] {
        assert!(room.wish(&"kim".into()));
        assert!(asks(&room.come_in(Time(0.0))));
        assert_eq!(hear(&mut room, &welcome(given, "e", 0)), []);
        assert_eq!(room.problem(), Some(Problem::NotThatName));
    }
    assert!(room.wish(&"kim".into()));
    assert!(asks(&room.come_in(Time(0.0))));
    let _ = hear(&mut room, &welcome("kim", "e", 0));
    assert_eq!(room.problem(), None);
    assert!(room.wish(&"kim".into()));
    assert_eq!(room.come_in(Time(0.0)), [], "that is the name");
}

#[test]
fn what_became_of_a_name_is_said_though_the_answer_came_on_another_connection() {
    let mut room = joined();
    assert!(room.wish(&"kim".into()));
    let _ = room.come_in(Time(0.0));
    room.closed();
    let _ = room.opened("ws://a/chat?room=b&name=kim", true, at(0.0));
    let _ = hear(&mut room, &welcome("kim-2", "e", 0));
    assert_eq!(room.problem(), Some(Problem::NotThatName));
    room.closed();
    let _ = room.typed(false, Time(0.0));
    let _ = room.opened("ws://a/chat?room=b&name=kim", true, at(0.0));
    let _ = hear(&mut room, &welcome("kim-3", "e", 0));
    assert_eq!(room.problem(), None, "it was answered before");
}

#[test]
fn who_comes_in_by_another_name_before_the_first_page_has_come_misses_nothing_of_it() {
    let mut room = Room::default();
    let _ = room.opened(HERE, true, at(0.0));
    assert!(room.wish(&"lee".into()));
    let messages = hear(&mut room, &welcome("me", "e", 1));
    assert!(matches!(&messages[..],
        [ClientMessage::Leave(_), ClientMessage::Join(join)] if join.after.is_none()));
    let _ = hear(&mut room, &message(1, "hi", "x"));
    let _ = hear(&mut room, &welcome("lee", "e", 1));
    let _ = hear(&mut room, &message(1, "hi", "x"));
    assert_eq!((texts(&room), room.lines().iter().len()), (vec!["hi"], 1));
}

#[test]
fn what_was_written_for_one_room_is_not_said_in_another() {
    let mut room = joined();
    room.closed();
    let _ = say(&mut room, "secret");
    let _ = hear(&mut room, &message(1, "x", "x"));
    let joins = room.opened("ws://a/chat?room=elsewhere", true, at(0.0));
    assert!(matches!(&joins[..], [ClientMessage::Join(join)] if join.after.is_none()));
    assert_eq!(hear(&mut room, &welcome("me", "f", 0)), []);
    assert_eq!(
        pending(&room),
        [("secret", &State::Refused(Obstacle::OtherRoom))]
    );
    assert!(texts(&room).is_empty());
}

#[test]
fn too_long_or_too_much_is_not_taken_and_said_to_be() {
    let mut room = Room::default();
    let long: Rc<str> = "가".repeat(MAX_TEXT_BYTES / 3 + 1).into();
    assert_eq!(room.say(HERE, &long, at(0.0)), Err(Problem::TooLong));
    for _ in 0..says::MOST {
        let _ = say(&mut room, "hi");
    }
    assert_eq!(room.say(HERE, &"hi".into(), at(0.0)), Err(Problem::TooMuch));
    assert_eq!(room.problem(), Some(Problem::TooMuch));
    let _ = room.typed(false, Time(0.0));
    assert_eq!(room.problem(), None);
}

#[test]
fn what_the_wire_says_wrongly_changes_nothing() {
    let mut room = joined();
    let _ = say(&mut room, "hi");
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
        assert_eq!(hear(&mut room, text), [], "{text}");
        assert_eq!(format!("{room:?}"), before, "{text}");
    }
}

#[test]
fn the_others_hear_of_writing_and_of_its_end() {
    let mut room = joined();
    let typing = |is_typing| [ClientMessage::Typing(Typing { is_typing })];
    assert_eq!(room.typed(false, Time(0.0)), typing(true));
    assert_eq!(room.typed(false, Time(1.0)), []);
    let at = room.next_deadline().unwrap();
    assert_eq!(room.wake(at), typing(false));
    room.closed();
    assert_eq!(room.typed(false, Time(99_999.0)), []);
}

#[test]
fn who_writes_is_seen_until_they_speak() {
    let mut room = joined();
    for name in ["kim", "me"] {
        let typing = format!(r#"{{"type":"typing","name":"{name}","is_typing":true}}"#);
        let _ = hear(&mut room, &typing);
    }
    assert_eq!(room.people().writing(), ["kim".into()]);
    let _ = hear(&mut room, &message(1, "hi", "x"));
    assert!(room.people().writing().is_empty());
}

#[test]
fn what_is_kept_is_told_once() {
    let mut room = joined();
    assert!(room.take_kept().is_some());
    assert_eq!(room.take_kept(), None);
    let _ = say(&mut room, "hi");
    let kept = room.take_kept().unwrap();
    let mut restored = Room::restored(&kept);
    assert_eq!(pending(&restored), [("hi", &State::Waiting)]);
    assert_eq!(restored.take_kept(), None);

    let id = room.says().iter().next().unwrap().id.to_string();
    let ack = format!(r#"{{"type":"ack","id":"{id}","offset":1}}"#);
    let _ = hear(&mut room, &ack);
    assert_eq!(room.take_kept(), None, "it waits again after a reload");
    let _ = hear(&mut room, &message(1, "hi", &id));
    let kept = room.take_kept().unwrap();
    assert!(pending(&Room::restored(&kept)).is_empty());
    for change in [
        |room: &mut Room| room.look(true),
        |room: &mut Room| room.want(Some(HERE)),
        |room: &mut Room| drop(hear(room, &message(2, "x", "x"))),
        |room: &mut Room| drop(room.opened("ws://a/chat?room=c", true, at(0.0))),
    ] {
        change(&mut room);
        assert!(room.take_kept().is_some());
        room.closed();
        assert_eq!(room.take_kept(), None);
        let _ = room.opened(HERE, true, at(0.0));
        let _ = hear(&mut room, &welcome("me", "e", 1));
        let _ = room.take_kept();
    }
}
