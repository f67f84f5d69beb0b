//! What a connection does with each event, and that what is stale changes nothing.

use super::*;
use crate::time::WallTime;

const SERVER: &str = "ws://127.0.0.1:3000/";
const FIRST: Attempt = Attempt::FIRST;
const SECOND: Attempt = Attempt(2);

/// A moment this many milliseconds after the test began, with nothing random about it.
fn at(ms: f64) -> Moment {
    Moment {
        now: Time(ms),
        wall: WallTime(ms),
        random: u128::MAX,
    }
}

fn opened(attempt: Attempt) -> Event {
    Event::Transport(attempt, TransportEvent::Opened(Opening::default()))
}

fn received(attempt: Attempt, texts: &[&str]) -> Event {
    let payloads = texts.iter().map(|it| text(it)).collect();
    Event::Transport(attempt, TransportEvent::Received(payloads))
}

fn closed(attempt: Attempt, code: u16, was_clean: bool) -> Event {
    let close = CloseEvent {
        code,
        reason: "".into(),
        was_clean,
    };
    Event::Transport(attempt, TransportEvent::Closed(close))
}

fn sent(attempt: Attempt, message: u64) -> Event {
    Event::Transport(attempt, TransportEvent::Sent(MessageId(message)))
}

fn send_failed(attempt: Attempt, message: u64) -> Event {
    Event::Transport(attempt, TransportEvent::SendFailed(MessageId(message)))
}

fn open_effect(attempt: Attempt) -> Effect {
    Effect::Open {
        attempt,
        request: Request::direct(SERVER.into()),
    }
}

fn send_effect(attempt: Attempt, message: u64, payload: &str) -> Effect {
    Effect::Send {
        attempt,
        message: MessageId(message),
        payload: text(payload),
    }
}

fn text(text: &str) -> Payload {
    Payload::Text(text.into())
}

/// A connection that was asked to connect, and to which these have happened then, all at once.
fn connection_after(events: impl IntoIterator<Item = Event>) -> Connection {
    let mut connection = Connection::new(SERVER.into(), false, Time(0.0));
    let _ = connection.apply_in_tab(Event::ConnectPressed, at(0.0));
    for event in events {
        let _ = connection.apply_in_tab(event, at(0.0));
    }
    connection
}

#[test]
fn records_of_an_opening_and_a_close_say_where_how_long_and_what_went() {
    let mut connection = Connection::new(SERVER.into(), false, Time(0.0));
    for (attempt, offered) in [(FIRST, "v1.json"), (SECOND, "")] {
        let _ = connection.apply_in_tab(Event::SubprotocolsEdited(offered.into()), at(0.0));
        let _ = connection.apply_in_tab(Event::ConnectPressed, at(1_000.0));
        // What is typed meanwhile is of the next attempt.
        let _ = connection.apply_in_tab(Event::SubprotocolsEdited("other".into()), at(1_000.0));
        let _ = connection.apply_in_tab(opened(attempt), at(1_012.9));
        let _ = connection.apply_in_tab(received(attempt, &["ab", "c"]), at(2_000.0));
        let _ = connection.apply_in_tab(closed(attempt, 1000, true), at(3_512.9));
    }
    let log = connection.log();
    let kinds = log.numbers().filter_map(|it| Some(&log.get(it)?.kind));
    let kinds: Vec<_> = kinds.collect();
    for (index, offered) in [(0, "v1.json"), (4, "")] {
        let RecordKind::Opened(opening) = &kinds[index] else {
            panic!("{kinds:?}")
        };
        assert_eq!((&*opening.address, &*opening.offered), (SERVER, offered));
        assert_eq!(opening.took_ms, 12);
        let RecordKind::Closed(closing) = &kinds[index + 3] else {
            panic!("{kinds:?}")
        };
        assert_eq!((&*closing.address, closing.took_ms), (SERVER, 2_500));
        let received = closing.traffic.received;
        assert_eq!((received.messages, received.bytes), (2, 3));
        assert_eq!(closing.traffic.sent.messages, 0);
    }
}

