//! Each fault, several at once, and any plan in any pieces.

use std::num::NonZeroU64;

use proptest::prelude::*;

use super::super::{Counted, Fault, FaultKind, MAX_REPEATED_BYTES};
use super::*;
use crate::header::{Header, LengthWidth, OpCode};

/// What came out of an injector, with bytes that follow each other joined.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Out {
    Bytes(Vec<u8>),
    Wait(u64),
    Hold,
    HalfOpen,
    CutTcp,
}

fn bytes(bytes: &[u8]) -> Out {
    Out::Bytes(bytes.to_vec())
}

fn frame(opcode: OpCode, payload: &[u8]) -> Vec<u8> {
    let header = Header::new(opcode, payload.len() as u64);
    let mut bytes = header.encode_unchecked(LengthWidth::Bits7).to_vec();
    bytes.extend_from_slice(payload);
    bytes
}

fn text(payload: &str) -> Vec<u8> {
    frame(OpCode::Text, payload.as_bytes())
}

fn run_in_pieces<'a>(plan: &Plan, pieces: impl IntoIterator<Item = &'a [u8]>) -> Vec<Out> {
    let mut injector = plan.injector(Direction::ToClient);
    let mut outs: Vec<Out> = Vec::new();
    let pass = |outs: &mut Vec<Out>, bytes: &[u8]| match outs.last_mut() {
        Some(Out::Bytes(passed)) => passed.extend_from_slice(bytes),
        _ if bytes.is_empty() => {}
        _ => outs.push(Out::Bytes(bytes.to_vec())),
    };
    for input in pieces {
        let mut position = 0;
        while let Some(action) = injector.next(input, &mut position) {
            let end = match action {
                Action::Pass(range) => {
                    assert!(!range.is_empty());
                    pass(&mut outs, &input[range]);
                    continue;
                }
                Action::PassBytes(bytes) => {
                    assert!(!bytes.is_empty());
                    pass(&mut outs, bytes);
                    continue;
                }
                Action::Wait(duration) => {
                    outs.push(Out::Wait(duration.as_millis() as u64));
                    continue;
                }
                Action::Hold => Out::Hold,
                Action::HalfOpen => Out::HalfOpen,
                Action::CutTcp => Out::CutTcp,
            };
            outs.push(end);
            let again = injector.next(input, &mut position).unwrap();
            assert!(matches!(
                again,
                Action::Hold | Action::HalfOpen | Action::CutTcp
            ));
            assert_eq!(injector.finish(), []);
            return outs;
        }
        assert_eq!(position, input.len());
        assert!(injector.copy.len() <= MAX_REPEATED_BYTES);
    }
    pass(&mut outs, injector.finish());
    outs
}

fn run(plan: &str, input: &[u8]) -> Vec<Out> {
    run_in_pieces(&plan.parse().unwrap(), [input])
}

/// Three frames of data, with a ping before the second.
fn conversation() -> Vec<u8> {
    [
        text("one"),
        frame(OpCode::Ping, b"p"),
        text("two"),
        text("three"),
    ]
    .concat()
}

#[test]
fn plan_without_faults_passes_everything_at_once() {
    let plan: Plan = "fault=drop&direction=to-server".parse().unwrap();
    let mut injector = plan.injector(Direction::ToClient);
    assert!(injector.is_spent());
    // It need not be frames.
    let input = b"\x81";
    let mut position = 0;
    assert_eq!(
        injector.next(input, &mut position),
        Some(Action::Pass(0..1))
    );
    assert_eq!(injector.next(input, &mut position), None);
}

#[test]
fn dropped_frame_is_the_nth_of_those_that_count() {
    let (one, ping, two, three) = (
        text("one"),
        frame(OpCode::Ping, b"p"),
        text("two"),
        text("three"),
    );
    for (plan, expected) in [
        ("fault=drop", [&ping[..], &two, &three].concat()),
        ("fault=drop&frame=2", [&one[..], &ping, &three].concat()),
        (
            "fault=drop&frame=2&of=any",
            [&one[..], &two, &three].concat(),
        ),
        ("fault=drop&of=control", [&one[..], &two, &three].concat()),
        (
            "fault=drop&frame=2;fault=drop&frame=3",
            [&one[..], &ping].concat(),
        ),
        ("fault=drop&frame=4", conversation()),
    ] {
        assert_eq!(run(plan, &conversation()), [bytes(&expected)], "{plan}");
    }
}

