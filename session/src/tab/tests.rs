//! What a session does with each event, and what it never does whatever the order of events.

use proptest::prelude::*;
use protocol::superchat::{ClientMessage, SUPERCHAT};

use super::*;
use crate::room;
use crate::room::send_queue::{LocalEcho, SendState};

const SERVER: &str = "ws://127.0.0.1:3000/";
const ROOM: &str = "ws://127.0.0.1:3000/chat?room=b";
const FIRST: Attempt = Attempt::FIRST;
const SECOND: Attempt = Attempt(2);
/// Stands for the latest attempt that there was.
const LATEST: Attempt = Attempt(u64::MAX);

/// So many milliseconds after the test began, with nothing random about it.
fn at(ms: f64) -> Moment {
    Moment {
        now: Time(ms),
        random: u128::MAX,
    }
}

fn edited(draft: Rc<str>) -> Event {
    Event::Compose(composer::Event::Edited(draft))
}

fn opened(attempt: Attempt) -> Event {
    Event::Opened(attempt, Opening::default())
}

fn opened_in_superchat(attempt: Attempt) -> Event {
    let opening = Opening {
        subprotocol: SUPERCHAT.into(),
        ..Opening::default()
    };
    Event::Opened(attempt, opening)
}

fn closed(attempt: Attempt, code: u16, was_clean: bool) -> Event {
    let close = CloseEvent {
        code,
        reason: "".into(),
        was_clean,
    };
    Event::Closed(attempt, close)
}

fn open_effect(attempt: Attempt) -> Effect {
    Effect::Open {
        attempt,
        address: SERVER.into(),
        subprotocols: Rc::default(),
    }
}

fn text(text: &str) -> Payload {
    Payload::Text(text.into())
}

/// A session that was asked to connect, and in which these have happened then, all at once.
fn session_after(events: impl IntoIterator<Item = Event>) -> Session {
    let mut session = Session::new(SERVER.into(), false, at(0.0));
    let _ = session.apply(Event::ConnectPressed, at(0.0));
    for event in events {
        let _ = session.apply(event, at(0.0));
    }
    session
}

fn ending(session: &Session) -> Option<Ending> {
    match session.state() {
        State::Closed { ending, .. } => Some(*ending),
        _ => None,
    }
}

#[test]
fn a_new_session_waits_to_be_connected_and_has_the_text_of_before_the_reload() {
    let mut session = Session::new(SERVER.into(), false, at(0.0));
    session.restore_draft("초안".into(), at(0.0));
    assert_eq!(*session.state(), State::Idle);
    assert_eq!(&**session.composer().text(), "초안");
    assert_eq!(
        session.apply(Event::ConnectPressed, at(0.0)),
        [open_effect(FIRST)]
    );
    assert_eq!(*session.state(), State::Connecting);
}

#[test]
fn the_console_says_the_lesson_s_lines_in_the_lesson_s_order() {
    let mut session = session_after([]);
    assert_eq!(
        session.apply(opened(FIRST), at(0.0)),
        [Effect::Print(ConsoleLine::Opened)]
    );
    assert_eq!(
        session.apply(Event::ClosePressed(None), at(0.0)),
        [
            Effect::Print(ConsoleLine::ClosePressed),
            Effect::Close(None)
        ]
    );
    assert_eq!(
        session.apply(closed(FIRST, 1005, true), at(0.0)),
        [Effect::Print(ConsoleLine::Closed)]
    );
}

#[test]
fn sending_keeps_the_text() {
    let mut session = session_after([opened(FIRST), edited("하나\n둘".into())]);
    assert_eq!(
        session.apply(Event::SendVerbatimPressed, at(0.0)),
        [Effect::Send(text("하나\n둘"))]
    );
    assert_eq!(&**session.composer().text(), "하나\n둘");
}

