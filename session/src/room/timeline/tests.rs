//! What a timeline shows of the messages and events that it receives.

use protocol::superchat::MAX_TEXT_BYTES;

use super::*;

fn welcome(epoch: &str, newest: u64, recovered: bool) -> incoming::Welcome {
    incoming::Welcome {
        name: "me".into(),
        epoch: epoch.into(),
        newest,
        recovered,
        members: vec![],
        count: 1,
    }
}

fn message(offset: u64, text: &str) -> incoming::Message {
    incoming::Message {
        offset,
        name: "kim".into(),
        text: text.into(),
        time_ms: offset,
        id: None,
    }
}

/// The offsets of messages, and a word for each discontinuity.
fn shown(timeline: &Timeline) -> String {
    let words = timeline.iter().map(|item| match &item.kind {
        TimelineItemKind::Message(message) => message.offset.to_string(),
        TimelineItemKind::Discontinuity(Discontinuity::NewLog) => "new".to_owned(),
        TimelineItemKind::Discontinuity(Discontinuity::Gap) => "gap".to_owned(),
    });
    words.collect::<Vec<_>>().join(" ")
}

fn receive(timeline: &mut Timeline, offsets: impl IntoIterator<Item = u64>) {
    for offset in offsets {
        timeline.add(message(offset, "x"), false);
    }
}

fn offset(position: Option<StreamPosition>) -> Option<u64> {
    position.map(|position| position.offset)
}

#[test]
fn messages_repeated_or_out_of_order_appear_once_in_order() {
    let mut timeline = Timeline::default();
    receive(&mut timeline, [1]);
    assert_eq!(shown(&timeline), "", "no log is known before the welcome");
    assert!(timeline.on_welcome(&welcome("a", 3, false)));
    receive(&mut timeline, [2, 3, 3, 1, 5]);
    assert!(!timeline.on_welcome(&welcome("a", 6, true)));
    receive(&mut timeline, [5, 6]);
    assert_eq!(shown(&timeline), "2 3 5 6");
    assert_eq!(
        (offset(timeline.base()), offset(timeline.position())),
        (Some(1), Some(6))
    );
}

#[test]
fn is_caught_up_after_the_last_message_of_the_welcome_is_true() {
    let mut timeline = Timeline::default();
    for (newest, is_recovered) in [(3, false), (6, true)] {
        timeline.on_welcome(&welcome("a", newest, is_recovered));
        receive(&mut timeline, [newest - 1]);
        assert!(!timeline.is_caught_up());
        receive(&mut timeline, [newest]);
        assert!(timeline.is_caught_up());
    }
}

#[test]
fn discontinuity_after_gap_or_new_log_keeps_older_items() {
    let mut timeline = Timeline::default();
    timeline.on_welcome(&welcome("a", 2, false));
    receive(&mut timeline, [1, 2]);
    timeline.on_welcome(&welcome("a", 90, false));
    receive(&mut timeline, [80, 90]);
    assert_eq!(offset(timeline.base()), Some(79));
    assert!(timeline.on_welcome(&welcome("b", 1, false)));
    receive(&mut timeline, [1]);
    assert_eq!(shown(&timeline), "1 2 gap 80 90 new 1");
    assert_eq!(offset(timeline.base()), Some(0));
    assert!(
        timeline.on_welcome(&welcome("b", 0, false)),
        "it lost its end"
    );
    receive(&mut timeline, [1]);
    assert_eq!(shown(&timeline), "1 2 gap 80 90 new 1 new 1");
}

#[test]
fn log_put_back_to_an_earlier_state_is_shown_from_the_gap_on() {
    let mut timeline = Timeline::default();
    timeline.on_welcome(&welcome("a", 5, false));
    receive(&mut timeline, [4, 5]);
    assert!(!timeline.on_welcome(&welcome("a", 6, false)));
    assert_eq!(timeline.position(), None, "the page has not arrived");
    receive(&mut timeline, [4, 5, 6]);
    assert_eq!(shown(&timeline), "4 5 gap 4 5 6");
    assert_eq!(offset(timeline.position()), Some(6));
}

#[test]
fn first_visit_adds_no_discontinuity() {
    let mut timeline = Timeline::default();
    timeline.on_welcome(&welcome("a", 90, false));
    assert_eq!(timeline.position(), None, "the page has not arrived");
    timeline.on_welcome(&welcome("a", 90, false));
    receive(&mut timeline, [90]);
    assert_eq!(shown(&timeline), "90");
    let mut empty = Timeline::default();
    empty.on_welcome(&welcome("a", 0, false));
    assert_eq!(offset(empty.position()), Some(0));
}

#[test]
fn first_visit_has_nothing_unread() {
    let mut timeline = Timeline::default();
    timeline.on_welcome(&welcome("a", 2, false));
    receive(&mut timeline, [1, 2]);
    assert_eq!(
        (timeline.unread_count(), timeline.first_unread()),
        (0, None)
    );
    timeline.set_end_in_view(true);
    receive(&mut timeline, [3]);
    assert_eq!(
        (timeline.unread_count(), timeline.first_unread()),
        (0, None)
    );
    assert_eq!(timeline.read_offset(), Some(3));
}

