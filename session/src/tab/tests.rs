//! What a tab does with each event, and what it never does whatever the order of events.

use crate::time::WallTime;
use proptest::prelude::*;
use protocol::superchat::{ClientMessage, SUPERCHAT};

use super::*;
use crate::catalogue::Fault;
use crate::composer;
use crate::connection::Effect as ConnectionEffect;
use crate::connection::Event as ConnectionEvent;
use crate::filter::{Criteria, regex};
use crate::lesson::Lesson;
use crate::record::{CloseEvent, Opening};
use crate::request::Request;
use crate::room;
use crate::room::send_queue::{LocalEcho, SendState};
use crate::transport::{Attempt, MessageId};
use crate::view;

const SERVER: &str = "ws://127.0.0.1:3000/";
const ROOM: &str = "ws://127.0.0.1:3000/chat?room=b";
const FIRST: Attempt = Attempt::FIRST;
/// Stands for the latest attempt that there was.
const LATEST: Attempt = Attempt(u64::MAX);
/// Stands for the oldest message that is on its way.
const OLDEST: MessageId = MessageId(u64::MAX);

/// A moment this many milliseconds after the test began, with nothing random about it.
fn at(ms: f64) -> Moment {
    Moment {
        now: Time(ms),
        wall: WallTime(ms),
        random: u128::MAX,
    }
}

fn edited(draft: Rc<str>) -> Event {
    Event::Compose(composer::Event::Edited(draft))
}

fn happened(event: ConnectionEvent) -> Event {
    event.into()
}

fn transport(attempt: Attempt, event: TransportEvent) -> Event {
    happened(ConnectionEvent::Transport(attempt, event))
}

fn opened(attempt: Attempt) -> Event {
    transport(attempt, TransportEvent::Opened(Opening::default()))
}

fn opened_in_superchat(attempt: Attempt) -> Event {
    let opening = Opening {
        subprotocol: SUPERCHAT.into(),
        ..Opening::default()
    };
    transport(attempt, TransportEvent::Opened(opening))
}

fn closed(attempt: Attempt, code: u16, was_clean: bool) -> Event {
    let close = CloseEvent {
        code,
        reason: "".into(),
        was_clean,
    };
    transport(attempt, TransportEvent::Closed(close))
}

fn send_failed(attempt: Attempt, message: MessageId) -> Event {
    transport(attempt, TransportEvent::SendFailed(message))
}

fn open_effect(attempt: Attempt) -> Effect {
    Effect::Connection(ConnectionEffect::Open {
        attempt,
        request: Request::direct(SERVER.into()),
    })
}

fn send_effect(message: u64, payload: &str) -> Effect {
    Effect::Connection(ConnectionEffect::Send {
        attempt: FIRST,
        message: MessageId(message),
        payload: text(payload),
    })
}

fn text(text: &str) -> Payload {
    Payload::Text(text.into())
}

fn new_tab(address: &str) -> Tab {
    let connection = Connection::new(address.into(), false, Time(0.0));
    Tab::new(TabId(1), connection, at(0.0))
}

/// A tab that was asked to connect, and in which these have happened then, all at once.
fn tab_after(events: impl IntoIterator<Item = Event>) -> Tab {
    let mut tab = new_tab(SERVER);
    let _ = tab.apply(ConnectionEvent::ConnectPressed, at(0.0));
    for event in events {
        let _ = tab.apply(event, at(0.0));
    }
    tab
}

#[test]
fn new_tab_is_idle_and_has_the_restored_draft() {
    let mut tab = new_tab(SERVER);
    tab.restore_draft("초안".into(), at(0.0));
    assert_eq!(*tab.connection().state(), State::Idle);
    assert_eq!(&**tab.composer().text(), "초안");
    assert_eq!(
        tab.apply(ConnectionEvent::ConnectPressed, at(0.0)),
        [open_effect(FIRST)]
    );
    assert_eq!(*tab.connection().state(), State::Connecting);
}

#[test]
fn sent_text_stays() {
    let mut tab = tab_after([opened(FIRST), edited("하나\n둘".into())]);
    assert_eq!(
        tab.apply(Event::SendPressed, at(0.0)),
        [send_effect(0, "하나\n둘")]
    );
    assert_eq!(&**tab.composer().text(), "하나\n둘");
}