fn retrying(events: impl IntoIterator<Item = Event>) -> Connection {
    connection_after([Event::ReconnectChosen(true)].into_iter().chain(events))
}

fn ending(connection: &Connection) -> Option<Ending> {
    match connection.state() {
        State::Closed { ending, .. } => Some(*ending),
        _ => None,
    }
}

/// What the log tells of messages: which way each went, and its text.
fn messages(connection: &Connection) -> Vec<(Direction, Payload)> {
    let log = connection.log();
    let messages = log
        .numbers()
        .filter_map(|number| log.get(number)?.message());
    messages
        .map(|(direction, payload)| (direction, payload.clone()))
        .collect()
}

#[test]
fn messages_arriving_until_the_close_logged_in_order() {
    let connection = connection_after([
        opened(FIRST),
        received(FIRST, &["a", "b"]),
        Event::ClosePressed(None),
        received(FIRST, &["c"]),
        closed(FIRST, 1005, true),
    ]);
    let expected = ["a", "b", "c"].map(|it| (Direction::Received, text(it)));
    assert_eq!(messages(&connection), expected);
}

#[test]
fn close_of_any_kind_tells_who_ended_it() {
    let opened = || opened(FIRST);
    let unreachable = connection_after([closed(FIRST, 1006, false)]);
    assert_eq!(ending(&unreachable), Some(Ending::Unreachable));
    let lost = connection_after([opened(), closed(FIRST, 1006, false)]);
    assert_eq!(ending(&lost), Some(Ending::Lost));
    let by_server = connection_after([opened(), closed(FIRST, 1001, true)]);
    assert_eq!(ending(&by_server), Some(Ending::ByServer));
    let by_page = connection_after([
        opened(),
        Event::ClosePressed(None),
        closed(FIRST, 1005, true),
    ]);
    assert_eq!(ending(&by_page), Some(Ending::ByPage));
    let given_up = connection_after([Event::ClosePressed(None), closed(FIRST, 1006, false)]);
    assert_eq!(ending(&given_up), Some(Ending::ByPage));
}

#[test]
fn old_transport_after_a_new_attempt_not_heard() {
    let mut connection = connection_after([closed(FIRST, 1006, false)]);
    assert_eq!(
        connection.apply_in_tab(Event::ConnectPressed, at(0.0)),
        [open_effect(SECOND)]
    );
    assert_eq!(connection.apply_in_tab(opened(FIRST), at(0.0)), []);
    assert_eq!(*connection.state(), State::Connecting);
    let _ = connection.apply_in_tab(opened(SECOND), at(0.0));
    assert_eq!(
        connection.apply_in_tab(closed(FIRST, 1006, false), at(0.0)),
        []
    );
    assert_eq!(*connection.state(), State::Open);
}

#[test]
fn connect_to_the_same_while_not_over_changes_nothing() {
    for before in [vec![], vec![opened(FIRST)], vec![Event::ClosePressed(None)]] {
        assert_eq!(
            connection_after(before).apply_in_tab(Event::ConnectPressed, at(0.0)),
            []
        );
    }
}

#[test]
fn lost_connection_that_reconnects_tried_again_after_a_growing_wait() {
    let mut connection = retrying([closed(FIRST, 1006, false)]);
    assert_eq!(
        connection.retry(),
        Some(Retry {
            attempt: 1,
            at: connection.next_deadline().unwrap()
        })
    );
    let at_ms = connection.next_deadline().unwrap().0;
    assert_eq!(connection.apply_in_tab(Event::Woke, at(at_ms - 1.0)), []);
    assert_eq!(
        connection.apply_in_tab(Event::Woke, at(at_ms)),
        [open_effect(SECOND)]
    );
    assert_eq!(connection.retry(), None);
    let _ = connection.apply_in_tab(closed(SECOND, 1006, false), at(at_ms));
    let retry = connection.retry().unwrap();
    assert_eq!(retry.attempt, 2);
    assert!(retry.at.ms_since(Time(at_ms)) > at_ms);
}