#[test]
fn a_send_is_refused_unless_the_socket_is_open_and_the_text_stays() {
    let close = || closed(FIRST, 1000, true);
    for before in [
        vec![],
        vec![Event::ClosePressed(None)],
        vec![close()],
        vec![opened(FIRST), Event::ClosePressed(None)],
        vec![opened(FIRST), close()],
    ] {
        let mut session = session_after(before);
        let _ = session.apply(edited("글".into()), at(0.0));
        assert_eq!(session.apply(Event::SendVerbatimPressed, at(0.0)), []);
        assert_eq!(&**session.composer().text(), "글");
    }
}

#[test]
fn every_edit_is_kept_over_a_reload() {
    let mut session = session_after([]);
    assert_eq!(
        session.apply(edited("글".into()), at(0.0)),
        [Effect::KeepDraft("글".into())]
    );
    let _ = session.apply(Event::DraftKept(false), at(0.0));
    assert!(!session.is_draft_kept());
    let _ = session.apply(Event::DraftKept(true), at(0.0));
    assert!(session.is_draft_kept());
}

#[test]
fn a_failed_send_is_told_until_the_next_one() {
    let mut session = session_after([opened(FIRST), Event::NotTaken]);
    assert_eq!(session.composer().problem(), Some(Problem::NotTaken));
    let _ = session.apply(Event::SendVerbatimPressed, at(0.0));
    assert_eq!(session.composer().problem(), None);
}

#[test]
fn messages_are_logged_in_order_and_still_while_closing() {
    let session = session_after([
        opened(FIRST),
        Event::Received(FIRST, vec![text("a"), text("b")]),
        Event::ClosePressed(None),
        Event::Received(FIRST, vec![text("c")]),
        closed(FIRST, 1005, true),
    ]);
    let log = session.log();
    let messages = log
        .numbers()
        .filter_map(|number| log.get(number)?.message());
    assert!(
        messages.eq([text("a"), text("b"), text("c")]
            .iter()
            .map(|text| (Direction::Received, text)))
    );
}

#[test]
fn a_close_tells_its_code_and_who_ended_it() {
    let opened = || opened(FIRST);
    let unreachable = session_after([closed(FIRST, 1006, false)]);
    assert_eq!(ending(&unreachable), Some(Ending::Unreachable));
    let lost = session_after([opened(), closed(FIRST, 1006, false)]);
    assert_eq!(ending(&lost), Some(Ending::Lost));
    let by_server = session_after([opened(), closed(FIRST, 1001, true)]);
    assert_eq!(ending(&by_server), Some(Ending::ByServer));
    let by_page = session_after([
        opened(),
        Event::ClosePressed(None),
        closed(FIRST, 1005, true),
    ]);
    assert_eq!(ending(&by_page), Some(Ending::ByPage));
    let given_up = session_after([Event::ClosePressed(None), closed(FIRST, 1006, false)]);
    assert_eq!(ending(&given_up), Some(Ending::ByPage));
}

#[test]
fn connecting_again_is_a_new_attempt_and_the_old_socket_is_no_longer_heard() {
    let mut session = session_after([closed(FIRST, 1006, false)]);
    assert_eq!(
        session.apply(Event::ConnectPressed, at(0.0)),
        [open_effect(SECOND)]
    );
    assert_eq!(session.apply(opened(FIRST), at(0.0)), []);
    assert_eq!(*session.state(), State::Connecting);
    let _ = session.apply(opened(SECOND), at(0.0));
    assert_eq!(session.apply(closed(FIRST, 1006, false), at(0.0)), []);
    assert_eq!(*session.state(), State::Open);
}

#[test]
fn connecting_is_for_the_closed_only() {
    for before in [vec![], vec![opened(FIRST)], vec![Event::ClosePressed(None)]] {
        assert_eq!(
            session_after(before).apply(Event::ConnectPressed, at(0.0)),
            []
        );
    }
}

fn retrying(events: impl IntoIterator<Item = Event>) -> Session {
    session_after([Event::ReconnectChosen(true)].into_iter().chain(events))
}