#[test]
fn send_while_not_open_refused_and_the_text_stays() {
    let close = || closed(FIRST, 1000, true);
    for before in [
        vec![],
        vec![happened(ConnectionEvent::ClosePressed(None))],
        vec![close()],
        vec![opened(FIRST), happened(ConnectionEvent::ClosePressed(None))],
        vec![opened(FIRST), close()],
    ] {
        let mut tab = tab_after(before);
        let _ = tab.apply(edited("글".into()), at(0.0));
        assert_eq!(tab.apply(Event::SendPressed, at(0.0)), []);
        assert_eq!(&**tab.composer().text(), "글");
    }
}

#[test]
fn edit_each_saved() {
    let mut tab = tab_after([]);
    assert_eq!(
        tab.apply(edited("글".into()), at(0.0)),
        [Effect::KeepDraft("글".into())]
    );
    let _ = tab.apply(Event::DraftKept(false), at(0.0));
    assert!(!tab.is_draft_kept());
    let _ = tab.apply(Event::DraftKept(true), at(0.0));
    assert!(tab.is_draft_kept());
}

#[test]
fn failed_send_told_until_the_next_one() {
    let mut tab = tab_after([
        opened(FIRST),
        Event::SendPressed,
        send_failed(FIRST, MessageId(0)),
    ]);
    assert_eq!(tab.composer().problem(), Some(Problem::SendFailed));
    let _ = tab.apply(Event::SendPressed, at(0.0));
    assert_eq!(tab.composer().problem(), None);
}

#[test]
fn outcome_of_saving_unchanged_not_reported() {
    let mut tab = tab_after([]);
    assert!(tab.on_draft_kept(true).is_none() && tab.on_room_kept(true).is_none());
    for report in [tab.on_draft_kept(false), tab.on_room_kept(false)] {
        let _ = tab.apply(report.unwrap(), at(0.0));
    }
    assert!(!tab.is_draft_kept() && !tab.is_room_kept());
    assert!(tab.on_draft_kept(false).is_none() && tab.on_room_kept(false).is_none());
    assert!(tab.on_draft_kept(true).is_some() && tab.on_room_kept(true).is_some());
}

#[test]
fn stale_acknowledgement_changes_nothing() {
    let mut tab = tab_after([opened(FIRST), Event::SendPressed]);
    for stale in [
        send_failed(Attempt(2), MessageId(0)),
        send_failed(FIRST, MessageId(1)),
    ] {
        assert_eq!(tab.apply(stale, at(0.0)), []);
        assert_eq!(tab.composer().problem(), None);
    }
}

#[test]
fn borrowed_tab_given_back_has_its_connection_and_draft() {
    let mut lesson = Lesson::new(SERVER.into(), false, "하나".into(), Time(0.0));
    let _ = lesson.apply(ConnectionEvent::ConnectPressed, at(0.0));
    let mut tab = Tab::borrow(TabId(0), lesson, at(0.0));
    assert_eq!(&**tab.composer().text(), "하나");
    let received = TransportEvent::Received(vec![text("a")]);
    for event in [
        opened(FIRST),
        transport(FIRST, received),
        edited("둘".into()),
        happened(ConnectionEvent::AddressEdited(ROOM.into())),
        happened(ConnectionEvent::SubprotocolsEdited(SUPERCHAT.into())),
        Event::PaneChosen(Pane::Room),
    ] {
        let _ = tab.apply(event, at(0.0));
        assert_eq!(tab.panes(), [Pane::Log]);
    }
    assert!(tab.is_borrowed());
    let lesson = tab.give_back(at(0.0));
    assert_eq!(*lesson.connection.state(), State::Open);
    assert_eq!(lesson.connection.log().counts().received, 1);
    assert_eq!(&*lesson.draft, "둘");
}

/// An attempt that there was, is or will be; more often than not the latest, see [`aimed`].
fn any_attempt() -> impl Strategy<Value = Attempt> {
    prop_oneof![3 => Just(LATEST), 1 => (0_u64..6).prop_map(Attempt)]
}