#[test]
fn connection_closed_by_the_person_not_tried_again() {
    let connection = retrying([
        opened(FIRST),
        Event::ClosePressed(None),
        closed(FIRST, 1005, true),
    ]);
    assert_eq!(connection.retry(), None);
    let mut connection = retrying([closed(FIRST, 1006, false)]);
    let _ = connection.apply_in_tab(Event::RetryStopped, at(0.0));
    assert_eq!(connection.next_deadline(), None);
    assert_eq!(connection.apply_in_tab(Event::Woke, at(1e9)), []);
}

#[test]
fn address_being_written_not_tried_by_itself() {
    for written in [
        Event::AddressEdited("ws://w".into()),
        Event::SubprotocolsEdited("c".into()),
    ] {
        let mut connection = retrying([closed(FIRST, 1006, false)]);
        let _ = connection.apply_in_tab(written, at(0.0));
        assert_eq!(connection.retry(), None);
        assert_eq!(connection.apply_in_tab(Event::Woke, at(1e9)), []);
    }
}

#[test]
fn count_of_failures_after_a_lasting_connection_starts_anew() {
    for (lasted_ms, attempt) in [(0.0, 2), (STABLE_AFTER_MS, 1)] {
        let mut connection = retrying([closed(FIRST, 1006, false)]);
        let _ = connection.apply_in_tab(Event::Woke, at(1_000.0));
        let _ = connection.apply_in_tab(opened(SECOND), at(1_000.0));
        let _ = connection.apply_in_tab(closed(SECOND, 1011, true), at(1_000.0 + lasted_ms));
        assert_eq!(connection.retry().unwrap().attempt, attempt, "{lasted_ms}");
    }
}

#[test]
fn queued_messages_on_open_sent_once_and_in_order() {
    let mut connection = connection_after([Event::QueueChosen(true)]);
    for payload in ["a", "b"] {
        assert_eq!(connection.send(text(payload)), Ok(None));
    }
    assert_eq!(
        connection.apply_in_tab(opened(FIRST), at(0.0)),
        [send_effect(FIRST, 0, "a"), send_effect(FIRST, 1, "b")]
    );
    let _ = connection.apply_in_tab(closed(FIRST, 1006, false), at(0.0));
    let _ = connection.apply_in_tab(Event::ConnectPressed, at(0.0));
    assert_eq!(connection.apply_in_tab(opened(SECOND), at(0.0)), []);
}

#[test]
fn send_while_not_open_and_not_queued_refused() {
    let mut connection = connection_after([]);
    assert_eq!(connection.send(text("a")), Err(SendError::NotOpen));
    assert_eq!(connection.send_now(text("a")), None);
    let _ = connection.apply_in_tab(Event::QueueChosen(true), at(0.0));
    for _ in 0..QUEUE_MESSAGES {
        assert_eq!(connection.send(text("a")), Ok(None));
    }
    assert_eq!(connection.send(text("a")), Err(SendError::QueueFull));
    assert_eq!(connection.send_now(text("a")), None);
}

#[test]
fn message_acknowledged_logged_once_when_it_is_sent() {
    let mut connection = connection_after([opened(FIRST)]);
    let sends = ["a", "b", "c"].map(|it| connection.send(text(it)).unwrap());
    let expected = [(0, "a"), (1, "b"), (2, "c")];
    let expected = expected.map(|(id, payload)| Some(send_effect(FIRST, id, payload)));
    assert_eq!(sends, expected);
    assert_eq!(messages(&connection), []);
    for event in [
        sent(FIRST, 0),
        send_failed(FIRST, 1),
        sent(FIRST, 2),
        sent(FIRST, 2),
    ] {
        let _ = connection.apply_in_tab(event, at(0.0));
    }
    let expected = ["a", "c"].map(|it| (Direction::Sent, text(it)));
    assert_eq!(messages(&connection), expected);
    assert_eq!(connection.rates().totals().sent.messages, 2);
}