#[test]
fn injector_whose_faults_have_happened_is_spent() {
    let plan: Plan = "fault=drop".parse().unwrap();
    let mut injector = plan.injector(Direction::ToClient);
    let input = text("one");
    assert_eq!(injector.next(&input[..4], &mut 0), None);
    assert!(!injector.is_spent());
    assert_eq!(injector.next(&input[4..], &mut 0), None);
    assert!(injector.is_spent());
}

#[test]
fn repeated_frame_comes_twice_in_a_row() {
    let input = [text("one"), text(""), text("two")].concat();
    let expected = [text("one"), text(""), text(""), text("two")].concat();
    assert_eq!(run("fault=repeat&frame=2", &input), [bytes(&expected)]);
    let expected = [text("one"), text("one"), text(""), text("two")].concat();
    assert_eq!(run("fault=repeat", &input), [bytes(&expected)]);
}

#[test]
fn repeated_frame_over_the_limit_comes_once_and_is_not_kept() {
    let header_bytes = 10;
    for (payload_bytes, times) in [
        (MAX_REPEATED_BYTES - header_bytes, 2),
        (MAX_REPEATED_BYTES, 1),
    ] {
        let input = frame(OpCode::Binary, &vec![7; payload_bytes]);
        let expected = input.repeat(times);
        assert!(run("fault=repeat", &input) == [bytes(&expected)]);
    }
}

#[test]
fn cut_frame_ends_tcp_behind_the_bytes_of_its_offset() {
    let input = [text("one"), text("two")].concat();
    for (offset, passed) in [
        (0, 5),
        (1, 6),
        (2, 7),
        (4, 9),
        (5, 10),
        (6, 10),
        (u64::MAX, 10),
    ] {
        let plan = format!("fault=cut&frame=2&offset_bytes={offset}");
        let expected = [bytes(&input[..passed]), Out::CutTcp];
        assert_eq!(run(&plan, &input), expected, "{offset}");
    }
    // Before the first byte of all.
    assert_eq!(run("fault=cut&offset_bytes=0", &input), [Out::CutTcp]);
}

#[test]
fn frame_that_is_cut_twice_ends_at_the_first_cut() {
    for plan in [
        "fault=cut&offset_bytes=3;fault=cut&offset_bytes=4",
        "fault=cut&offset_bytes=4;fault=cut&offset_bytes=3",
    ] {
        let expected = [bytes(&text("one")[..3]), Out::CutTcp];
        assert_eq!(run(plan, &text("one")), expected);
    }
}

#[test]
fn cut_frame_without_a_payload_ends_behind_its_header() {
    let input = [text(""), text("two")].concat();
    let expected = [bytes(&text("")), Out::CutTcp];
    assert_eq!(run("fault=cut&offset_bytes=2", &input), expected);
    assert_eq!(run("fault=cut&offset_bytes=3", &input), expected);
}

#[test]
fn corrupted_bit_is_the_one_that_the_plan_names() {
    let input = [text("abc"), text("abc")].concat();
    let mut expected = input.clone();
    expected[5 + 3] ^= 0x80;
    let plan = "fault=corrupt&frame=2&offset_bytes=3&bit=0";
    assert_eq!(run(plan, &input), [bytes(&expected)]);
    // The header is part of the frame: this is FIN.
    let mut expected = input.clone();
    expected[0] ^= 0x80;
    assert_eq!(
        run("fault=corrupt&offset_bytes=0&bit=0", &input),
        [bytes(&expected)]
    );
    // The frame has five bytes.
    assert_eq!(run("fault=corrupt&offset_bytes=5", &input), [bytes(&input)]);
}

#[test]
fn bit_that_the_seed_chooses_is_one_of_the_payload_and_differs_by_seed() {
    let input = frame(OpCode::Binary, &[0; 1000]);
    let chosen: Vec<_> = (0..100)
        .map(|seed| {
            let out = run(&format!("fault=corrupt&seed={seed}"), &input);
            assert_eq!(out, run(&format!("fault=corrupt&seed={seed}"), &input));
            let [Out::Bytes(passed)] = out.as_slice() else {
                panic!("{out:?}")
            };
            assert_eq!(passed[..4], input[..4]);
            let changed: Vec<_> = (0..passed.len())
                .filter(|at| passed[*at] != input[*at])
                .collect();
            assert_eq!(changed.len(), 1);
            assert_eq!(passed[changed[0]].count_ones(), 1);
            (changed[0], passed[changed[0]])
        })
        .collect();
    let bytes: std::collections::HashSet<_> = chosen.iter().map(|it| it.0).collect();
    let bits: std::collections::HashSet<_> = chosen.iter().map(|it| it.1).collect();
    assert!(bytes.len() > 80);
    assert_eq!(bits.len(), 8);
}