#[test]
fn a_lost_connection_is_tried_again_after_a_wait_that_grows() {
    let mut session = retrying([closed(FIRST, 1006, false)]);
    assert_eq!(
        session.retry(),
        Some(Retry {
            attempt: 1,
            at: session.next_deadline().unwrap()
        })
    );
    let at_ms = session.next_deadline().unwrap().0;
    assert_eq!(session.apply(Event::Woke, at(at_ms - 1.0)), []);
    assert_eq!(session.apply(Event::Woke, at(at_ms)), [open_effect(SECOND)]);
    assert_eq!(session.retry(), None);
    let _ = session.apply(closed(SECOND, 1006, false), at(at_ms));
    let retry = session.retry().unwrap();
    assert_eq!(retry.attempt, 2);
    assert!(retry.at.ms_since(Time(at_ms)) > at_ms);
}

#[test]
fn what_the_person_closed_is_not_tried_again() {
    let session = retrying([
        opened(FIRST),
        Event::ClosePressed(None),
        closed(FIRST, 1005, true),
    ]);
    assert_eq!(session.retry(), None);
    let mut session = retrying([closed(FIRST, 1006, false)]);
    let _ = session.apply(Event::RetryStopped, at(0.0));
    assert_eq!(session.next_deadline(), None);
    assert_eq!(session.apply(Event::Woke, at(1e9)), []);
}

#[test]
fn an_address_that_is_being_written_is_not_tried_by_itself() {
    for written in [
        Event::AddressEdited("ws://w".into()),
        Event::SubprotocolsEdited("c".into()),
    ] {
        let mut session = retrying([closed(FIRST, 1006, false)]);
        let _ = session.apply(written, at(0.0));
        assert_eq!(session.retry(), None);
        assert_eq!(session.apply(Event::Woke, at(1e9)), []);
    }
}

#[test]
fn only_a_connection_that_lasted_starts_the_count_of_failures_anew() {
    for (lasted_ms, attempt) in [(0.0, 2), (STABLE_AFTER_MS, 1)] {
        let mut session = retrying([closed(FIRST, 1006, false)]);
        let _ = session.apply(Event::Woke, at(1_000.0));
        let _ = session.apply(opened(SECOND), at(1_000.0));
        let _ = session.apply(closed(SECOND, 1011, true), at(1_000.0 + lasted_ms));
        assert_eq!(session.retry().unwrap().attempt, attempt, "{lasted_ms}");
    }
}

#[test]
fn what_waits_is_sent_once_and_in_order_when_the_connection_opens() {
    let mut session = session_after([Event::QueueChosen(true)]);
    for draft in ["a", "b"] {
        let _ = session.apply(edited(draft.into()), at(0.0));
        assert_eq!(session.apply(Event::SendVerbatimPressed, at(0.0)), []);
    }
    assert_eq!(
        session.apply(opened(FIRST), at(0.0)),
        [
            Effect::Print(ConsoleLine::Opened),
            Effect::Send(text("a")),
            Effect::Send(text("b")),
        ]
    );
    let _ = session.apply(closed(FIRST, 1006, false), at(0.0));
    let _ = session.apply(Event::ConnectPressed, at(0.0));
    assert_eq!(
        session.apply(opened(SECOND), at(0.0)),
        [Effect::Print(ConsoleLine::Opened)]
    );
}

/// An attempt that there was, is or will be; more often than not the latest, see [`aimed`].
fn any_attempt() -> impl Strategy<Value = Attempt> {
    prop_oneof![3 => Just(LATEST), 1 => (0_u64..6).prop_map(Attempt)]
}