#[test]
fn acknowledgement_stale_changes_nothing() {
    let mut connection = connection_after([opened(FIRST)]);
    let _ = connection.send(text("lost"));
    for event in [
        closed(FIRST, 1006, false),
        Event::ConnectPressed,
        opened(SECOND),
    ] {
        let _ = connection.apply_in_tab(event, at(0.0));
    }
    let _ = connection.send(text("new"));
    for stale in [
        // Of the attempt before; of a message of that attempt; of one that was never sent.
        sent(FIRST, 0),
        sent(FIRST, 1),
        send_failed(FIRST, 1),
        sent(SECOND, 0),
        send_failed(SECOND, 0),
        sent(SECOND, 2),
    ] {
        let Event::Transport(attempt, event) = &stale else {
            panic!("{stale:?}");
        };
        assert!(!connection.hears(*attempt, event), "{stale:?}");
        assert_eq!(
            connection.apply_in_tab(stale.clone(), at(0.0)),
            [],
            "{stale:?}"
        );
        assert_eq!(messages(&connection), [], "{stale:?}");
    }
    let _ = connection.apply_in_tab(sent(SECOND, 1), at(0.0));
    assert_eq!(messages(&connection), [(Direction::Sent, text("new"))]);
}

#[test]
fn dead_connection_let_go_lost_and_its_transport_not_heard() {
    let mut connection = retrying([opened(FIRST)]);
    assert_eq!(connection.let_go(at(0.0)), [Effect::LetGo]);
    assert_eq!(ending(&connection), Some(Ending::Lost));
    assert!(connection.retry().is_some());
    assert_eq!(
        connection.apply_in_tab(closed(FIRST, 1000, true), at(0.0)),
        []
    );
    assert_eq!(ending(&connection), Some(Ending::Lost));
    assert_eq!(connection.let_go(at(0.0)), []);
}

#[test]
fn request_refused_by_the_transport_told_until_the_next_edit() {
    let refused = Event::Transport(FIRST, TransportEvent::Refused);
    let mut connection = connection_after([refused, closed(FIRST, 1006, false)]);
    assert_eq!(connection.refusal(), Some(&Refusal::ByTransport));
    let _ = connection.apply_in_tab(Event::AddressEdited(SERVER.into()), at(0.0));
    assert_eq!(connection.refusal(), None);
}

#[test]
fn record_when_the_machine_has_slept_has_the_wall_clocks_time() {
    let slept_ms = 8.0 * 3_600_000.0;
    let woken = |ms: f64| Moment {
        wall: WallTime(ms + slept_ms),
        ..at(ms)
    };
    let mut connection = Connection::new(SERVER.into(), false, at(0.0).now);
    let _ = connection.apply_in_tab(Event::ConnectPressed, at(0.0));
    let attempt = connection.attempt();
    let _ = connection.apply_in_tab(opened(attempt), at(10.0));
    let effects = connection.apply_in_tab(received(attempt, &["a"]), woken(20.0));
    assert_eq!(effects, []);
    let _ = connection.give(text("b"), false);
    let _ = connection.apply_in_tab(sent(attempt, 0), woken(30.0));
    let _ = connection.apply_in_tab(closed(attempt, 1000, true), woken(40.0));
    let log = connection.log();
    let clocks = log.numbers().filter_map(|number| log.get(number));
    let clocks: Vec<_> = clocks.map(|record| (record.at.0, record.wall.0)).collect();
    assert_eq!(
        clocks,
        [
            (10.0, 10.0),
            (20.0, 20.0 + slept_ms),
            (30.0, 30.0 + slept_ms),
            (40.0, 40.0 + slept_ms),
        ]
    );
}