#[test]
fn bit_that_the_seed_chooses_is_one_of_the_header_where_there_is_no_payload() {
    let input = text("");
    let [Out::Bytes(passed)] = &run("fault=corrupt&seed=5", &input)[..] else {
        panic!()
    };
    assert_eq!(passed.len(), 2);
    assert_ne!(*passed, input);
}

#[test]
fn two_faults_of_one_plan_choose_for_themselves() {
    let input = frame(OpCode::Binary, &[0; 1000]);
    let [Out::Bytes(passed)] = &run("fault=corrupt;fault=corrupt", &input)[..] else {
        panic!()
    };
    let changed = passed[4..].iter().map(|byte| byte.count_ones());
    // One that chose the same bit would have undone the other.
    assert_eq!(changed.sum::<u32>(), 2);
}

#[test]
fn repeated_frame_is_corrupt_both_times() {
    let plan = "fault=repeat;fault=corrupt&offset_bytes=2&bit=7";
    assert_eq!(run(plan, &text("a")), [bytes(&text("`").repeat(2))]);
}

#[test]
fn withheld_pongs_are_missing_and_the_rest_passes() {
    let pong = frame(OpCode::Pong, b"p");
    let input = [
        pong.clone(),
        text("one"),
        pong.clone(),
        text("two"),
        pong.clone(),
    ]
    .concat();
    let expected = [text("one"), text("two")].concat();
    assert_eq!(run("fault=withhold&of=pong", &input), [bytes(&expected)]);
    let expected = [pong, text("one"), text("two")].concat();
    assert_eq!(
        run("fault=withhold&of=pong&frame=2", &input),
        [bytes(&expected)]
    );
}

#[test]
fn stalled_direction_waits_before_the_frame_and_goes_on() {
    let input = [text("one"), text("two")].concat();
    let expected = [bytes(&text("one")), Out::Wait(250), bytes(&text("two"))];
    let plan = "fault=stall&frame=2&duration_ms=250";
    assert_eq!(run(plan, &input), expected);
    let plan = "fault=stall&frame=2&duration_ms=200;fault=stall&frame=2&duration_ms=50";
    assert_eq!(run(plan, &input), expected);
}

#[test]
fn direction_stalled_for_ever_holds_before_the_frame() {
    let input = [text("one"), text("two")].concat();
    let expected = [bytes(&text("one")), Out::Hold];
    assert_eq!(run("fault=stall&frame=2", &input), expected);
    // What comes at the same time does not matter any more.
    let plan =
        "fault=stall&frame=2&duration_ms=9;fault=cut&frame=2&offset_bytes=0;fault=stall&frame=2";
    assert_eq!(run(plan, &input), expected);
}

#[test]
fn half_open_connection_passes_nothing_from_the_frame_on() {
    let input = [text("one"), text("two")].concat();
    let expected = [bytes(&text("one")), Out::HalfOpen];
    assert_eq!(run("fault=half-open&frame=2", &input), expected);
    assert_eq!(
        run("fault=half-open&frame=2;fault=stall&frame=2", &input),
        expected
    );
}

#[test]
fn dripping_direction_waits_after_each_piece_from_the_frame_on() {
    let input = [text("one"), text("two"), text("3")].concat();
    let plan = "fault=drip&frame=2&piece_bytes=2&interval_ms=10";
    let expected = [
        bytes(&[text("one").as_slice(), b"\x81\x03"].concat()),
        Out::Wait(10),
        bytes(b"tw"),
        Out::Wait(10),
        // The pieces do not end with the frames.
        bytes(b"o\x81"),
        Out::Wait(10),
        bytes(b"\x013"),
        Out::Wait(10),
    ];
    assert_eq!(run(plan, &input), expected);
    // The repeated frame drips, too.
    let plan = "fault=drip&piece_bytes=3&interval_ms=10;fault=repeat";
    let expected = [
        bytes(b"\x81\x01a"),
        Out::Wait(10),
        bytes(b"\x81\x01a"),
        Out::Wait(10),
    ];
    assert_eq!(run(plan, &text("a")), expected);
}

