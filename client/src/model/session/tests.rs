//! What a session does with each event, and what it never does whatever the order of events.

use proptest::prelude::*;

use super::*;
use crate::model::log::EntryKind;

fn closed(code: u16, was_clean: bool) -> SocketEvent {
    SocketEvent::Closed(CloseEvent {
        code,
        reason: "".into(),
        was_clean,
    })
}

fn text(text: &str) -> Payload {
    Payload::Text(text.into())
}

/// A session in which these have happened, the socket's events told of the first attempt.
fn session_after(events: impl IntoIterator<Item = Event>) -> Session {
    let (mut session, _) = Session::start("".into());
    for event in events {
        let _ = session.apply(event);
    }
    session
}

fn first(event: SocketEvent) -> Event {
    Event::Socket(Attempt(0), event)
}

fn second(event: SocketEvent) -> Event {
    Event::Socket(Attempt(1), event)
}

fn ending(session: &Session) -> Option<Ending> {
    match session.state() {
        State::Closed { ending, .. } => Some(*ending),
        _ => None,
    }
}

#[test]
fn a_page_connects_by_itself_and_has_the_text_of_before_the_reload() {
    let (session, effects) = Session::start("초안".into());
    assert_eq!(*session.state(), State::Connecting);
    assert_eq!(effects, [Effect::Open(Attempt(0))]);
    assert_eq!(&**session.draft(), "초안");
}

#[test]
fn the_console_says_the_lesson_s_lines_in_the_lesson_s_order() {
    let (mut session, _) = Session::start("".into());
    assert_eq!(
        session.apply(first(SocketEvent::Opened)),
        [Effect::Print(ConsoleLine::Opened)]
    );
    assert_eq!(
        session.apply(Event::ClosePressed),
        [Effect::Print(ConsoleLine::ClosePressed), Effect::Close]
    );
    assert_eq!(
        session.apply(first(closed(1005, true))),
        [Effect::Print(ConsoleLine::Closed)]
    );
}

#[test]
fn sending_keeps_the_text() {
    let mut session = session_after([first(SocketEvent::Opened), Event::Edited("하나\n둘".into())]);
    assert_eq!(
        session.apply(Event::SendPressed),
        [Effect::Send("하나\n둘".into())]
    );
    assert_eq!(&**session.draft(), "하나\n둘");
}

#[test]
fn a_send_is_refused_unless_the_socket_is_open_and_the_text_stays() {
    let close = || first(closed(1000, true));
    for before in [
        vec![],
        vec![Event::ClosePressed],
        vec![close()],
        vec![first(SocketEvent::Opened), Event::ClosePressed],
        vec![first(SocketEvent::Opened), close()],
    ] {
        let mut session = session_after(before);
        let _ = session.apply(Event::Edited("글".into()));
        assert_eq!(session.apply(Event::SendPressed), []);
        assert_eq!(&**session.draft(), "글");
    }
}

#[test]
fn every_edit_is_kept_over_a_reload() {
    let mut session = session_after([]);
    assert_eq!(
        session.apply(Event::Edited("글".into())),
        [Effect::KeepDraft("글".into())]
    );
    let _ = session.apply(Event::DraftKept(false));
    assert!(!session.is_draft_kept());
    let _ = session.apply(Event::DraftKept(true));
    assert!(session.is_draft_kept());
}

#[test]
fn a_failed_send_is_told_until_the_next_one() {
    let mut session = session_after([first(SocketEvent::Opened), Event::SendFailed]);
    assert!(session.has_send_failed());
    let _ = session.apply(Event::SendPressed);
    assert!(!session.has_send_failed());
}

#[test]
fn messages_are_logged_in_order_and_still_while_closing() {
    let session = session_after([
        first(SocketEvent::Opened),
        first(SocketEvent::Received(vec![text("a"), text("b")])),
        Event::ClosePressed,
        first(SocketEvent::Received(vec![text("c")])),
        first(closed(1005, true)),
    ]);
    let (entries, _) = session.transcript();
    let kinds: Vec<_> = entries.iter().map(|entry| &entry.kind).collect();
    assert_eq!(
        kinds,
        [
            &EntryKind::Message(text("a")),
            &EntryKind::Message(text("b")),
            &EntryKind::Message(text("c")),
            &EntryKind::SocketClosed,
        ]
    );
}

#[test]
fn a_close_tells_its_code_and_who_ended_it() {
    let opened = || first(SocketEvent::Opened);
    let unreachable = session_after([first(closed(1006, false))]);
    assert_eq!(ending(&unreachable), Some(Ending::Unreachable));
    let lost = session_after([opened(), first(closed(1006, false))]);
    assert_eq!(ending(&lost), Some(Ending::Lost));
    let by_server = session_after([opened(), first(closed(1001, true))]);
    assert_eq!(ending(&by_server), Some(Ending::ByServer));
    let by_page = session_after([opened(), Event::ClosePressed, first(closed(1005, true))]);
    assert_eq!(ending(&by_page), Some(Ending::ByPage));
    let given_up = session_after([Event::ClosePressed, first(closed(1006, false))]);
    assert_eq!(ending(&given_up), Some(Ending::ByPage));
}