#[test]
fn attempt_without_an_answer_is_given_up_at_the_limit() {
    let mut connection = connection_after([]);
    assert_eq!(connection.next_deadline(), Some(Time(15_000.0)));
    assert_eq!(connection.apply_in_tab(Event::Woke, at(14_999.0)), []);
    assert_eq!(
        connection.apply_in_tab(Event::Woke, at(15_000.0)),
        [Effect::LetGo]
    );
    assert_eq!(ending(&connection), Some(Ending::Unreachable));
    assert_eq!(connection.took_ms(), 15_000.0);

    let mut connection = connection_after([]);
    connection.set_connect_limit(ConnectLimit {
        timeout_ms: 2_000.0,
        browser_delays: false,
    });
    assert_eq!(connection.next_deadline(), Some(Time(2_000.0)));
    let _ = connection.apply_in_tab(opened(FIRST), at(1_000.0));
    assert_eq!(connection.next_deadline(), None);
}

#[test]
fn given_up_attempt_is_retried() {
    let mut connection = retrying([]);
    assert_eq!(
        connection.apply_in_tab(Event::Woke, at(15_000.0)),
        [Effect::LetGo]
    );
    let retry = connection.retry().unwrap();
    assert_eq!(
        connection.apply_in_tab(Event::Woke, at(retry.at.0)),
        [open_effect(SECOND)]
    );
}

#[test]
fn delay_of_the_browser_does_not_count_as_connecting() {
    let mut connection = connection_after([]);
    connection.set_connect_limit(ConnectLimit {
        browser_delays: true,
        ..ConnectLimit::default()
    });
    let mut delays = Vec::new();
    for attempt in 1..40 {
        delays.push(connection.browser_delay_ms());
        let _ = connection.apply_in_tab(closed(Attempt(attempt), 1006, false), at(0.0));
        let _ = connection.apply_in_tab(Event::ConnectPressed, at(0.0));
    }
    assert_eq!(delays[..5], [0.0, 200.0, 300.0, 450.0, 675.0]);
    assert_eq!(delays[38], 60_000.0);
    assert_eq!(connection.next_deadline(), Some(Time(75_000.0)));
    let _ = connection.apply_in_tab(opened(Attempt(40)), at(0.0));
    assert_eq!(connection.browser_delay_ms(), 0.0);
}

#[test]
fn suspended_connection_closes_and_opens_again_when_resumed() {
    for before in [vec![], vec![opened(FIRST)]] {
        let mut connection = connection_after(before);
        assert_eq!(
            connection.apply_in_tab(Event::Suspended, at(1.0)),
            [Effect::LetGo]
        );
        assert_eq!(
            ending(&connection),
            Some(Ending::ByPage),
            "it is no trouble"
        );
        assert_eq!(connection.next_deadline(), None);
        let resumed = connection.apply_in_tab(Event::Resumed, at(2.0));
        assert_eq!(resumed, [open_effect(SECOND)]);
        assert_eq!(connection.apply_in_tab(Event::Resumed, at(3.0)), []);
    }
}

#[test]
fn resumed_connection_that_the_person_closed_stays_closed() {
    let mut connection = connection_after([opened(FIRST), Event::ClosePressed(None)]);
    assert_eq!(
        connection.apply_in_tab(Event::Suspended, at(1.0)),
        [Effect::LetGo]
    );
    assert_eq!(connection.apply_in_tab(Event::Resumed, at(2.0)), []);
    let mut open = connection_after([opened(FIRST)]);
    assert_eq!(open.apply_in_tab(Event::Resumed, at(2.0)), []);
}

#[test]
fn resumed_connection_retries_at_once() {
    let mut connection = retrying([closed(FIRST, 1006, false)]);
    assert_eq!(
        connection.apply_in_tab(Event::Resumed, at(1.0)),
        [open_effect(SECOND)]
    );
}

#[test]
fn closing_tells_the_unsent_bytes_and_can_be_let_go() {
    let unsent = |bytes| Event::Transport(FIRST, TransportEvent::Unsent(bytes));
    let mut connection = connection_after([opened(FIRST), unsent(7)]);
    assert_eq!(connection.unsent_bytes(), 0, "it is not closing");
    let _ = connection.apply_in_tab(Event::ClosePressed(None), at(0.0));
    let _ = connection.apply_in_tab(unsent(104_857_600), at(0.0));
    assert_eq!(connection.unsent_bytes(), 104_857_600);
    assert_eq!(
        connection.apply_in_tab(Event::LetGoPressed, at(9.0)),
        [Effect::LetGo]
    );
    assert_eq!(ending(&connection), Some(Ending::ByPage));
}