#[test]
fn dropped_frame_is_not_repeated_and_may_be_cut() {
    let input = [text("one"), text("two")].concat();
    assert_eq!(
        run("fault=repeat;fault=drop", &input),
        [bytes(&text("two"))]
    );
    assert_eq!(
        run("fault=drop;fault=cut&offset_bytes=3", &input),
        [Out::CutTcp]
    );
}

#[test]
fn beginning_of_a_header_passes_at_the_end() {
    let input = [text("one").as_slice(), b"\x81\x7E\x01"].concat();
    assert_eq!(run("fault=drop&frame=2", &input), [bytes(&input)]);
}

#[test]
fn repeated_frame_is_given_back_once_it_has_passed() {
    let plan: Plan = "fault=repeat;fault=drop&frame=9".parse().unwrap();
    let mut injector = plan.injector(Direction::ToClient);
    let input = frame(OpCode::Binary, &[0; 5000]);
    let mut position = 0;
    while injector.next(&input, &mut position).is_some() {}
    assert_eq!(injector.copy.capacity(), 0);
}

fn kinds() -> impl Strategy<Value = FaultKind> {
    prop_oneof![
        4 => Just(FaultKind::Drop),
        4 => Just(FaultKind::Repeat),
        1 => (0_u64..150).prop_map(|offset_bytes| FaultKind::Cut { offset_bytes }),
        8 => (prop::option::of(0_u64..150), prop::option::of(0_u8..8))
            .prop_map(|(offset_bytes, bit)| FaultKind::Corrupt { offset_bytes, bit }),
        2 => Just(FaultKind::Withhold),
        4 => prop::option::weighted(0.8, 1_u64..1000)
            .prop_map(|duration_ms| FaultKind::Stall { duration_ms }),
        4 => (1_u64..50, 0_u64..100).prop_map(|(piece_bytes, interval_ms)| FaultKind::Drip {
            piece_bytes: NonZeroU64::new(piece_bytes).unwrap(),
            interval_ms,
        }),
        1 => Just(FaultKind::HalfOpen),
    ]
}

fn plans() -> impl Strategy<Value = Plan> {
    let counted = prop::sample::select(vec![
        Counted::Data,
        Counted::Any,
        Counted::Control,
        Counted::Continuation,
    ]);
    let faults = prop::collection::vec((counted, 1_u64..10, kinds()), 0..6);
    (faults, any::<u64>()).prop_map(|(faults, seed)| {
        let faults = faults.into_iter().map(|(of, frame, kind)| Fault {
            direction: Direction::ToClient,
            of,
            frame: NonZeroU64::new(frame).unwrap(),
            kind,
        });
        Plan {
            faults: faults.collect(),
            seed,
        }
    })
}

/// Frames of any kind, and the beginning of one more.
fn wire() -> impl Strategy<Value = Vec<u8>> {
    let frames = prop::collection::vec((0_u8..16, 0_usize..200), 0..16);
    (frames, prop::collection::vec(any::<u8>(), 0..20)).prop_map(|(frames, rest)| {
        let frames = frames.into_iter().flat_map(|(opcode, payload)| {
            let payload: Vec<u8> = (0..payload).map(|it| it as u8).collect();
            frame(OpCode::of_first_byte(opcode), &payload)
        });
        frames.chain(rest).collect()
    })
}

proptest! {
    #[test]
    fn bytes_in_any_pieces_suffer_the_same(
        plan in plans(),
        input in wire(),
        sizes in prop::collection::vec(1_usize..90, 1..12),
    ) {
        let whole = run_in_pieces(&plan, [input.as_slice()]);
        let (mut rest, mut pieces) = (input.as_slice(), Vec::new());
        for size in sizes.iter().cycle() {
            let (piece, behind) = rest.split_at(rest.len().min(*size));
            pieces.push(piece);
            rest = behind;
            if rest.is_empty() {
                break;
            }
        }
        prop_assert_eq!(&whole, &run_in_pieces(&plan, pieces));
        prop_assert_eq!(&whole, &run_in_pieces(&plan, input.chunks(1)));
    }

    #[test]
    fn frames_before_the_first_fault_pass_as_they_are(plan in plans(), input in wire()) {
        // There are fewer frames than any fault counts.
        let mut plan = plan;
        for fault in &mut plan.faults {
            fault.of = Counted::Any;
            fault.frame = NonZeroU64::new(100).unwrap();
        }
        let expected: Vec<_> = [bytes(&input)].into_iter().filter(|it| *it != bytes(b"")).collect();
        prop_assert_eq!(run_in_pieces(&plan, input.chunks(7)), expected);
    }
}