fn any_event() -> impl Strategy<Value = Event> {
    let attempt = any_attempt;
    prop_oneof![
        1 => Just(Event::SendVerbatimPressed),
        1 => Just(Event::ClosePressed(None)),
        1 => Just(Event::NotTaken),
        1 => Just(Event::RetryPressed),
        1 => Just(Event::RetryStopped),
        1 => any::<bool>().prop_map(Event::DraftKept),
        1 => any::<bool>().prop_map(Event::ReconnectChosen),
        1 => any::<bool>().prop_map(Event::QueueChosen),
        1 => any::<bool>().prop_map(Event::RoomKept),
        1 => prop::sample::select(&[Face::Log, Face::Room, Face::Quotes])
            .prop_map(Event::FaceChosen),
        1 => prop::sample::select(&[SERVER, ROOM, "ws://127.0.0.1:3000/chat?room=c"])
            .prop_map(|address| Event::AddressEdited(address.into())),
        1 => (0_usize..4).prop_map(Event::Unqueued),
        1 => attempt().prop_map(opened),
        1 => attempt().prop_map(Event::Refused),
        1 => (attempt(), any::<u16>(), any::<bool>())
            .prop_map(|(attempt, code, was_clean)| closed(attempt, code, was_clean)),
        2 => Just(Event::Woke),
        2 => Just(Event::ConnectPressed),
        4 => ".{0,8}".prop_map(|draft| edited(draft.into())),
        6 => any_room_event().prop_map(Event::Room),
        4 => attempt().prop_map(opened_in_superchat),
        6 => (attempt(), prop::collection::vec(any_text(), 0..4)).prop_map(
            |(attempt, texts)| {
                Event::Received(attempt, texts.iter().map(|it| text(it)).collect())
            }
        ),
    ]
}

fn any_room_event() -> impl Strategy<Value = room::Event> {
    prop_oneof![
        3 => Just(room::Event::SendPressed),
        1 => Just(room::Event::EditAgainPressed("".into())),
        1 => Just(room::Event::Dismissed("".into())),
        1 => "[a:]{0,2}".prop_map(|name| room::Event::NameChosen(name.into())),
        1 => Just(room::Event::JoinPressed),
        1 => any::<bool>().prop_map(room::Event::EndInView),
        1 => Just(room::Event::CopyLinkPressed),
    ]
}