#[test]
fn connection_rejected_by_its_code_does_not_retry() {
    for (code, rejected) in [
        (1000, None),
        (1008, Some(1008)),
        (1013, None),
        (4000, None),
        (4399, None),
        (4400, Some(4400)),
        (4499, Some(4499)),
        (4500, None),
    ] {
        let connection = retrying([opened(FIRST), closed(FIRST, code, true)]);
        assert_eq!(connection.rejected_with(), rejected, "{code}");
        assert_eq!(connection.retry().is_none(), rejected.is_some(), "{code}");
    }
    let by_choice = connection_after([opened(FIRST), closed(FIRST, 4401, true)]);
    assert_eq!(by_choice.rejected_with(), None, "it would not retry at all");
}

#[test]
fn rejected_connection_told_to_retries_until_the_address_changes() {
    let mut connection = retrying([opened(FIRST), closed(FIRST, 4401, true)]);
    let effects = connection.apply_in_tab(Event::RetryInsisted, at(0.0));
    assert_eq!(effects, [open_effect(SECOND)]);
    for event in [opened(SECOND), closed(SECOND, 4401, true)] {
        let _ = connection.apply_in_tab(event, at(0.0));
    }
    assert_eq!(connection.rejected_with(), None);
    assert!(connection.retry().is_some());
    for event in [
        Event::AddressEdited(SERVER.into()),
        Event::ConnectPressed,
        opened(Attempt(3)),
        closed(Attempt(3), 4401, true),
    ] {
        let _ = connection.apply_in_tab(event, at(0.0));
    }
    assert_eq!(connection.rejected_with(), Some(4401));
}

#[test]
fn records_without_a_password_and_of_a_cancelled_attempt_say_so() {
    let mut connection = Connection::new("ws://kim:s3cret@a/b?c".into(), false, Time(0.0));
    let _ = connection.apply_in_tab(Event::ConnectPressed, at(0.0));
    let _ = connection.apply_in_tab(opened(FIRST), at(1_000.0));
    let _ = connection.apply_in_tab(closed(FIRST, 1000, true), at(3_500.0));
    let _ = connection.apply_in_tab(Event::ConnectPressed, at(4_000.0));
    let _ = connection.apply_in_tab(Event::ClosePressed(None), at(4_000.0));
    let _ = connection.apply_in_tab(closed(SECOND, 1006, false), at(5_000.0));
    let log = connection.log();
    let kinds = log.numbers().filter_map(|it| Some(&log.get(it)?.kind));
    let mut told = Vec::new();
    for kind in kinds {
        match kind {
            RecordKind::Opened(opening) => told.push((&*opening.address, true)),
            RecordKind::Closed(closing) => told.push((&*closing.address, closing.was_open)),
            RecordKind::Message(..) => {}
        }
    }
    let address = "ws://kim@a/b?c";
    assert_eq!(told, [(address, true), (address, true), (address, false)]);
}

#[test]
fn connect_while_open_closes_first_and_then_opens_the_typed_address() {
    let mut connection = connection_after([opened(FIRST)]);
    let _ = connection.apply_in_tab(Event::AddressEdited("ws://b/".into()), at(0.0));
    let asked = connection.apply_in_tab(Event::ConnectPressed, at(1.0));
    assert_eq!(asked, [Effect::Close(None)]);
    assert_eq!(*connection.state(), State::Closing);
    let _ = connection.apply_in_tab(closed(FIRST, 1005, true), at(2.0));
    assert_eq!(connection.next_deadline(), Some(Time(2.0)));
    let woken = connection.apply_in_tab(Event::Woke, at(2.0));
    assert!(
        matches!(&*woken, [Effect::Open { request, .. }] if &*request.url == "ws://b/"),
        "{woken:?}"
    );
}