/// A message that there was, is or will be; as often as not the oldest on its way, see [`aimed`].
fn any_message() -> impl Strategy<Value = MessageId> {
    prop_oneof![Just(OLDEST), (0_u64..8).prop_map(MessageId)]
}

fn any_event() -> impl Strategy<Value = Event> {
    let attempt = any_attempt;
    prop_oneof![
        1 => Just(Event::SendPressed),
        1 => Just(happened(ConnectionEvent::ClosePressed(None))),
        2 => (attempt(), any_message()).prop_map(|(attempt, id)| send_failed(attempt, id)),
        2 => (attempt(), any_message())
            .prop_map(|(attempt, id)| transport(attempt, TransportEvent::Sent(id))),
        1 => Just(happened(ConnectionEvent::RetryPressed)),
        1 => Just(happened(ConnectionEvent::RetryStopped)),
        1 => Just(happened(ConnectionEvent::LetGoPressed)),
        1 => Just(happened(ConnectionEvent::Suspended)),
        2 => Just(happened(ConnectionEvent::Resumed)),
        1 => attempt().prop_map(|it| transport(it, TransportEvent::Unsent(7))),
        1 => any::<bool>().prop_map(Event::DraftKept),
        1 => any::<bool>().prop_map(|it| happened(ConnectionEvent::ReconnectChosen(it))),
        1 => any::<bool>().prop_map(|it| happened(ConnectionEvent::QueueChosen(it))),
        1 => any::<bool>().prop_map(Event::RoomKept),
        1 => prop::sample::select(&[Pane::Log, Pane::Room, Pane::Quotes])
            .prop_map(Event::PaneChosen),
        1 => prop::sample::select(&[SERVER, ROOM, "ws://127.0.0.1:3000/chat?room=c"])
            .prop_map(|address| happened(ConnectionEvent::AddressEdited(address.into()))),
        1 => (0_usize..4).prop_map(|it| happened(ConnectionEvent::Unqueued(it))),
        1 => attempt().prop_map(opened),
        1 => attempt().prop_map(|it| transport(it, TransportEvent::Refused)),
        1 => (attempt(), any::<u16>(), any::<bool>())
            .prop_map(|(attempt, code, was_clean)| closed(attempt, code, was_clean)),
        2 => Just(Event::Woke),
        2 => Just(happened(ConnectionEvent::ConnectPressed)),
        4 => ".{0,8}".prop_map(|draft| edited(draft.into())),
        6 => any_room_event().prop_map(Event::Room),
        4 => attempt().prop_map(opened_in_superchat),
        6 => (attempt(), prop::collection::vec(any_text(), 0..4)).prop_map(
            |(attempt, texts)| {
                let payloads = texts.iter().map(|it| text(it)).collect();
                transport(attempt, TransportEvent::Received(payloads))
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

/// The event, about the latest attempt of this tab, the oldest message on its way, and what is to be
/// said in its room.
fn aimed(event: Event, tab: &Tab, oldest: Option<MessageId>) -> Event {
    let id_of = |is_meant: fn(&SendState) -> bool| {
        let mut says = tab.room().into_iter().flat_map(|it| it.send_queue().iter());
        let meant = says.find(|it| is_meant(&it.state));
        meant.map_or_else(|| "none".into(), |it| Rc::clone(&it.id))
    };
    let refused = || id_of(|state| matches!(state, SendState::Failed(_)));
    let message = |id| match oldest {
        Some(oldest) if id == OLDEST => oldest,
        _ => id,
    };
    match event {
        Event::Room(room::Event::EditAgainPressed(_)) => {
            Event::Room(room::Event::EditAgainPressed(refused()))
        }
        Event::Room(room::Event::Dismissed(_)) => Event::Room(room::Event::Dismissed(refused())),
        Event::Connection(ConnectionEvent::Transport(attempt, event)) => {
            let attempt = match attempt {
                LATEST => tab.connection().attempt(),
                other => other,
            };
            let event = match event {
                TransportEvent::Received(payloads) => {
                    let id = id_of(|state| *state == SendState::Sending);
                    let aim = |payload| match payload {
                        Payload::Text(it) => text(&it.replace("ID", &id)),
                        Payload::Binary(_) => payload,
                    };
                    TransportEvent::Received(payloads.into_iter().map(aim).collect())
                }
                TransportEvent::Sent(id) => TransportEvent::Sent(message(id)),
                TransportEvent::SendFailed(id) => TransportEvent::SendFailed(message(id)),
                other => other,
            };
            transport(attempt, event)
        }
        other => other,
    }
}

fn pending(tab: &Tab) -> Vec<LocalEcho> {
    let says = tab.room().into_iter().flat_map(|it| it.send_queue().iter());
    says.cloned().collect()
}

/// What is typed once this has happened to a tab in which that was typed and this was to be said.
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
    /// Messages that were given to the socket and not acknowledged, the oldest first.
    on_their_way: Vec<MessageId>,
    /// What is kept of the room.
    room: Rc<str>,
}

impl World {
    /// Whether the latest socket, at this point of its life, could say this at all.
    fn believes(&self, event: &Event) -> bool {
        let Event::Connection(ConnectionEvent::Transport(attempt, event)) = event else {
            return true;
        };
        if !self.is_latest(*attempt) {
            return true;
        }
        match event {
            TransportEvent::Opened(_) => self.live && !self.open,
            TransportEvent::Received(_) => self.open,
            TransportEvent::Closed(_) => self.live,
            TransportEvent::Refused
            | TransportEvent::Sent(_)
            | TransportEvent::SendFailed(_)
            | TransportEvent::Unsent(_) => true,
        }
    }

    fn is_latest(&self, attempt: Attempt) -> bool {
        attempt.0 == self.sockets
    }

    fn hear(&mut self, event: &Event) {
        let Event::Connection(ConnectionEvent::Transport(attempt, event)) = event else {
            return;
        };
        if !self.is_latest(*attempt) {
            return;
        }
        match event {
            TransportEvent::Opened(_) => self.open = !self.close_asked,
            TransportEvent::Sent(id) | TransportEvent::SendFailed(id) => {
                self.on_their_way.retain(|other| other != id);
            }
            TransportEvent::Closed(_) => {
                self.live = false;
                self.open = false;
            }
            TransportEvent::Refused | TransportEvent::Received(_) | TransportEvent::Unsent(_) => {}
        }
    }

    fn run(&mut self, effect: &Effect, draft: &str) {
        match effect {
            Effect::Connection(asked) => self.run_asked(asked),
            Effect::KeepDraft(text) => assert_eq!(&**text, draft),
            Effect::KeepRoom(room) => self.room = Rc::clone(room),
            Effect::TryHandshake { .. } => assert!(!self.live, "tried beside a live socket"),
            Effect::Print(_) | Effect::Copy(_) => {}
        }
    }

    fn run_asked(&mut self, asked: &ConnectionEffect) {
        match asked {
            ConnectionEffect::Open { attempt, .. } => {
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
            ConnectionEffect::Send {
                attempt,
                message,
                payload,
            } => {
                assert!(
                    self.open && !self.close_asked,
                    "sent to a socket that is not open"
                );
                assert!(self.is_latest(*attempt), "sent to a socket of before");
                assert!(!self.on_their_way.contains(message), "an id given twice");
                self.on_their_way.push(*message);
                if let Payload::Text(text) = payload
                    && let Ok(ClientMessage::Say(say)) = serde_json::from_str(text)
                {
                    assert!(self.room.contains(&say.id), "said before it was kept");
                }
            }
            ConnectionEffect::Close(_) => {
                assert!(self.live && !self.close_asked, "closed what is not there");
                self.close_asked = true;
            }
            ConnectionEffect::LetGo => {
                assert!(self.live, "let go of what is not there");
                self.live = false;
                self.open = false;
            }
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

/// A tab that was never connected, for a room or not.
fn started(is_for_room: bool) -> Tab {
    let address = if is_for_room { ROOM } else { SERVER };
    let mut tab = new_tab(address);
    tab.suit_endpoint(at(0.0));
    tab
}

proptest! {
    /// Time passes between the events, as much as is needed for a retry or less.
    #[test]
    fn events_in_any_order_reach_no_illegal_state_and_lose_no_text(
        before_reload in ".{0,8}",
        is_for_room: bool,
        events in prop::collection::vec((any_event(), 0.0..20_000.0, any::<u128>()), 0..80)
    ) {
        let mut typed: Rc<str> = before_reload.as_str().into();
        let mut world = World::default();
        let mut tab = started(is_for_room);
        tab.restore_draft(Rc::clone(&typed), at(0.0));
        let mut now = Time(0.0);
        for (event, passes_ms, random) in events {
            now = now.after_ms(passes_ms);
            let event = aimed(event, &tab, world.on_their_way.first().copied());
            // What no browser would do is thrown at the tab too, below.
            if !world.believes(&event) {
                continue;
            }
            world.hear(&event);
            let before = pending(&tab);
            let effects = tab.apply(event.clone(), Moment { now, wall: WallTime(now.0), random });
            typed = typed_after(&event, &typed, &before, &pending(&tab));
            effects.iter().for_each(|effect| world.run(effect, &typed));
            for it in pending(&tab) {
                prop_assert!(world.room.contains(&*it.id), "it is not kept");
            }
            prop_assert_eq!(tab.composer().text(), &typed);
            prop_assert_eq!(state_name(tab.connection().state()), world.state_name());
            prop_assert!(tab.connection().retry().is_none() || tab.connection().state().is_over());
            prop_assert!(tab.panes().contains(&tab.pane()));
        }
    }

    #[test]
    fn transport_events_in_any_order_do_no_harm(
        is_for_room: bool,
        events in prop::collection::vec((any_event(), any::<u128>()), 0..80)
    ) {
        let mut tab = started(is_for_room);
        for (event, random) in events {
            let opens = matches!(
                event,
                Event::Connection(ConnectionEvent::Transport(_, TransportEvent::Opened(_)))
            );
            let was_open = *tab.connection().state() == State::Open;
            let was_over = tab.connection().state().is_over();
            let event = aimed(event, &tab, None);
            for effect in tab.apply(event, Moment { random, ..at(0.0) }) {
                match effect {
                    Effect::Connection(ConnectionEffect::Open { .. }) => prop_assert!(was_over),
                    Effect::Connection(ConnectionEffect::Send { .. }) => prop_assert!(was_open || opens),
                    Effect::Connection(ConnectionEffect::Close(_) | ConnectionEffect::LetGo) => prop_assert!(!was_over),
                    Effect::TryHandshake { .. } => {
                        prop_assert!(tab.connection().state().is_over());
                    }
                    Effect::KeepDraft(_)
                    | Effect::KeepRoom(_)
                    | Effect::Print(_)
                    | Effect::Copy(_) => {}
                }
            }
        }
    }
}

/// A tab whose first attempt to this address failed, and the effects of that.
fn failed(address: &str) -> (Tab, Vec<Effect>) {
    let connection = Connection::new(address.into(), false, Time(0.0));
    let mut tab = Tab::new(TabId(1), connection, at(0.0));
    tab.set_server(SERVER.into());
    let _ = tab.apply(ConnectionEvent::ConnectPressed, at(0.0));
    let effects = tab.apply(closed(FIRST, 1006, false), at(1.0));
    (tab, effects)
}

fn answer() -> Answer {
    let json =
        r#"{"status":503,"reason":"Service Unavailable","headers":[],"text":"as asked for"}"#;
    dry_run::parse(json).unwrap()
}

#[test]
fn failed_handshake_with_the_pages_server_is_tried_there() {
    let (_, effects) = failed("ws://127.0.0.1:3000/refuse?status=503");
    let address = "http://127.0.0.1:3000/handshake?to=%2Frefuse%3Fstatus%3D503".to_owned();
    assert_eq!(
        effects,
        [Effect::TryHandshake {
            attempt: FIRST,
            address
        }]
    );
    let (_, effects) = failed("ws://127.0.0.1:3001/refuse?status=503");
    assert_eq!(effects, [], "another server is not asked");
}

#[test]
fn connection_that_was_open_is_not_tried() {
    let connection = Connection::new(SERVER.into(), false, Time(0.0));
    let mut tab = Tab::new(TabId(1), connection, at(0.0));
    tab.set_server(SERVER.into());
    let _ = tab.apply(ConnectionEvent::ConnectPressed, at(0.0));
    let _ = tab.apply(opened(FIRST), at(0.0));
    assert_eq!(tab.apply(closed(FIRST, 1006, false), at(1.0)), []);
}

#[test]
fn answer_to_a_handshake_stays_until_the_next_attempt() {
    let (mut tab, _) = failed(SERVER);
    let tried = |attempt| Event::HandshakeTried(attempt, Some(answer()));
    let _ = tab.apply(tried(FIRST.next()), at(2.0));
    assert_eq!(tab.answer(), None, "of another attempt");
    let _ = tab.apply(tried(FIRST), at(2.0));
    assert_eq!(tab.answer(), Some(&answer()));
    let _ = tab.apply(ConnectionEvent::ConnectPressed, at(3.0));
    assert_eq!(tab.answer(), None);
    let _ = tab.apply(tried(FIRST.next()), at(4.0));
    assert_eq!(tab.answer(), None, "the attempt is under way");
}

#[test]
fn connection_lost_to_a_broken_rule_is_tried_and_told_the_rule() {
    let connection = Connection::new("ws://127.0.0.1:3000/broken/x".into(), false, Time(0.0));
    let mut tab = Tab::new(TabId(1), connection, at(0.0));
    tab.set_server(SERVER.into());
    let _ = tab.apply(ConnectionEvent::ConnectPressed, at(0.0));
    let _ = tab.apply(opened(FIRST), at(0.0));
    let effects = tab.apply(closed(FIRST, 1006, false), at(1.0));
    assert!(matches!(effects[..], [Effect::TryHandshake { .. }]));
    let json = r#"{"status":101,"reason":"","headers":[],"breaks":"sets RSV1"}"#;
    let _ = tab.apply(Event::HandshakeTried(FIRST, dry_run::parse(json)), at(2.0));
    let breaks = tab.answer().and_then(|it| it.breaks.as_deref());
    assert_eq!(breaks, Some("sets RSV1"));
}

#[test]
fn fault_is_told_where_a_form_made_the_address_and_it_was_not_edited() {
    let json = r#"{"status":400,"reason":"","headers":[],
        "problem":{"detail":"no","parameter":"count"}}"#;
    for is_from_form in [true, false] {
        let address = "ws://127.0.0.1:3000/flood?count=-1";
        let connection = Connection::new(address.into(), false, Time(0.0));
        let mut tab = Tab::new(TabId(1), connection, at(0.0));
        tab.set_server(SERVER.into());
        if is_from_form {
            tab.come_from_form();
        }
        let _ = tab.apply(ConnectionEvent::ConnectPressed, at(0.0));
        let _ = tab.apply(closed(FIRST, 1006, false), at(1.0));
        let _ = tab.apply(Event::HandshakeTried(FIRST, dry_run::parse(json)), at(2.0));
        let fault = Fault {
            target: "/flood?count=-1".into(),
            parameter: "count".into(),
            sentence: "no".into(),
        };
        assert_eq!(tab.fault(), is_from_form.then_some(fault));
        let edited = ConnectionEvent::AddressEdited("ws://127.0.0.1:3000/echo".into());
        let _ = tab.apply(edited, at(3.0));
        assert_eq!(tab.fault(), None);
    }
}

#[test]
fn broken_endpoint_of_the_pages_server_alone_breaks_as_asked_for() {
    assert!(
        failed("ws://127.0.0.1:3000/broken/bad-accept")
            .0
            .is_at_broken()
    );
    assert!(
        !failed("ws://127.0.0.1:3001/broken/bad-accept")
            .0
            .is_at_broken()
    );
    assert!(!failed(SERVER).0.is_at_broken());
}

/// A tab whose log has an opening with number 0, and then these messages of the peer.
fn tab_with_messages(messages: &[&str]) -> Tab {
    let payloads = messages.iter().map(|message| text(message)).collect();
    let received = transport(FIRST, TransportEvent::Received(payloads));
    tab_after([opened(FIRST), received])
}

fn copied(effects: &[Effect]) -> Option<&Payload> {
    match effects {
        [Effect::Copy(payload)] => Some(payload),
        _ => None,
    }
}

#[test]
fn message_copied_as_a_command_is_quoted_for_a_shell() {
    let mut tab = new_tab("ws://kim:s3cret@a/b?c=d");
    let offer = ConnectionEvent::SubprotocolsEdited("v1.json".into());
    let received = transport(FIRST, TransportEvent::Received(vec![text("it's\ntwo")]));
    for event in [
        happened(offer),
        happened(ConnectionEvent::ConnectPressed),
        opened(FIRST),
        received,
    ] {
        let _ = tab.apply(event, at(0.0));
    }
    let command = tab.apply(Event::Rows(on_rows::Event::CopiedCommand(1)), at(0.0));
    let expected =
        "printf %s 'it'\\''s\ntwo' | websocat -n --no-line --protocol 'v1.json' 'ws://kim@a/b?c=d'";
    assert_eq!(copied(&command), Some(&text(expected)));
    let of_an_opening = tab.apply(Event::Rows(on_rows::Event::CopiedCommand(0)), at(0.0));
    assert_eq!(of_an_opening, []);
}

#[test]
fn message_copied_as_json_is_indented_and_what_is_none_is_not_copied() {
    let mut tab = tab_with_messages(&["{\"a\":1}", "no"]);
    let formatted = tab.apply(Event::Rows(on_rows::Event::CopiedFormatted(1)), at(0.0));
    assert_eq!(copied(&formatted), Some(&text("{\n  \"a\": 1\n}")));
    let none = tab.apply(Event::Rows(on_rows::Event::CopiedFormatted(2)), at(0.0));
    assert_eq!(none, []);
}

#[test]
fn message_taken_into_the_composer_is_the_draft() {
    let mut tab = tab_with_messages(&["a\r\nb"]);
    let effects = tab.apply(Event::Rows(on_rows::Event::Edited(1)), at(0.0));
    assert_eq!(effects, [Effect::KeepDraft("a\r\nb".into())]);
    assert_eq!(&**tab.composer().text(), "a\r\nb");
}

#[test]
fn text_of_a_row_is_sought_and_what_is_like_it_hidden() {
    let tick = |n: &str| format!("{{\"type\":\"tick\",\"n\":{n}}}");
    let (first, second) = (tick("0.93"), tick("17.5"));
    let mut tab = tab_with_messages(&[&first, &second, "other"]);
    let _ = tab.apply(
        Event::Rows(on_rows::Event::Sought(1, "tick".into())),
        at(0.0),
    );
    assert_eq!(&*tab.view().criteria().query, "tick");
    assert!(tab.view().criteria().only_hits);
    let _ = tab.apply(Event::Rows(on_rows::Event::Sought(1, "".into())), at(0.0));
    assert_eq!(&*tab.view().criteria().query, first);

    let _ = tab.apply(
        Event::View(view::Event::Criteria(Criteria::default())),
        at(0.0),
    );
    for _ in 0..2 {
        let _ = tab.apply(Event::Rows(on_rows::Event::Hidden(1, "".into())), at(0.0));
    }
    assert_eq!(tab.view().criteria().hidden.len(), 1);
    tab.search_loaded(Some(regex::compile));
    while tab.advance(10) {}
    let window = tab.view().window(tab.connection().log());
    let numbers: Vec<_> = window.rows.iter().map(|row| row.number).collect();
    assert_eq!(numbers, [0, 3], "the opening and the other one");
}

#[test]
fn rows_copied_tell_how_many_they_are_until_the_view_changes() {
    let mut tab = tab_with_messages(&["a", "b"]);
    while tab.advance(10) {}
    let _ = tab.apply(Event::View(view::Event::AllSelected), at(0.0));
    let copy = Event::Rows(on_rows::Event::Copied(view::CopyForm::Payloads));
    let copy = tab.apply(copy, at(0.0));
    assert_eq!(copied(&copy), Some(&text("a\nb")));
    let _ = tab.apply(Event::Copied(true), at(0.0));
    assert_eq!(tab.copied_rows().map(|copied| copied.rows), Some(2));
    let _ = tab.apply(Event::View(view::Event::FollowPressed), at(0.0));
    assert_eq!((tab.copied(), tab.copied_rows()), (None, None));
}
