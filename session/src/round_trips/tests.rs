//! Tests of round trips, and of messages that must not be measured.

use proptest::prelude::*;

use super::*;

fn text(text: &str) -> Payload {
    Payload::Text(text.into())
}

fn binary(bytes: &[u8]) -> Payload {
    Payload::Binary(bytes.into())
}

fn stats(round_trips: &RoundTrips) -> RoundTripStats {
    match round_trips.measured() {
        Measurement::Stats(stats) => stats,
        other => panic!("{other:?} instead of stats"),
    }
}

#[test]
fn measured_of_an_unknown_endpoint_is_unavailable() {
    for address in [
        "ws://localhost:3000",
        "ws://localhost:3000/",
        "wss://u:p@ullim.example/?x=/silent#y",
        "ws://[::1]:3000/echo",
        "ws://localhost:3000/echo?delay_ms=5",
    ] {
        assert_eq!(
            RoundTrips::of(address).measured(),
            Measurement::Pending,
            "{address}"
        );
    }
    for address in [
        "",
        "localhost/echo",
        "ws://localhost:3000/echo/",
        "ws://localhost:3000/Echo",
        "ws://localhost:3000/flood?x=/echo",
        "ws://localhost:3000/v1/echo",
    ] {
        let mut round_trips = RoundTrips::of(address);
        round_trips.sent(&text("a"), Time(0.0));
        round_trips.received(&text("a"), Time(1.0));
        assert_eq!(
            round_trips.measured(),
            Measurement::Unavailable,
            "{address}"
        );
    }
}

#[test]
fn echo_of_another_message_is_not_measured() {
    let mut round_trips = RoundTrips::of("ws://localhost/echo");
    round_trips.sent(&text("a"), Time(10.0));
    for other in [binary(b"a"), text("b"), text("ab"), text("")] {
        round_trips.received(&other, Time(11.0));
        assert_eq!(round_trips.measured(), Measurement::Pending);
    }
    round_trips.received(&text("a"), Time(12.5));
    assert_eq!(stats(&round_trips).last_ms, 2.5);
    round_trips.received(&text("a"), Time(20.0));
    assert_eq!(stats(&round_trips).count, 1, "it came once too often");
}

#[test]
fn lesson_answer_is_its_prefix_and_the_message() {
    let mut round_trips = RoundTrips::of("ws://localhost:3000");
    round_trips.sent(&text("안녕"), Time(0.0));
    for other in [
        lesson::GREETING,
        "안녕",
        lesson::ANSWER_PREFIX,
        "서버로부터 응답: 안녕!",
    ] {
        round_trips.received(&text(other), Time(1.0));
        assert_eq!(round_trips.measured(), Measurement::Pending, "{other}");
    }
    round_trips.received(&text(&lesson::answer("안녕")), Time(3.0));
    assert_eq!(stats(&round_trips).last_ms, 3.0);
}

#[test]
fn answer_out_of_order_is_not_measured() {
    let mut round_trips = RoundTrips::of("ws://localhost/echo");
    round_trips.sent(&text("first"), Time(0.0));
    round_trips.sent(&text("second"), Time(1.0));
    round_trips.received(&text("second"), Time(2.0));
    assert_eq!(round_trips.measured(), Measurement::Pending);
    round_trips.received(&text("first"), Time(4.0));
    assert_eq!(stats(&round_trips).last_ms, 4.0);
}

#[test]
fn answer_after_a_close_is_not_measured() {
    let mut round_trips = RoundTrips::of("ws://localhost/echo");
    round_trips.sent(&text("a"), Time(0.0));
    round_trips.closed();
    round_trips.received(&text("a"), Time(60_000.0));
    assert_eq!(round_trips.measured(), Measurement::Pending);
}

#[test]
fn too_many_waiting_messages_stop_measuring_until_the_next_connection() {
    let mut round_trips = RoundTrips::of("ws://localhost/echo");
    for _ in 0..=MAX_PENDING_MESSAGES {
        round_trips.sent(&text("same"), Time(0.0));
    }
    // This could be the answer to any of them.
    round_trips.sent(&text("same"), Time(9.0));
    round_trips.received(&text("same"), Time(10.0));
    assert_eq!(round_trips.measured(), Measurement::Pending);

    round_trips.closed();
    round_trips.sent(&text("same"), Time(20.0));
    round_trips.received(&text("same"), Time(21.0));
    assert_eq!(stats(&round_trips).last_ms, 1.0);
}

#[test]
fn too_many_waiting_bytes_stop_measuring() {
    let sixteen_mebibytes = binary(&vec![0; 16 << 20]);
    let mut round_trips = RoundTrips::of("ws://localhost/echo");
    round_trips.sent(&sixteen_mebibytes, Time(0.0));
    round_trips.sent(&sixteen_mebibytes, Time(0.0));
    assert_eq!(round_trips.pending.len(), 2);
    round_trips.sent(&text("a"), Time(0.0));
    assert_eq!(
        (round_trips.pending.len(), round_trips.pending_bytes),
        (0, 0)
    );
}

#[test]
fn stats_cover_the_last_hundred() {
    let mut round_trips = RoundTrips::of("ws://localhost/echo");
    for ms in 0..250_u8 {
        round_trips.sent(&text("a"), Time(0.0));
        round_trips.received(&text("a"), Time(f64::from(ms)));
    }
    assert_eq!(
        stats(&round_trips),
        RoundTripStats {
            last_ms: 249.0,
            median_ms: 199.0,
            min_ms: 150.0,
            max_ms: 249.0,
            count: 100,
        }
    );
}

/// The answer of an endpoint.
fn answer(echo: Echo, sent: &Payload) -> Payload {
    match (echo, sent) {
        (Echo::Same, _) => sent.clone(),
        (Echo::Answer, Payload::Text(sent)) => text(&lesson::answer(sent)),
        (Echo::Answer, Payload::Binary(sent)) => {
            text(&lesson::answer(&String::from_utf8_lossy(sent)))
        }
    }
}

fn payload() -> impl Strategy<Value = Payload> {
    prop_oneof![
        "[a-b가]{0,2}".prop_map(|it| text(&it)),
        prop::collection::vec(prop_oneof![Just(b'a'), any::<u8>()], 0..4)
            .prop_map(|it| binary(&it)),
    ]
}

proptest! {
    #[test]
    fn answers_in_order_are_all_measured(
        sent in prop::collection::vec((payload(), 0.0..1_000.0), 0..50),
        is_lesson: bool,
    ) {
        let (address, echo) = if is_lesson {
            ("ws://localhost", Echo::Answer)
        } else {
            ("ws://localhost/echo", Echo::Same)
        };
        let mut round_trips = RoundTrips::of(address);
        for (payload, ms) in &sent {
            round_trips.sent(payload, Time(*ms));
        }
        for (payload, ms) in &sent {
            round_trips.received(&answer(echo, payload), Time(1_000.0 + ms));
        }
        prop_assert!(round_trips.measured_ms.iter().all(|ms| (ms - 1_000.0).abs() < 1e-6));
        prop_assert_eq!(round_trips.measured_ms.len(), sent.len());
        prop_assert_eq!(round_trips.pending_bytes, 0);
    }

    #[test]
    fn is_answer_agrees_with_a_built_answer(sent in payload(), received in payload()) {
        for echo in [Echo::Same, Echo::Answer] {
            prop_assert_eq!(
                echo.is_answer(&sent, &received),
                answer(echo, &sent) == received
            );
            prop_assert!(echo.is_answer(&sent, &answer(echo, &sent)));
        }
    }
}