#[test]
fn connect_while_open_to_no_address_stays_connected() {
    let mut connection = connection_after([opened(FIRST)]);
    let _ = connection.apply_in_tab(Event::AddressEdited("ftp://b/".into()), at(0.0));
    assert_eq!(connection.apply_in_tab(Event::ConnectPressed, at(1.0)), []);
    assert_eq!(*connection.state(), State::Open);
    assert!(connection.refusal().is_some());
}

#[test]
fn close_pressed_after_connect_while_open_stays_closed() {
    let edit = Event::AddressEdited("ws://b/".into());
    let mut connection = connection_after([opened(FIRST), edit, Event::ConnectPressed]);
    let _ = connection.apply_in_tab(Event::ClosePressed(None), at(1.0));
    let _ = connection.apply_in_tab(closed(FIRST, 1005, true), at(2.0));
    assert_eq!(connection.next_deadline(), None);
}

#[test]
fn queued_message_that_the_transport_refuses_is_queued_again_in_its_place() {
    let mut connection = Connection::new(SERVER.into(), false, Time(0.0));
    let _ = connection.apply_in_tab(Event::QueueChosen(true), at(0.0));
    for it in ["a", "b", "c"] {
        assert_eq!(connection.send(text(it)), Ok(None));
    }
    let _ = connection.apply_in_tab(Event::ConnectPressed, at(0.0));
    assert_eq!(connection.apply_in_tab(opened(FIRST), at(1.0)).len(), 3);
    // The socket took one, and was closing at the next.
    let _ = connection.apply_in_tab(sent(FIRST, 0), at(1.0));
    let _ = connection.apply_in_tab(closed(FIRST, 1013, true), at(2.0));
    assert_eq!(connection.send(text("d")), Ok(None));
    for message in [2, 1] {
        let _ = connection.apply_in_tab(send_failed(FIRST, message), at(2.0));
    }
    let waiting: Vec<_> = connection.queue().iter().cloned().collect();
    assert_eq!(waiting, ["b", "c", "d"].map(text));
}

#[derive(Debug, Clone)]
enum Happening {
    Connect,
    Send,
    SendNow,
    Queue(bool),
    Unqueue(usize),
    Open,
    /// The socket takes the oldest message that was given to it, or refuses it if it is closing.
    Take,
    /// The socket closes. What it has not taken by then it refuses.
    Close,
    LetGo,
}

fn any_happening() -> impl proptest::strategy::Strategy<Value = Happening> {
    use proptest::prelude::*;
    prop_oneof![
        2 => Just(Happening::Connect),
        4 => Just(Happening::Send),
        1 => Just(Happening::SendNow),
        2 => (0..4_u8).prop_map(|it| Happening::Queue(it > 0)),
        1 => (0..3_usize).prop_map(Happening::Unqueue),
        3 => Just(Happening::Open),
        4 => Just(Happening::Take),
        2 => Just(Happening::Close),
        1 => Just(Happening::LetGo),
    ]
}

