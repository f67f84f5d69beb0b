//! What goes between a tab and its room, over connections that open, fail and close.

use super::super::{Event as TabEvent, TabId};
use super::*;
use crate::connection::{self, Connection, Effect as ConnectionEffect};
use crate::record::{CloseEvent, Ending, Opening};
use crate::time::{Time, WallTime};
use crate::transport::{Attempt, MessageId, TransportEvent};

const ADDRESS: &str = "ws://a/chat?room=b&name=kim";

fn moment() -> Moment {
    Moment {
        now: Time(0.0),
        wall: WallTime(0.0),
        random: 7,
    }
}

fn transport(event: TransportEvent) -> connection::Event {
    connection::Event::Transport(Attempt::FIRST, event)
}

fn receive(tab: &mut Tab, text: &str) -> Vec<Effect> {
    let payloads = vec![Payload::Text(text.into())];
    tab.apply(transport(TransportEvent::Received(payloads)), moment())
}

fn apply(tab: &mut Tab, event: Event) -> Vec<Effect> {
    tab.apply(TabEvent::Room(event), moment())
}

fn type_text(tab: &mut Tab, text: &str) -> Vec<Effect> {
    let edited = composer::Event::Edited(text.into());
    tab.apply(TabEvent::Compose(edited), moment())
}

/// The message that these effects send.
fn message_in(effects: &[Effect]) -> MessageId {
    let mut sent = effects.iter().filter_map(|effect| match effect {
        Effect::Connection(ConnectionEffect::Send { message, .. }) => Some(*message),
        _ => None,
    });
    sent.next().expect("a message")
}

/// A word for each effect that sends or saves.
fn kinds(effects: &[Effect]) -> Vec<String> {
    let kinds = effects.iter().filter_map(|effect| match effect {
        Effect::Connection(ConnectionEffect::Send {
            payload: Payload::Text(text),
            ..
        }) => {
            let message: serde_json::Value = serde_json::from_str(text).unwrap();
            Some(message["type"].as_str().unwrap().to_owned())
        }
        Effect::KeepDraft(text) => Some(format!("draft {text}")),
        Effect::KeepRoom(_) => Some("keep".to_owned()),
        _ => None,
    });
    kinds.collect()
}

/// A tab in a room.
fn tab() -> Tab {
    let mut tab = {
        let connection = Connection::new(ADDRESS.into(), false, moment().now);
        Tab::new(TabId(1), connection, moment())
    };
    tab.suit_endpoint(moment());
    let _ = tab.apply(connection::Event::ConnectPressed, moment());
    let opening = Opening {
        subprotocol: SUPERCHAT.into(),
        ..Opening::default()
    };
    let opened = transport(TransportEvent::Opened(opening));
    assert_eq!(kinds(&tab.apply(opened, moment())), ["keep", "join"]);
    let welcome = r#"{"type":"welcome","room":"b","name":"kim","epoch":"e","newest":0,
        "recovered":false,"members":["kim"],"member_count":1}"#;
    let _ = receive(&mut tab, welcome);
    tab
}

#[test]
fn sent_message_is_saved_before_the_draft_is_emptied_and_before_it_is_sent() {
    let mut tab = tab();
    assert_eq!(kinds(&type_text(&mut tab, "hi")), ["draft hi", "typing"]);
    let sent = apply(&mut tab, Event::SendPressed);
    assert_eq!(kinds(&sent), ["keep", "draft ", "say"]);
    assert_eq!(apply(&mut tab, Event::SendPressed), []);
}

/// A moment this number of milliseconds after the room was joined.
fn later(ms: f64) -> Moment {
    Moment {
        now: Time(ms),
        ..moment()
    }
}

#[test]
fn silent_room_is_asked_and_left_for_another_connection_without_an_answer() {
    let mut tab = tab();
    let _ = tab.apply(connection::Event::ReconnectChosen(true), moment());
    assert_eq!(tab.next_deadline(), Some(Time(25_000.0)));
    let asked = tab.apply(TabEvent::Woke, later(25_000.0));
    assert_eq!(kinds(&asked), ["ping"]);
    let let_go = tab.apply(TabEvent::Woke, later(35_000.0));
    assert!(
        let_go.contains(&ConnectionEffect::LetGo.into()),
        "{let_go:?}"
    );
    assert!(tab.connection().retry().is_some());
}