#[test]
fn first_unread_after_reload_or_reconnect_is_the_first_missed_message() {
    let base = StreamPosition {
        epoch: "a".to_owned(),
        offset: 4,
    };
    let mut timeline = Timeline::restored(Some(base), Some(6));
    timeline.set_end_in_view(true);
    timeline.on_welcome(&welcome("a", 8, true));
    receive(&mut timeline, 5..=9);
    assert_eq!(
        (timeline.unread_count(), timeline.first_unread()),
        (0, Some(2))
    );
    assert_eq!(timeline.read_offset(), Some(9));
    timeline.on_welcome(&welcome("a", 9, true));
    receive(&mut timeline, [10]);
    assert_eq!(timeline.first_unread(), Some(2), "nothing was missed");
    timeline.on_welcome(&welcome("a", 90, false));
    receive(&mut timeline, 80..=90);
    assert_eq!(timeline.first_unread(), Some(7));
    timeline.on_welcome(&welcome("b", 1, false));
    receive(&mut timeline, [1]);
    assert_eq!(timeline.first_unread(), Some(19));
}

#[test]
fn first_unread_evicted_while_catching_up_moves_to_the_oldest_item() {
    let mut timeline = Timeline::default();
    timeline.on_welcome(&welcome("a", 0, false));
    timeline.set_end_in_view(true);
    let max = MAX_ITEMS as u64;
    timeline.on_welcome(&welcome("a", max + 1, true));
    receive(&mut timeline, 1..=max + 1);
    assert_eq!(timeline.first_unread(), Some(EVICTION_BATCH as u64));
    receive(&mut timeline, max + 2..=2 * max);
    assert_eq!(timeline.first_unread(), None, "it was seen before it went");
}

#[test]
fn unread_count_after_reload_is_as_before() {
    let base = StreamPosition {
        epoch: "a".to_owned(),
        offset: 4,
    };
    let mut timeline = Timeline::restored(Some(base.clone()), Some(6));
    assert_eq!(timeline.position(), Some(base));
    timeline.on_welcome(&welcome("a", 8, true));
    receive(&mut timeline, 5..=8);
    assert_eq!(shown(&timeline), "5 6 7 8");
    assert_eq!(
        (timeline.unread_count(), timeline.first_unread()),
        (2, Some(2))
    );
}

#[test]
fn restored_timeline_behind_the_log_shows_a_gap() {
    let base = StreamPosition {
        epoch: "a".to_owned(),
        offset: 4,
    };
    let mut timeline = Timeline::restored(Some(base), Some(6));
    timeline.on_welcome(&welcome("a", 90, false));
    receive(&mut timeline, [90]);
    assert_eq!(shown(&timeline), "gap 90");
}

#[test]
fn items_beyond_the_limits_are_evicted_and_the_base_follows() {
    let mut timeline = Timeline::default();
    timeline.on_welcome(&welcome("a", 0, false));
    receive(&mut timeline, 1..=MAX_ITEMS as u64 + 1);
    assert_eq!(timeline.iter().len(), MAX_ITEMS + 1 - EVICTION_BATCH);
    assert_eq!(timeline.evicted_messages(), EVICTION_BATCH as u64);
    assert_eq!(offset(timeline.base()), Some(EVICTION_BATCH as u64));
    let large = "x".repeat(MAX_BYTES);
    timeline.add(message(10_000, &large), false);
    timeline.add(message(10_001, &large), false);
    assert_eq!(shown(&timeline), "10001");
    assert_eq!(offset(timeline.base()), Some(10_000));
}

#[test]
fn messages_of_line_breaks_stay_within_the_element_limit() {
    let mut timeline = Timeline::default();
    timeline.on_welcome(&welcome("a", 0, false));
    for text in ["\n", "\r", "\r\n"] {
        let text = text.repeat(MAX_TEXT_BYTES / text.len());
        for _ in 0..20 {
            let offset = timeline.newest + 1;
            timeline.add(message(offset, &text), false);
        }
        let texts = timeline.iter().map(|item| match &item.kind {
            TimelineItemKind::Message(message) => payload::lines(&message.text).count() - 1,
            TimelineItemKind::Discontinuity(_) => 0,
        });
        let breaks = texts.sum::<usize>();
        assert!((4_096..=16_384).contains(&breaks), "{breaks}");
    }
    receive(&mut timeline, 1_000..1_600);
    assert_eq!(
        timeline.bytes,
        timeline.iter().len(),
        "what is gone weighs nothing"
    );
}

#[test]
fn new_log_with_nothing_above_has_no_divider() {
    let base = StreamPosition {
        epoch: "a".into(),
        offset: 4,
    };
    let mut timeline = Timeline::restored(Some(base), Some(4));
    assert!(timeline.on_welcome(&welcome("b", 2, false)));
    receive(&mut timeline, [1, 2]);
    assert_eq!(shown(&timeline), "1 2");
}

#[test]
fn messages_of_a_person_within_5_minutes_are_one_group() {
    let mut timeline = Timeline::default();
    timeline.on_welcome(&welcome("a", 0, true));
    let minute = 60_000;
    for (offset, name, at) in [
        (1, "kim", 0),
        (2, "kim", 3),
        (3, "kim", 5),
        (4, "kim", 6),
        (5, "lee", 6),
        (6, "kim", 7),
    ] {
        let message = incoming::Message {
            name: name.into(),
            time_ms: at * minute,
            ..message(offset, "x")
        };
        timeline.add(message, false);
    }
    let continued: Vec<_> = timeline.grouped().map(|(_, it)| it).collect();
    assert_eq!(continued, [false, true, true, false, false, false]);
}