proptest::proptest! {
    #[test]
    fn accepted_message_in_any_order_of_events_is_in_one_place(
        happenings in proptest::collection::vec(any_happening(), 0..40)
    ) {
        use std::collections::BTreeMap;
        let mut connection = Connection::new(SERVER.into(), false, Time(0.0));
        // The socket of the latest attempt: what it was given, and whether it is open.
        let mut socket: VecDeque<(MessageId, Payload)> = VecDeque::new();
        let mut is_open = false;
        // The messages that were accepted, and how often each went out.
        let mut accepted: BTreeMap<String, usize> = BTreeMap::new();
        // Those that the person removed, was told of, or cannot know of.
        let mut gone: Vec<Payload> = Vec::new();
        let name = |payload: &Payload| format!("{payload:?}");
        for (number, happening) in happenings.into_iter().enumerate() {
            let payload = text(&number.to_string());
            let attempt = connection.attempt();
            let mut effects = vec![];
            match happening {
                Happening::Connect => {
                    let before = connection.attempt();
                    effects = connection.apply_in_tab(Event::ConnectPressed, at(0.0));
                    if connection.attempt() != before {
                        (socket, is_open) = (VecDeque::new(), false);
                    }
                }
                Happening::Send => {
                    if let Ok(effect) = connection.send(payload.clone()) {
                        accepted.insert(name(&payload), 0);
                        effects.extend(effect);
                    }
                }
                Happening::SendNow => effects.extend(connection.send_now(payload)),
                Happening::Queue(chosen) => {
                    let _ = connection.apply_in_tab(Event::QueueChosen(chosen), at(0.0));
                }
                Happening::Unqueue(index) => {
                    gone.extend(connection.queue().iter().nth(index).cloned());
                    let _ = connection.apply_in_tab(Event::Unqueued(index), at(0.0));
                }
                Happening::Open if connection.state() == &State::Connecting => {
                    is_open = true;
                    effects = connection.apply_in_tab(opened(attempt), at(0.0));
                }
                Happening::Take => {
                    if let Some((id, payload)) = socket.pop_front() {
                        if let Some(sent) = accepted.get_mut(&name(&payload)) {
                            *sent += 1;
                        }
                        let _ = connection.apply_in_tab(sent_event(attempt, id), at(0.0));
                    }
                }
                Happening::Close if !connection.state().is_over() => {
                    is_open = false;
                    let _ = connection.apply_in_tab(closed(attempt, 1006, false), at(0.0));
                    for (id, payload) in socket.drain(..) {
                        let is_told = !connection.queues_if_refused(id);
                        gone.extend(is_told.then_some(payload));
                        let _ = connection.apply_in_tab(send_failed(attempt, id.0), at(0.0));
                    }
                }
                Happening::LetGo => {
                    let _ = connection.let_go(at(0.0));
                    gone.extend(socket.drain(..).map(|(_, payload)| payload));
                    is_open = false;
                }
                Happening::Open | Happening::Close => {}
            }
            for effect in effects {
                if let Effect::Send { message, payload, .. } = effect {
                    proptest::prop_assert!(is_open);
                    socket.push_back((message, payload));
                }
            }
            for (message, sent) in &accepted {
                let places = sent
                    + connection.queue().iter().filter(|it| name(it) == *message).count()
                    + socket.iter().filter(|(_, it)| name(it) == *message).count()
                    + gone.iter().filter(|it| name(it) == *message).count();
                proptest::prop_assert_eq!(places, 1, "{}", message);
            }
        }
    }
}

fn sent_event(attempt: Attempt, id: MessageId) -> Event {
    sent(attempt, id.0)
}

#[test]
fn cleared_log_comes_back_for_10_seconds() {
    let log_of = |clears_at: f64| {
        let mut connection = Connection::new(SERVER.into(), false, Time(0.0));
        let _ = connection.apply_in_tab(Event::ConnectPressed, at(0.0));
        let _ = connection.apply_in_tab(opened(FIRST), at(0.0));
        let _ = connection.apply_in_tab(received(FIRST, &["a"]), at(0.0));
        let _ = connection.apply_in_tab(Event::LogCleared, at(clears_at));
        let _ = connection.apply_in_tab(received(FIRST, &["b"]), at(clears_at));
        connection
    };
    let mut connection = log_of(5.0);
    assert_eq!(connection.log().numbers(), 2..3);
    assert_eq!(connection.next_deadline(), Some(Time(10_005.0)));
    let _ = connection.apply_in_tab(Event::Woke, at(10_004.0));
    let _ = connection.apply_in_tab(Event::ClearUndone, at(10_004.0));
    assert_eq!(connection.log().numbers(), 0..3);
    assert_eq!(connection.log().counts().received, 2);
    assert_eq!(connection.next_deadline(), None);

    let mut connection = log_of(5.0);
    let _ = connection.apply_in_tab(Event::Woke, at(10_005.0));
    let _ = connection.apply_in_tab(Event::ClearUndone, at(10_006.0));
    assert_eq!(connection.log().numbers(), 2..3);
    assert_eq!(connection.next_deadline(), None);
}