#[test]
fn connecting_again_is_a_new_attempt_and_the_old_socket_is_no_longer_heard() {
    let mut session = session_after([first(closed(1006, false))]);
    assert_eq!(
        session.apply(Event::ConnectPressed),
        [Effect::Open(Attempt(1))]
    );
    assert_eq!(session.apply(first(SocketEvent::Opened)), []);
    assert_eq!(*session.state(), State::Connecting);
    let _ = session.apply(second(SocketEvent::Opened));
    assert_eq!(session.apply(first(closed(1006, false))), []);
    assert_eq!(*session.state(), State::Open);
}

#[test]
fn connecting_is_for_the_closed_only() {
    for before in [
        vec![],
        vec![first(SocketEvent::Opened)],
        vec![Event::ClosePressed],
    ] {
        assert_eq!(session_after(before).apply(Event::ConnectPressed), []);
    }
}

fn any_socket_event() -> impl Strategy<Value = SocketEvent> {
    prop_oneof![
        Just(SocketEvent::Opened),
        prop::collection::vec("[a가\n]{0,3}", 0..4)
            .prop_map(|texts| SocketEvent::Received(texts.iter().map(|it| text(it)).collect())),
        (any::<u16>(), any::<bool>()).prop_map(|(code, was_clean)| closed(code, was_clean)),
    ]
}

fn any_event() -> impl Strategy<Value = Event> {
    prop_oneof![
        Just(Event::ConnectPressed),
        Just(Event::SendPressed),
        Just(Event::ClosePressed),
        Just(Event::SendFailed),
        any::<bool>().prop_map(Event::DraftKept),
        ".{0,8}".prop_map(|draft| Event::Edited(draft.into())),
        (0_u64..6, any_socket_event())
            .prop_map(|(attempt, event)| Event::Socket(Attempt(attempt), event)),
    ]
}

/// What an outsider who sees only the effects may conclude about the sockets there are.
#[derive(Debug, Default)]
struct World {
    sockets: u64,
    live: bool,
    open: bool,
    close_asked: bool,
}

impl World {
    /// Whether the latest socket, at this point of its life, could say this at all.
    fn believes(&self, event: &Event) -> bool {
        let Event::Socket(Attempt(attempt), event) = event else {
            return true;
        };
        let is_latest = attempt + 1 == self.sockets;
        !is_latest
            || match event {
                SocketEvent::Opened => self.live && !self.open,
                SocketEvent::Received(_) => self.open,
                SocketEvent::Closed(_) => self.live,
            }
    }

    fn hear(&mut self, event: &Event) {
        if let Event::Socket(Attempt(attempt), event) = event
            && attempt + 1 == self.sockets
        {
            match event {
                SocketEvent::Opened => self.open = !self.close_asked,
                SocketEvent::Closed(_) => {
                    self.live = false;
                    self.open = false;
                }
                SocketEvent::Received(_) => {}
            }
        }
    }

    fn run(&mut self, effect: &Effect, draft: &str) {
        match effect {
            Effect::Open(Attempt(attempt)) => {
                assert!(!self.live, "a second socket while one lives");
                assert_eq!(*attempt, self.sockets, "attempts are numbered in order");
                *self = Self {
                    sockets: attempt + 1,
                    live: true,
                    ..Self::default()
                };
            }
            Effect::Send(text) => {
                assert!(
                    self.open && !self.close_asked,
                    "sent to a socket that is not open"
                );
                assert_eq!(&**text, draft, "sent something else than is typed");
            }
            Effect::Close => {
                assert!(self.live && !self.close_asked, "closed what is not there");
                self.close_asked = true;
            }
            Effect::KeepDraft(text) => assert_eq!(&**text, draft),
            Effect::Print(_) => {}
        }
    }

    fn state_name(&self) -> &'static str {
        match self {
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
        State::Connecting => "connecting",
        State::Open => "open",
        State::Closing => "closing",
        State::Closed { .. } => "closed",
    }
}

proptest! {
    #[test]
    fn no_order_of_events_reaches_an_illegal_state_or_loses_typed_text(
        before_reload in ".{0,8}",
        events in prop::collection::vec(any_event(), 0..80)
    ) {
        let mut typed: Rc<str> = before_reload.as_str().into();
        let mut world = World::default();
        let (mut session, effects) = Session::start(Rc::clone(&typed));
        effects.iter().for_each(|effect| world.run(effect, &typed));
        for event in events {
            // What no browser would do is thrown at the session too, below.
            if !world.believes(&event) {
                continue;
            }
            if let Event::Edited(draft) = &event {
                typed = Rc::clone(draft);
            }
            world.hear(&event);
            let effects = session.apply(event);
            effects.iter().for_each(|effect| world.run(effect, &typed));
            prop_assert_eq!(session.draft(), &typed);
            prop_assert_eq!(state_name(session.state()), world.state_name());
        }
    }

    #[test]
    fn a_socket_that_speaks_nonsense_does_no_harm(
        events in prop::collection::vec(any_event(), 0..80)
    ) {
        let mut typed: Rc<str> = "".into();
        let (mut session, _) = Session::start("".into());
        for event in events {
            if let Event::Edited(draft) = &event {
                typed = Rc::clone(draft);
            }
            let was_open = *session.state() == State::Open;
            let was_closed = matches!(session.state(), State::Closed { .. });
            for effect in session.apply(event) {
                match effect {
                    Effect::Open(_) => prop_assert!(was_closed),
                    Effect::Send(text) => prop_assert!(was_open && text == typed),
                    Effect::Close => prop_assert!(!was_closed),
                    Effect::KeepDraft(_) | Effect::Print(_) => {}
                }
            }
            prop_assert_eq!(session.draft(), &typed);
        }
    }
}
