//! A log is ordered, its numbers stay, its sums are right; the lesson sees the newest of it.

use std::rc::Rc;

use proptest::prelude::*;

use super::*;
use crate::payload::Payload;
use crate::record::{CloseEvent, Closing, Ending, Opening};
use crate::time::{Time, WallTime};

fn record(kind: RecordKind) -> Record {
    Record {
        at: Time(0.0),
        wall: WallTime(0.0),
        kind,
    }
}

fn received(text: &str) -> Record {
    record(RecordKind::Message(
        Direction::Received,
        Payload::Text(text.into()),
    ))
}

fn sent(text: &str) -> Record {
    record(RecordKind::Message(
        Direction::Sent,
        Payload::Text(text.into()),
    ))
}

fn opened() -> Record {
    record(RecordKind::Opened(Rc::new(Opening::default())))
}

fn closed() -> Record {
    record(RecordKind::Closed(Rc::new(Closing::new(
        CloseEvent {
            code: 1000,
            reason: "".into(),
            was_clean: true,
        },
        Ending::ByServer,
    ))))
}

fn log_of(records: impl IntoIterator<Item = Record>) -> Log {
    let mut log = Log::new();
    for record in records {
        log.append(record);
    }
    log
}

fn shown(log: &Log, max_entries: usize, max_bytes: usize) -> (Vec<u64>, u64) {
    let (entries, evicted) = log.transcript(max_entries, max_bytes);
    (entries.iter().map(|entry| entry.id).collect(), evicted)
}

#[test]
fn transcript_has_received_messages_and_each_close() {
    let log = log_of([opened(), received("a"), sent("b"), closed()]);
    let (entries, evicted) = log.transcript(1_000, 1_000);
    assert_eq!(evicted, 0);
    let expected = [
        Entry {
            id: 1,
            kind: EntryKind::Message(Payload::Text("a".into())),
        },
        Entry {
            id: 3,
            kind: EntryKind::SocketClosed,
        },
    ];
    assert!(entries.iter().map(|entry| &**entry).eq(&expected));
}

#[test]
fn transcript_beyond_a_limit_has_the_newest() {
    let log = log_of([
        received("12345"),
        closed(),
        received("12345"),
        received("가"),
    ]);
    assert_eq!(shown(&log, 1_000, 1_000), (vec![0, 1, 2, 3], 0));
    assert_eq!(shown(&log, 3, 1_000), (vec![1, 2, 3], 1));
    assert_eq!(shown(&log, 1_000, 8), (vec![1, 2, 3], 1));
    assert_eq!(shown(&log, 1_000, 7), (vec![3], 2));
}

#[test]
fn transcript_of_one_huge_message_has_it() {
    let log = log_of([received("a"), received("larger than all may be")]);
    assert_eq!(shown(&log, 1_000, 10), (vec![1], 1));
}

#[test]
fn transcript_of_a_million_line_breaks_has_a_bounded_number_of_them() {
    let breaks = |log: &Log| -> usize {
        let (entries, _) = log.transcript(1_000, 8 << 20);
        let breaks = |entry: &Rc<Entry>| match &entry.kind {
            EntryKind::Message(Payload::Text(text)) => text.matches('\n').count(),
            _ => 0,
        };
        entries.iter().map(breaks).sum()
    };
    let one = log_of([received(&"\n".repeat(1_000_000))]);
    assert_eq!(breaks(&one), 16_384);
    assert_eq!(shown(&one, 1_000, 8 << 20), (vec![0], 1));
    let many = log_of((0..200).map(|_| received(&"a\n".repeat(1_000))));
    assert_eq!(breaks(&many), 16_000);
    assert_eq!(shown(&many, 1_000, 8 << 20).1, 184);
}

#[test]
fn transcript_of_a_message_with_too_many_line_breaks_has_its_end() {
    let text = format!("head{}last", "\r\n".repeat(20_000));
    let (entries, evicted) = log_of([received(&text)]).transcript(1_000, 8 << 20);
    let EntryKind::Message(Payload::Text(shown)) = &entries[0].kind else {
        panic!("{entries:?}");
    };
    assert!(shown.starts_with('…') && shown.ends_with("\nlast"));
    assert_eq!(evicted, 1);
}

#[test]
fn transcript_of_ordinary_lines_has_them_all() {
    let text = "a\r\nb\rc\n".repeat(100);
    let log = log_of((0..50).map(|_| received(&text)));
    let (entries, evicted) = log.transcript(1_000, 8 << 20);
    assert_eq!((entries.len(), evicted), (50, 0));
    assert_eq!(
        entries[0].kind,
        EntryKind::Message(Payload::Text(text.into()))
    );
}