/// What a server may say: anything, or what [`aimed`] makes an answer of.
fn any_text() -> impl Strategy<Value = String> {
    let message = |offset: u64| {
        format!(r#"{{"type":"message","offset":{offset},"name":"a","text":"b","time_ms":1}}"#)
    };
    let welcome = |(epoch, newest, recovered)| {
        format!(
            r#"{{"type":"welcome","room":"b","name":"a","epoch":"{epoch}","newest":{newest},
                "recovered":{recovered},"members":["a"],"member_count":1}}"#
        )
    };
    prop_oneof![
        2 => "[a가\n]{0,3}",
        2 => (0_u64..9).prop_map(message),
        4 => (0_u8..2, 0_u64..9, any::<bool>()).prop_map(welcome),
        2 => Just(r#"{"type":"ack","id":"ID","offset":7}"#.to_owned()),
        2 => prop::sample::select(&["id_forgotten", "too_fast", "room_full"]).prop_map(|code| {
            let retryable = code != "id_forgotten";
            format!(
                r#"{{"type":"error","code":"{code}","message":"","retryable":{retryable},"id":"ID"}}"#
            )
        }),
        1 => Just(r#"{"type":"error","code":"bad_name","message":"","retryable":false}"#.to_owned()),
    ]
}

/// The event, about the latest attempt of this session and what is to be said in its room.
fn aimed(event: Event, session: &Session) -> Event {
    let id_of = |is_meant: fn(&SendState) -> bool| {
        let mut says = session
            .room()
            .into_iter()
            .flat_map(|it| it.send_queue().iter());
        let meant = says.find(|it| is_meant(&it.state));
        meant.map_or_else(|| "none".into(), |it| Rc::clone(&it.id))
    };
    let latest = |attempt| {
        if attempt == LATEST {
            session.attempt
        } else {
            attempt
        }
    };
    let refused = || id_of(|state| matches!(state, SendState::Failed(_)));
    match event {
        Event::Room(room::Event::EditAgainPressed(_)) => {
            Event::Room(room::Event::EditAgainPressed(refused()))
        }
        Event::Room(room::Event::Dismissed(_)) => Event::Room(room::Event::Dismissed(refused())),
        Event::Received(attempt, payloads) => {
            let id = id_of(|state| *state == SendState::Sending);
            let aim = |payload| match payload {
                Payload::Text(it) => text(&it.replace("ID", &id)),
                Payload::Binary(_) => payload,
            };
            Event::Received(latest(attempt), payloads.into_iter().map(aim).collect())
        }
        Event::Opened(attempt, opening) => Event::Opened(latest(attempt), opening),
        Event::Closed(attempt, close) => Event::Closed(latest(attempt), close),
        Event::Refused(attempt) => Event::Refused(latest(attempt)),
        other => other,
    }
}

fn pending(session: &Session) -> Vec<LocalEcho> {
    let says = session
        .room()
        .into_iter()
        .flat_map(|it| it.send_queue().iter());
    says.cloned().collect()
}

/// What is typed once this has happened to a session in which that was typed and this was to be said.
fn typed_after(
    event: &Event,
    typed: &Rc<str>,
    before: &[LocalEcho],
    after: &[LocalEcho],
) -> Rc<str> {
    match event {
        Event::Compose(composer::Event::Edited(draft)) => Rc::clone(draft),
        Event::Room(room::Event::SendPressed) => match after.last() {
            // There may be no more than before: what was acknowledged in another room is let go of.
            Some(last) if before.iter().all(|it| it.id != last.id) => {
                assert_eq!(last.text, *typed);
                "".into()
            }
            _ => Rc::clone(typed),
        },
        Event::Room(room::Event::EditAgainPressed(id)) => {
            let refused = before.iter().find(|it| it.id == *id);
            match refused.map(|it| &*it.text) {
                None => Rc::clone(typed),
                Some(text) if typed.is_empty() => text.into(),
                Some(text) => format!("{text}\n{typed}").into(),
            }
        }
        _ => Rc::clone(typed),
    }
}

/// What an outsider who sees only the effects may conclude about the sockets there are.
#[derive(Debug, Default)]
struct World {
    sockets: u64,
    live: bool,
    open: bool,
    close_asked: bool,
    /// What is kept of the room.
    room: Rc<str>,
}

impl World {
    /// Whether the latest socket, at this point of its life, could say this at all.
    fn believes(&self, event: &Event) -> bool {
        match event {
            Event::Opened(attempt, _) => !self.is_latest(*attempt) || self.live && !self.open,
            Event::Received(attempt, _) => !self.is_latest(*attempt) || self.open,
            Event::Closed(attempt, _) => !self.is_latest(*attempt) || self.live,
            _ => true,
        }
    }

    fn is_latest(&self, attempt: Attempt) -> bool {
        attempt.0 == self.sockets
    }

    fn hear(&mut self, event: &Event) {
        match event {
            Event::Opened(attempt, _) if self.is_latest(*attempt) => self.open = !self.close_asked,
            Event::Closed(attempt, _) if self.is_latest(*attempt) => {
                self.live = false;
                self.open = false;
            }
            _ => {}
        }
    }

    fn run(&mut self, effect: &Effect, draft: &str) {
        match effect {
            Effect::Open { attempt, .. } => {
                assert!(!self.live, "a second socket while one lives");
                assert_eq!(
                    attempt.0,
                    self.sockets + 1,
                    "attempts are numbered in order"
                );
                *self = Self {
                    sockets: attempt.0,
                    live: true,
                    room: Rc::clone(&self.room),
                    ..Self::default()
                };
            }
            Effect::Send(message) => {
                assert!(
                    self.open && !self.close_asked,
                    "sent to a socket that is not open"
                );
                if let Payload::Text(text) = message
                    && let Ok(ClientMessage::Say(say)) = serde_json::from_str(text)
                {
                    assert!(self.room.contains(&say.id), "said before it was kept");
                }
            }
            Effect::Close(_) => {
                assert!(self.live && !self.close_asked, "closed what is not there");
                self.close_asked = true;
            }
            Effect::LetGo => {
                assert!(self.live, "let go of what is not there");
                self.live = false;
                self.open = false;
            }
            Effect::KeepDraft(text) => assert_eq!(&**text, draft),
            Effect::KeepRoom(room) => self.room = Rc::clone(room),
            Effect::Print(_) | Effect::Copy(_) => {}
        }
    }

    fn state_name(&self) -> &'static str {
        match self {
            Self { sockets: 0, .. } => "idle",
            Self { live: false, .. } => "closed",
            Self {
                close_asked: true, ..
            } => "closing",
            Self { open: true, .. } => "open",
            Self { .. } => "connecting",
        }
    }
}