#[test]
fn room_is_asked_at_once_when_the_page_or_the_network_comes_back() {
    let mut tab = tab();
    let asked = tab.apply(connection::Event::Resumed, later(1_000.0));
    assert_eq!(kinds(&asked), ["ping"]);
    let pong = TransportEvent::Received(vec![Payload::Text(r#"{"type":"pong"}"#.into())]);
    let _ = tab.apply(transport(pong), later(1_010.0));
    assert_eq!(tab.room().unwrap().next_deadline(), Some(Time(26_010.0)));
}

#[test]
fn edit_again_puts_the_failed_message_before_the_draft() {
    let mut tab = tab();
    let _ = type_text(&mut tab, "hi");
    let _ = apply(&mut tab, Event::SendPressed);
    let id = Rc::clone(&tab.room().unwrap().send_queue().iter().next().unwrap().id);
    let refused =
        format!(r#"{{"type":"error","code":"bad_id","message":"","retryable":false,"id":"{id}"}}"#);
    let _ = receive(&mut tab, &refused);
    let _ = type_text(&mut tab, "more");
    let edited = apply(&mut tab, Event::EditAgainPressed(id));
    assert_eq!(kinds(&edited), ["draft hi\nmore", "keep"]);
}

#[test]
fn message_sent_while_another_address_is_typed_is_for_the_shown_room() {
    let mut tab = tab();
    let _ = tab.apply(connection::Event::ClosePressed(None), moment());
    let close = CloseEvent {
        code: 1000,
        reason: "".into(),
        was_clean: true,
    };
    let _ = tab.apply(transport(TransportEvent::Closed(close)), moment());
    let room = Rc::clone(tab.room().unwrap().canonical_address());
    let half = connection::Event::AddressEdited("ws://a/cha".into());
    let _ = tab.apply(half, moment());
    let _ = type_text(&mut tab, "hi");
    assert_eq!(
        kinds(&apply(&mut tab, Event::SendPressed)),
        ["keep", "draft "]
    );
    assert_eq!(*tab.room().unwrap().canonical_address(), room);
    assert!(tab.has_undelivered());
}

#[test]
fn connection_without_an_answer_is_abandoned_and_retried() {
    let mut tab = tab();
    let _ = type_text(&mut tab, "hi");
    let _ = apply(&mut tab, Event::SendPressed);
    let by = tab.next_deadline().unwrap();
    let woken = Moment {
        now: by,
        ..moment()
    };
    let effects = tab.apply(TabEvent::Woke, woken);
    assert_eq!(effects[0], Effect::Connection(ConnectionEffect::LetGo));
    assert!(matches!(
        tab.connection().state(),
        State::Closed {
            ending: Ending::Lost,
            ..
        }
    ));
    // Later events of its socket are ignored.
    let close = CloseEvent {
        code: 1006,
        reason: "".into(),
        was_clean: false,
    };
    let closed = transport(TransportEvent::Closed(close));
    assert_eq!(tab.apply(closed, woken), []);
    let retry = Moment {
        now: tab.next_deadline().unwrap(),
        ..moment()
    };
    assert!(retry.now > by);
    let effects = tab.apply(TabEvent::Woke, retry);
    assert!(matches!(
        effects[..],
        [Effect::Connection(ConnectionEffect::Open { .. })]
    ));
    assert!(tab.room().unwrap().is_wanted());
}

#[test]
fn message_the_browser_failed_to_send_is_queued_again() {
    let mut tab = tab();
    let _ = type_text(&mut tab, "hi");
    let sent = apply(&mut tab, Event::SendPressed);
    let message = message_in(&sent);
    let failed = transport(TransportEvent::SendFailed(message));
    let _ = tab.apply(failed, moment());
    let queue = tab.room().unwrap().send_queue();
    assert!(!queue.is_sending() && queue.iter().count() == 1);
}

#[test]
fn text_beyond_the_limit_stays_in_the_composer() {
    let mut tab = tab();
    let long = "x".repeat(protocol::superchat::MAX_TEXT_BYTES + 1);
    let _ = type_text(&mut tab, &long);
    assert_eq!(apply(&mut tab, Event::SendPressed), []);
    assert_eq!(&**tab.composer().text(), long);
}

#[test]
fn chosen_name_is_in_the_address() {
    let mut tab = tab();
    let renamed = apply(&mut tab, Event::NameChosen("lee".into()));
    assert_eq!(kinds(&renamed), ["leave", "join"]);
    assert_eq!(&**tab.connection().address(), "ws://a/chat?room=b&name=lee");
    let link = apply(&mut tab, Event::CopyLinkPressed);
    let expected = Payload::Text("http://a/?room=b".into());
    assert_eq!(link, [Effect::Copy(expected)]);
}

#[test]
fn has_undelivered_until_the_server_acknowledges() {
    let mut tab = tab();
    assert!(!tab.has_undelivered());
    let _ = type_text(&mut tab, "hi");
    assert!(!tab.has_undelivered(), "it is not said yet");
    let _ = apply(&mut tab, Event::SendPressed);
    assert!(tab.has_undelivered());
    let id = Rc::clone(&tab.room().unwrap().send_queue().iter().next().unwrap().id);
    let _ = receive(
        &mut tab,
        &format!(r#"{{"type":"ack","id":"{id}","offset":1}}"#),
    );
    assert!(!tab.has_undelivered());
}

#[test]
fn room_name_while_another_room_is_typed_is_the_last_rooms() {
    let mut tab = tab();
    let close = CloseEvent {
        code: 1006,
        reason: "".into(),
        was_clean: false,
    };
    let _ = tab.apply(transport(TransportEvent::Closed(close)), moment());
    assert!(tab.connection().state().is_over());
    let elsewhere = connection::Event::AddressEdited("ws://a/chat?room=c".into());
    let _ = tab.apply(elsewhere, moment());
    assert_eq!(&*tab.room_name(), "b");
    assert_eq!(tab.room_link().unwrap(), "http://a/?room=b");
    // A message that is sent then is for the typed room.
    let _ = type_text(&mut tab, "hi");
    let _ = apply(&mut tab, Event::SendPressed);
    assert_eq!(&*tab.room_name(), "c");
}

#[test]
fn message_after_close_is_queued_and_not_sent() {
    let mut tab = tab();
    let _ = tab.apply(connection::Event::ClosePressed(None), moment());
    let _ = type_text(&mut tab, "hi");
    let sent = apply(&mut tab, Event::SendPressed);
    assert_eq!(kinds(&sent), ["keep", "draft "]);
    assert_eq!(kinds(&receive(&mut tab, "{}")), [""; 0]);
    assert!(!tab.room().unwrap().is_wanted());
}
