//! The lesson sends what is typed, prints its lines, and loses nothing that is typed.

use super::*;
use crate::record::{CloseEvent, Opening};
use crate::request::Request;
use crate::time::WallTime;
use crate::transport::{Attempt, MessageId};

const SERVER: &str = "ws://127.0.0.1:3000/";
const FIRST: Attempt = Attempt::FIRST;

fn moment() -> Moment {
    Moment {
        now: Time(0.0),
        wall: WallTime(0.0),
        random: 7,
    }
}

fn transport(event: TransportEvent) -> Event {
    connection::Event::Transport(FIRST, event).into()
}

fn opened() -> Event {
    transport(TransportEvent::Opened(Opening::default()))
}

fn closed(code: u16) -> Event {
    transport(TransportEvent::Closed(CloseEvent {
        code,
        reason: "".into(),
        was_clean: true,
    }))
}

fn close_pressed() -> Event {
    connection::Event::ClosePressed(None).into()
}

fn sent(message: u64, text: &str) -> Effect {
    Effect::Connection(connection::Effect::Send {
        attempt: FIRST,
        message: MessageId(message),
        payload: Payload::Text(text.into()),
    })
}

/// A lesson that was asked to connect, and to which these have happened then.
fn lesson_after(events: impl IntoIterator<Item = Event>) -> Lesson {
    let mut lesson = Lesson::new(SERVER.into(), false, "".into(), Time(0.0));
    let _ = lesson.apply(connection::Event::ConnectPressed, moment());
    for event in events {
        let _ = lesson.apply(event, moment());
    }
    lesson
}

#[test]
fn lesson_new_has_the_draft_of_before_the_reload_and_connects_when_asked() {
    let mut lesson = Lesson::new(SERVER.into(), false, "초안".into(), Time(0.0));
    assert_eq!(*lesson.connection.state(), State::Idle);
    assert_eq!(&*lesson.draft, "초안");
    let open = connection::Effect::Open {
        attempt: FIRST,
        request: Request::direct(SERVER.into()),
    };
    assert_eq!(
        lesson.apply(connection::Event::ConnectPressed, moment()),
        [Effect::Connection(open)]
    );
    assert_eq!(*lesson.connection.state(), State::Connecting);
}

#[test]
fn console_each_change_of_state_has_the_lesson_s_line() {
    let mut lesson = lesson_after([]);
    assert_eq!(
        lesson.apply(opened(), moment()),
        [Effect::Print(ConsoleLine::Opened)]
    );
    assert_eq!(
        lesson.apply(close_pressed(), moment()),
        [
            Effect::Print(ConsoleLine::ClosePressed),
            Effect::Connection(connection::Effect::Close(None))
        ]
    );
    assert_eq!(
        lesson.apply(closed(1005), moment()),
        [Effect::Print(ConsoleLine::Closed)]
    );
}

#[test]
fn text_sent_to_the_letter_stays() {
    let mut lesson = lesson_after([opened(), Event::Edited("하나\n둘".into())]);
    assert_eq!(
        lesson.apply(Event::SendPressed, moment()),
        [sent(0, "하나\n둘")]
    );
    assert_eq!(&*lesson.draft, "하나\n둘");
}

#[test]
fn send_while_not_open_refused_and_the_text_stays() {
    for before in [
        vec![],
        vec![close_pressed()],
        vec![closed(1000)],
        vec![opened(), close_pressed()],
        vec![opened(), closed(1000)],
    ] {
        let mut lesson = lesson_after(before);
        let _ = lesson.apply(Event::Edited("글".into()), moment());
        assert_eq!(lesson.apply(Event::SendPressed, moment()), []);
        assert_eq!(&*lesson.draft, "글");
    }
}

#[test]
fn edit_each_kept_over_a_reload() {
    let mut lesson = lesson_after([]);
    assert_eq!(
        lesson.apply(Event::Edited("글".into()), moment()),
        [Effect::KeepDraft("글".into())]
    );
    let _ = lesson.apply(Event::DraftKept(false), moment());
    assert!(!lesson.is_draft_kept);
    let _ = lesson.apply(Event::DraftKept(true), moment());
    assert!(lesson.is_draft_kept);
}

#[test]
fn outcome_of_keeping_the_draft_unchanged_not_reported() {
    let mut lesson = lesson_after([]);
    assert!(lesson.on_draft_kept(true).is_none());
    let report = lesson.on_draft_kept(false).unwrap();
    let _ = lesson.apply(report, moment());
    assert!(!lesson.is_draft_kept);
    assert!(lesson.on_draft_kept(false).is_none());
    assert!(lesson.on_draft_kept(true).is_some());
}

#[test]
fn failed_send_told_until_the_next_one() {
    let failed = || transport(TransportEvent::SendFailed(MessageId(0)));
    let mut lesson = lesson_after([opened(), Event::SendPressed, failed()]);
    assert!(lesson.send_failed);
    let _ = lesson.apply(Event::SendPressed, moment());
    assert!(!lesson.send_failed);
    // It is stale: that message has its answer.
    let _ = lesson.apply(failed(), moment());
    assert!(!lesson.send_failed);
}

#[test]
fn log_beyond_its_limit_loses_the_oldest_and_keeps_the_newest() {
    let mebibyte: Rc<[u8]> = vec![0; 1 << 20].into();
    let more = vec![Payload::Binary(mebibyte); (LOG_BYTES >> 20) + 1];
    let arrived = transport(TransportEvent::Received(more));
    let lesson = lesson_after([opened(), arrived]);
    let log = lesson.connection.log();
    assert!(log.bytes() <= LOG_BYTES);
    // The opening and two messages had to go: the records themselves take a little too.
    assert_eq!(log.evicted().messages, 2);
    assert_eq!(log.numbers().end, 1 + (LOG_BYTES as u64 >> 20) + 1);
}