fn state_name(state: &State) -> &'static str {
    match state {
        State::Idle => "idle",
        State::Connecting => "connecting",
        State::Open => "open",
        State::Closing => "closing",
        State::Closed { .. } => "closed",
    }
}

/// A session that was never connected, for a room or not.
fn started(is_for_room: bool) -> Session {
    let address = if is_for_room { ROOM } else { SERVER };
    let mut session = Session::new(address.into(), false, at(0.0));
    session.suit_endpoint(at(0.0));
    session
}

proptest! {
    /// Time passes between the events, as much as is needed for a retry or less.
    #[test]
    fn no_order_of_events_reaches_an_illegal_state_or_loses_typed_text(
        before_reload in ".{0,8}",
        is_for_room: bool,
        events in prop::collection::vec((any_event(), 0.0..20_000.0, any::<u128>()), 0..80)
    ) {
        let mut typed: Rc<str> = before_reload.as_str().into();
        let mut world = World::default();
        let mut session = started(is_for_room);
        session.restore_draft(Rc::clone(&typed), at(0.0));
        let mut now = Time(0.0);
        for (event, passes_ms, random) in events {
            now = now.after_ms(passes_ms);
            let event = aimed(event, &session);
            // What no browser would do is thrown at the session too, below.
            if !world.believes(&event) {
                continue;
            }
            world.hear(&event);
            let before = pending(&session);
            let effects = session.apply(event.clone(), Moment { now, random });
            typed = typed_after(&event, &typed, &before, &pending(&session));
            effects.iter().for_each(|effect| world.run(effect, &typed));
            for it in pending(&session) {
                prop_assert!(world.room.contains(&*it.id), "it is not kept");
            }
            prop_assert_eq!(session.composer().text(), &typed);
            prop_assert_eq!(state_name(session.state()), world.state_name());
            prop_assert!(session.retry().is_none() || session.state().is_over());
            prop_assert!(session.faces().contains(&session.face()));
        }
    }

    #[test]
    fn a_socket_that_speaks_nonsense_does_no_harm(
        is_for_room: bool,
        events in prop::collection::vec((any_event(), any::<u128>()), 0..80)
    ) {
        let mut session = started(is_for_room);
        for (event, random) in events {
            let opens = matches!(event, Event::Opened(..));
            let was_open = *session.state() == State::Open;
            let was_over = session.state().is_over();
            let event = aimed(event, &session);
            for effect in session.apply(event, Moment { random, ..at(0.0) }) {
                match effect {
                    Effect::Open { .. } => prop_assert!(was_over),
                    Effect::Send(_) => prop_assert!(was_open || opens),
                    Effect::Close(_) | Effect::LetGo => prop_assert!(!was_over),
                    Effect::KeepDraft(_)
                    | Effect::KeepRoom(_)
                    | Effect::Print(_)
                    | Effect::Copy(_) => {}
                }
            }
        }
    }
}