#[test]
fn evicted_messages_are_counted_and_cleared_ones_are_not() {
    let mut log = log_of([opened(), received("가"), sent("b"), received("c")]);
    for _ in 0..3 {
        log.evict_oldest();
    }
    let evicted = Evicted {
        messages: 2,
        bytes: 4,
    };
    assert_eq!(log.evicted(), evicted);
    assert_eq!(shown(&log, 1_000, 1_000), (vec![3], 1));
    log.clear();
    assert_eq!(log.evicted(), Evicted::default());
    assert_eq!(shown(&log, 1_000, 1_000), (vec![], 0));
    assert_eq!(log.append(received("d")), 4);
}

#[test]
fn opened_before_after_an_eviction_still_known() {
    let at = |ms, record: Record| Record {
        at: Time(ms),
        ..record
    };
    let mut log = log_of([
        closed(),
        at(1.0, opened()),
        received("a"),
        at(2.0, opened()),
        received("b"),
    ]);
    let all = |log: &Log| {
        log.numbers()
            .map(|number| log.opening_before(number).map(|(at, _)| at))
            .collect::<Vec<_>>()
    };
    let (first, second) = (Some(Time(1.0)), Some(Time(2.0)));
    assert_eq!(all(&log), [None, first, first, second, second]);
    log.evict_oldest();
    log.evict_oldest();
    assert_eq!(all(&log), [first, second, second]);
    log.evict_oldest();
    log.evict_oldest();
    assert_eq!(all(&log), [second]);
    assert_eq!(log.openings.len(), 1);
}

#[derive(Debug, Clone)]
enum Step {
    /// Append this many records, each with a text of this length.
    Append(u64, usize),
    Evict(u64),
    Clear,
    UndoClear,
}

fn any_step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => (1..2 * BLOCK_RECORDS, 0_usize..4).prop_map(|(count, bytes)| Step::Append(count, bytes)),
        3 => (1..2 * BLOCK_RECORDS).prop_map(Step::Evict),
        1 => Just(Step::Clear),
        1 => Just(Step::UndoClear),
    ]
}

proptest! {
    #[test]
    fn log_after_any_steps_equals_a_plain_list(steps in prop::collection::vec(any_step(), 1..12)) {
        let mut log = Log::new();
        let mut plain: VecDeque<(u64, Record)> = VecDeque::new();
        let mut next = 0;
        let mut cleared: VecDeque<(u64, Record)> = VecDeque::new();
        for step in steps {
            match step {
                Step::Append(count, bytes) => for _ in 0..count {
                    let record = received(&"x".repeat(bytes));
                    plain.push_back((next, record.clone()));
                    prop_assert_eq!(log.append(record), next);
                    next += 1;
                },
                Step::Evict(count) => for _ in 0..count {
                    if cleared.pop_front().is_none() {
                        plain.pop_front();
                    }
                    log.evict_oldest();
                },
                Step::Clear => {
                    if !plain.is_empty() {
                        cleared = std::mem::take(&mut plain);
                    }
                    log.clear();
                }
                Step::UndoClear => {
                    cleared.append(&mut plain);
                    plain = std::mem::take(&mut cleared);
                    log.undo_clear();
                }
            }
            prop_assert!(log.numbers().eq(plain.iter().map(|(number, _)| *number)));
            let oldest = cleared.front().or(plain.front());
            prop_assert_eq!(log.oldest(), oldest.map(|(_, record)| record));
            prop_assert_eq!(log.cleared_records(), cleared.len() as u64);
            for (number, record) in &plain {
                prop_assert_eq!(log.get(*number), Some(record));
            }
            prop_assert_eq!(log.get(next), None);
            prop_assert_eq!(log.get(log.numbers().start.wrapping_sub(1)), None);
            let records = plain.iter().chain(&cleared);
            let bytes: usize = records.map(|(_, record)| bytes_of(record)).sum();
            prop_assert_eq!(log.bytes(), bytes);
            prop_assert_eq!(log.counts().received, plain.len() as u64);
            let blocks = log.blocks.iter().map(VecDeque::capacity).sum::<usize>() as u64;
            prop_assert!(blocks <= plain.len() as u64 + 2 * BLOCK_RECORDS, "a block is never grown");
        }
    }
}
