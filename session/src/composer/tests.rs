//! Tests of the composer. Its invariants: it loses no text, and it never repeats in bursts.

use crate::time::WallTime;
use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;
use crate::composer::file::FileError;
use crate::composer::repeat::{RepeatError, RepeatState};

fn at_ms(ms: f64) -> Moment {
    Moment {
        now: Time(ms),
        wall: WallTime(ms),
        random: 7,
    }
}

const EARLY: Moment = Moment {
    now: Time(1_000.0),
    wall: WallTime(1_000.0),
    random: 7,
};

fn composer_after(events: impl IntoIterator<Item = Event>) -> Composer {
    let mut composer = Composer::new("".into(), EARLY);
    for event in events {
        composer.apply(event, EARLY);
    }
    composer
}

fn edited(text: &str) -> Event {
    Event::Edited(text.into())
}

/// A composer with this text.
fn composer_of(kind: DraftKind, text: &str) -> Composer {
    composer_after([Event::KindChosen(kind), edited(text)])
}

fn text(text: &str) -> Result<Payload, ComposeError> {
    Ok(Payload::Text(text.into()))
}

fn binary(bytes: &[u8]) -> Result<Payload, ComposeError> {
    Ok(Payload::Binary(bytes.into()))
}

fn file(bytes: &[u8]) -> File {
    File {
        name: "울림.bin".into(),
        media_type: "".into(),
        bytes: bytes.into(),
    }
}

#[test]
fn compose_of_each_kind_makes_its_message_of_the_shown_size() {
    for (kind, typed, payload) in [
        (DraftKind::Text, "하나\n둘", text("하나\n둘")),
        (DraftKind::Text, "", text("")),
        (DraftKind::Json, "{\"n\": {{n}}}", text("{\"n\": 1}")),
        (DraftKind::Hex, "de ad", binary(&[0xde, 0xad])),
        (DraftKind::Base64, "3q0=", binary(&[0xde, 0xad])),
        (DraftKind::Hex, "", binary(&[])),
    ] {
        let composer = composer_of(kind, typed);
        assert_eq!(composer.compose(EARLY), payload, "{kind:?}");
        let size_bytes = payload.ok().map(|payload| payload.len());
        assert_eq!(composer.size_bytes(), size_bytes, "{kind:?}");
    }
}

#[test]
fn compose_without_variables_shares_the_text() {
    let composer = composer_of(DraftKind::Json, "{}");
    let Ok(Payload::Text(sent)) = composer.compose(EARLY) else {
        panic!("it is a text message");
    };
    assert!(Rc::ptr_eq(&sent, composer.text()));
}

#[test]
fn compose_of_an_invalid_draft_is_an_error_with_a_position() {
    let position = TextPosition { line: 2, column: 3 };
    for (kind, typed, error) in [
        (
            DraftKind::Json,
            "{\"now\": \"{{now}}\",\n 1}",
            ComposeError::Json {
                kind: json::ErrorKind::UnexpectedCharacter('1'),
                position: TextPosition { line: 2, column: 2 },
            },
        ),
        (
            DraftKind::Json,
            "[{{n}},\n\"가\n\"]",
            ComposeError::Json {
                kind: json::ErrorKind::ControlCharacter,
                position,
            },
        ),
        (
            DraftKind::Hex,
            "00\n00가",
            ComposeError::Hex {
                kind: hex::ErrorKind::NotADigit('가'),
                position,
            },
        ),
        (
            DraftKind::Base64,
            "AA\nAA가",
            ComposeError::Base64 {
                kind: base64::ErrorKind::NotADigit('가'),
                position,
            },
        ),
    ] {
        let mut composer = composer_of(kind, typed);
        assert_eq!(composer.compose(EARLY), Err(error));
        composer.apply(Event::Refused(Problem::Draft(error)), EARLY);
        assert_eq!(composer.problem(), Some(Problem::Draft(error)));
        assert_eq!(&**composer.text(), typed);
        composer.apply(edited("다시"), EARLY);
        assert_eq!(composer.problem(), None);
    }
}

#[test]
fn size_of_an_invalid_draft_is_none() {
    assert_eq!(composer_of(DraftKind::Hex, "0").size_bytes(), None);
    assert_eq!(composer_of(DraftKind::Base64, "=").size_bytes(), None);
    assert_eq!(
        composer_after([Event::KindChosen(DraftKind::File)]).size_bytes(),
        None
    );
}

#[test]
fn counter_counts_the_messages_that_have_it() {
    let mut composer = composer_of(DraftKind::Text, "첫 {{n}}");
    for n in 1..12 {
        assert_eq!(composer.compose(EARLY), text(&format!("첫 {n}")));
        assert_eq!(
            composer.preview().map(|it| &**it),
            Some(&*format!("첫 {n}"))
        );
        composer.apply(Event::Sent, EARLY);
        composer.apply(Event::Refused(Problem::NotOpen), EARLY);
    }
    assert_eq!(composer.size_bytes(), Some("첫 12".len()));
    for event in [edited("다른 글"), Event::Sent, edited("{{n}}")] {
        composer.apply(event, EARLY);
    }
    assert_eq!(composer.compose(EARLY), text("12"));
}

#[test]
fn preview_is_the_start_of_a_message_with_variables() {
    assert_eq!(composer_of(DraftKind::Text, "{{x}}").preview(), None);
    assert_eq!(composer_of(DraftKind::Hex, "{{n}}").preview(), None);
    let large = composer_of(
        DraftKind::Text,
        &format!("{{{{n}}}}{}", "가".repeat(1 << 20)),
    );
    let preview = large.preview().map(|it| it.len());
    assert!(
        preview.is_some_and(|bytes| (500..600).contains(&bytes)),
        "{preview:?}"
    );
}

#[test]
fn format_of_json_prints_it_or_is_an_error_with_a_position() {
    let mut composer = composer_of(DraftKind::Json, "[{{n}},1.0]");
    composer.apply(Event::FormatPressed, EARLY);
    assert_eq!(&**composer.text(), "[\n  {{n}},\n  1.0\n]");
    composer.apply(edited("[1,]"), EARLY);
    composer.apply(Event::FormatPressed, EARLY);
    assert_eq!(&**composer.text(), "[1,]");
    assert_eq!(
        composer.problem(),
        Some(Problem::Draft(ComposeError::Json {
            kind: json::ErrorKind::UnexpectedCharacter(']'),
            position: TextPosition { line: 1, column: 4 },
        }))
    );
}

#[test]
fn format_of_another_kind_changes_nothing() {
    let mut composer = composer_of(DraftKind::Text, "[1,2]");
    composer.apply(Event::FormatPressed, EARLY);
    assert_eq!(&**composer.text(), "[1,2]");
}

#[test]
fn kind_change_between_hex_and_base64_keeps_the_bytes() {
    let mut composer = composer_of(DraftKind::Hex, "de:ad");
    composer.apply(Event::KindChosen(DraftKind::Base64), EARLY);
    assert_eq!(&**composer.text(), "3q0=");
    composer.apply(Event::KindChosen(DraftKind::Hex), EARLY);
    assert_eq!(&**composer.text(), "de ad");
    for kind in [
        DraftKind::Text,
        DraftKind::Json,
        DraftKind::File,
        DraftKind::Base64,
    ] {
        composer.apply(Event::KindChosen(kind), EARLY);
        assert_eq!(&**composer.text(), "de ad", "{kind:?}");
    }
}

#[test]
fn kind_change_of_invalid_bytes_keeps_the_text() {
    let mut composer = composer_of(DraftKind::Hex, "de a");
    composer.apply(Event::KindChosen(DraftKind::Base64), EARLY);
    assert_eq!(&**composer.text(), "de a");
}

#[test]
fn file_is_sent_as_it_is_and_the_text_stays() {
    let mut composer = composer_of(DraftKind::Text, "글");
    composer.apply(Event::FileRead(Ok(file(&[1, 2, 3]))), EARLY);
    assert_eq!(composer.kind(), DraftKind::File);
    assert_eq!(composer.size_bytes(), Some(3));
    assert_eq!(composer.compose(EARLY), binary(&[1, 2, 3]));
    composer.apply(Event::FileRemoved, EARLY);
    assert_eq!(composer.compose(EARLY), Err(ComposeError::NoFile));
    composer.apply(Event::KindChosen(DraftKind::Text), EARLY);
    assert_eq!(composer.compose(EARLY), text("글"));
}

#[test]
fn unreadable_file_is_an_error_and_changes_nothing() {
    let mut composer = composer_of(DraftKind::Text, "글");
    composer.apply(Event::FileRead(Err(FileError::Unreadable)), EARLY);
    assert_eq!(
        composer.problem(),
        Some(Problem::File(FileError::Unreadable))
    );
    assert_eq!(composer.compose(EARLY), text("글"));
}

fn press(composer: &mut Composer, event: &Event) -> String {
    composer.apply(event.clone(), EARLY);
    composer.text().to_string()
}

#[test]
fn history_goes_from_the_newest_back_to_the_unsent_draft() {
    let mut composer = composer_after([
        edited("하나"),
        Event::Sent,
        Event::KindChosen(DraftKind::Hex),
        edited("00"),
        Event::Sent,
        Event::Sent,
        Event::KindChosen(DraftKind::Text),
        edited("쓰다 만"),
    ]);
    let composer = &mut composer;
    assert_eq!(press(composer, &Event::OlderPressed), "00");
    assert_eq!(composer.kind(), DraftKind::Hex);
    assert_eq!(press(composer, &Event::OlderPressed), "하나");
    assert_eq!(press(composer, &Event::OlderPressed), "하나");
    assert_eq!(press(composer, &Event::NewerPressed), "00");
    assert_eq!(press(composer, &Event::NewerPressed), "쓰다 만");
    assert_eq!(composer.kind(), DraftKind::Text);
    assert_eq!(press(composer, &Event::NewerPressed), "쓰다 만");
}

#[test]
fn history_skips_drafts_equal_to_the_shown_one() {
    let mut composer = composer_after([edited("하나"), Event::Sent, edited("둘"), Event::Sent]);
    assert_eq!(press(&mut composer, &Event::OlderPressed), "하나");
    assert_eq!(press(&mut composer, &Event::NewerPressed), "둘");
}

#[test]
fn edited_recalled_draft_keeps_the_unsent_one() {
    let mut composer = composer_after([
        edited("보낸 것"),
        Event::Sent,
        edited("쓰다 만"),
        Event::OlderPressed,
        edited("고친 것"),
    ]);
    let composer = &mut composer;
    assert_eq!(press(composer, &Event::NewerPressed), "쓰다 만");
    assert_eq!(press(composer, &Event::NewerPressed), "고친 것");
    assert_eq!(press(composer, &Event::OlderPressed), "쓰다 만");
    assert_eq!(press(composer, &Event::OlderPressed), "보낸 것");
}

#[test]
fn history_that_cannot_keep_the_unsent_draft_stays_at_the_shown_one() {
    let large = "가".repeat(1 << 20);
    let mut composer = composer_after([
        edited("보낸 것"),
        Event::Sent,
        edited(&large),
        Event::OlderPressed,
        edited("고친 것"),
    ]);
    assert_eq!(press(&mut composer, &Event::OlderPressed), "고친 것");
    assert_eq!(press(&mut composer, &Event::NewerPressed), "고친 것");
    assert_eq!(press(&mut composer, &edited("")), "");
    assert_eq!(press(&mut composer, &Event::NewerPressed), large);
}

#[test]
fn history_beyond_its_limits_evicts_the_oldest() {
    let mut composer = composer_after([]);
    for number in 0..300 {
        composer.apply(edited(&number.to_string()), EARLY);
        composer.apply(Event::Sent, EARLY);
    }
    assert_eq!(reachable(&composer).len(), 100);
    for number in 0..300 {
        composer.apply(edited(&number.to_string().repeat(10_000)), EARLY);
        composer.apply(Event::Sent, EARLY);
    }
    let bytes: usize = reachable(&composer).iter().map(String::len).sum();
    assert!((1_000_000..=1 << 20).contains(&bytes), "{bytes}");
}

/// All texts that the arrow keys reach from here.
fn reachable(composer: &Composer) -> BTreeSet<String> {
    let mut composer = composer.clone();
    let mut texts = BTreeSet::from([composer.text().to_string()]);
    for event in [
        Event::NewerPressed,
        Event::OlderPressed,
        Event::NewerPressed,
    ] {
        for _ in 0..110 {
            texts.insert(press(&mut composer, &event));
        }
    }
    texts.remove("");
    texts
}

fn any_walk() -> impl Strategy<Value = Event> {
    prop_oneof![
        3 => "[a-e]{0,2}".prop_map(|text| Event::Edited(text.into())),
        3 => Just(Event::OlderPressed),
        2 => Just(Event::NewerPressed),
        2 => Just(Event::Sent),
    ]
}

proptest! {
    #[test]
    fn history_in_any_order_loses_no_text(events in prop::collection::vec(any_walk(), 0..30)) {
        let mut composer = composer_after([]);
        for event in events {
            let mut before = reachable(&composer);
            if matches!(event, Event::Edited(_)) {
                // Only a text that the person overwrites may go.
                before.remove(&**composer.text());
            }
            composer.apply(event.clone(), EARLY);
            let after = reachable(&composer);
            prop_assert!(before.is_subset(&after), "{:?}: {:?} to {:?}", event, before, after);
        }
    }
}

fn repeating(every: &str, count: &str, typed: &str) -> Composer {
    composer_after([
        edited(typed),
        Event::RepeatIntervalEdited(every.into()),
        Event::RepeatCountEdited(count.into()),
        Event::RepeatStartPressed,
    ])
}

#[test]
fn repeat_with_a_count_sends_its_first_draft_that_often() {
    let mut composer = repeating(" 50 ", "3", "{\"n\":{{n}}}");
    composer.apply(edited("다음 글"), EARLY);
    for (ms, n) in [(1_000.0, 1), (1_050.0, 2), (1_100.0, 3)] {
        assert!(!composer.due(Time(ms - 1.0)));
        assert!(composer.due(Time(ms)));
        assert_eq!(composer.repeat().state(), RepeatState::Running);
        let payload = Payload::Text(format!("{{\"n\":{n}}}").into());
        assert_eq!(composer.compose_repeated(at_ms(ms)), Ok(Some(payload)));
        composer.apply(Event::Repeated, at_ms(ms));
    }
    assert_eq!(composer.next_deadline(), None);
    assert_eq!(composer.compose_repeated(EARLY), Ok(None));
    assert_eq!(composer.repeat().state(), RepeatState::Done);
    assert_eq!(composer.repeat().sent_messages(), 3);
    assert_eq!(&**composer.text(), "다음 글");
}

#[test]
fn repeat_without_a_count_runs_until_stopped() {
    let mut composer = repeating("10", "", "글");
    for step in 0..1_000 {
        composer.apply(Event::Repeated, at_ms(1_000.0 + f64::from(step) * 10.0));
    }
    assert!(composer.next_deadline().is_some());
    composer.apply(Event::RepeatStopPressed, EARLY);
    assert_eq!(composer.next_deadline(), None);
    assert_eq!(composer.repeat().sent_messages(), 1_000);
}

#[test]
fn repeat_enters_the_history_once() {
    let mut composer = repeating("10", "", "맥박");
    for event in [Event::Repeated, edited("글"), Event::Sent, Event::Repeated] {
        composer.apply(event, EARLY);
    }
    assert_eq!(press(&mut composer, &Event::OlderPressed), "맥박");
    assert_eq!(press(&mut composer, &Event::OlderPressed), "맥박");
}

#[test]
fn repeat_after_a_refused_message_ends_with_an_error() {
    let mut composer = repeating("10", "", "글");
    composer.apply(Event::RepeatRefused(Problem::NotOpen), EARLY);
    assert_eq!(composer.next_deadline(), None);
    assert_eq!(composer.repeat().state(), RepeatState::Refused);
    assert_eq!(composer.problem(), Some(Problem::NotOpen));
}

#[test]
fn repeat_with_invalid_settings_does_not_start() {
    for every in [
        "",
        "9",
        "-1",
        "1.5",
        "abc",
        "86400001",
        "99999999999999999999",
    ] {
        let composer = repeating(every, "", "글");
        let error = composer.repeat().error();
        assert_eq!(error, Some(RepeatError::Interval), "{every}");
        assert_eq!(composer.problem(), None);
        assert_eq!(composer.next_deadline(), None);
    }
    for count in ["0", "-1", "x"] {
        let mut composer = repeating("10", count, "글");
        let error = composer.repeat().error();
        assert_eq!(error, Some(RepeatError::Count), "{count}");
        composer.apply(Event::RepeatIntervalEdited("20".into()), EARLY);
        assert!(composer.repeat().error().is_some());
        composer.apply(Event::RepeatCountEdited("2".into()), EARLY);
        assert_eq!(composer.repeat().error(), None);
    }
    let composer = composer_after([
        Event::KindChosen(DraftKind::Hex),
        edited("0"),
        Event::RepeatStartPressed,
    ]);
    assert!(matches!(
        composer.problem(),
        Some(Problem::Draft(ComposeError::Hex { .. }))
    ));
    assert_eq!(composer.repeat().state(), RepeatState::Idle);
}

proptest! {
    #[test]
    fn repeat_after_a_late_timer_sends_once(
        interval_ms in 10_u32..5_000,
        lateness in prop::collection::vec(0.0..20_000.0, 1..40),
    ) {
        let mut composer = repeating(&interval_ms.to_string(), "", "글");
        let interval_ms = f64::from(interval_ms);
        for (sent, late_ms) in (1_u32..).zip(lateness) {
            let now = composer.next_deadline().unwrap().after_ms(late_ms);
            prop_assert!(composer.due(now));
            composer.apply(Event::Repeated, at_ms(now.0));
            prop_assert!(!composer.due(now));
            let next_ms = composer.next_deadline().unwrap().ms_since(now);
            prop_assert!(next_ms > 0.0 && next_ms <= interval_ms, "{}", next_ms);
            let most = (now.ms_since(EARLY.now) / interval_ms).floor() + 1.0;
            prop_assert!(f64::from(sent) <= most + 1e-6, "{} of {}", sent, most);
        }
    }

    #[test]
    fn composer_in_any_order_of_events_loses_no_text(
        events in prop::collection::vec(
            prop_oneof![
                ".{0,6}".prop_map(|text| Event::Edited(text.into())),
                prop::sample::select(&DraftKind::ALL[..]).prop_map(Event::KindChosen),
                Just(Event::Sent),
                Just(Event::Refused(Problem::QueueFull)),
                Just(Event::FileRead(Ok(file(&[0])))),
                Just(Event::FileRead(Err(FileError::TooLarge { size_bytes: u64::MAX }))),
                Just(Event::FileRemoved),
                Just(Event::RepeatStartPressed),
                Just(Event::RepeatStopPressed),
                Just(Event::Repeated),
                Just(Event::RepeatRefused(Problem::SendFailed)),
                "[0-9 ]{0,3}".prop_map(|every| Event::RepeatIntervalEdited(every.into())),
                "[0-9 ]{0,3}".prop_map(|count| Event::RepeatCountEdited(count.into())),
            ],
            0..40,
        )
    ) {
        let mut composer = composer_after([]);
        for event in events {
            let before = Rc::clone(composer.text());
            let kind = composer.kind();
            composer.apply(event.clone(), EARLY);
            match event {
                Event::Edited(text) => prop_assert_eq!(composer.text(), &text),
                Event::KindChosen(DraftKind::Base64) if kind == DraftKind::Hex => {}
                Event::KindChosen(DraftKind::Hex) if kind == DraftKind::Base64 => {}
                _ => prop_assert_eq!(composer.text(), &before),
            }
            // The size that was shown is the size that is sent.
            if let Ok(payload) = composer.compose(EARLY) {
                prop_assert_eq!(composer.size_bytes(), Some(payload.len()));
            }
        }
    }
}

#[test]
fn carriage_returns_stay_in_a_draft_that_is_edited() {
    let mut composer = Composer::new("".into(), EARLY);
    composer.apply(Event::Given("a\r\nb".into()), EARLY);
    composer.apply(Event::Typed("a\nb".into()), EARLY);
    assert_eq!(composer.size_bytes(), Some(4));
    composer.apply(Event::Typed("a\nb!".into()), EARLY);
    assert_eq!(&**composer.text(), "a\r\nb!");
    assert_eq!(&*line_ends::shown(composer.text()), "a\nb!");
    // A reload, and going through the history, bring back the text as it was.
    let mut again = Composer::new(Rc::clone(composer.text()), EARLY);
    again.apply(Event::Sent, EARLY);
    again.apply(Event::Edited("".into()), EARLY);
    again.apply(Event::OlderPressed, EARLY);
    assert_eq!(&**again.text(), "a\r\nb!");
    again.apply(Event::LineEndsPressed, EARLY);
    assert_eq!(&**again.text(), "a\nb!");
}

#[test]
fn undone_rewrite_has_the_kind_and_the_line_ends_from_before() {
    let typed = |value: &str| Event::Typed(value.into());
    let mut composer = composer_of(DraftKind::Hex, "00 ff");
    composer.apply(Event::KindChosen(DraftKind::Base64), EARLY);
    composer.apply(typed("00 ff"), EARLY);
    assert_eq!(composer.kind(), DraftKind::Hex);
    composer.apply(typed("AP8="), EARLY);
    assert_eq!(composer.kind(), DraftKind::Base64);
    composer.apply(typed("AP8"), EARLY);
    composer.apply(typed("00 ff"), EARLY);
    assert_eq!(composer.kind(), DraftKind::Base64, "this was typed");

    let mut composer = composer_of(DraftKind::Json, "[1,\r\n2]");
    composer.apply(Event::FormatPressed, EARLY);
    composer.apply(typed("[1,\n2]"), EARLY);
    assert_eq!(&**composer.text(), "[1,\r\n2]");
}

fn any_writing() -> impl Strategy<Value = Event> {
    let text = || "[\\[\\]1,\r\n]{0,5}";
    prop_oneof![
        3 => text().prop_map(|text| Event::Typed(line_ends::normalized(&text).into())),
        1 => text().prop_map(|text| Event::Edited(text.into())),
        1 => text().prop_map(|text| Event::Given(text.into())),
        1 => prop::sample::select(&DraftKind::ALL[..]).prop_map(Event::KindChosen),
        2 => prop::sample::select(vec![
            Event::FormatPressed,
            Event::LineEndsPressed,
            Event::OlderPressed,
            Event::NewerPressed,
            Event::Sent,
        ]),
    ]
}

proptest! {
    #[test]
    fn field_that_is_written_at_rewrites_alone_shows_the_text(
        events in prop::collection::vec(any_writing(), 0..30),
    ) {
        let mut composer = composer_after([]);
        let mut field: Rc<str> = "".into();
        for event in events {
            let rewrites = composer.rewrites();
            if let Event::Typed(value) = &event {
                field = Rc::clone(value);
            }
            composer.apply(event.clone(), EARLY);
            if composer.rewrites() != rewrites {
                field = line_ends::shown(composer.text());
                // The field reports what the page wrote as well.
                let before = composer.text().clone();
                composer.apply(Event::Typed(Rc::clone(&field)), EARLY);
                prop_assert!(Rc::ptr_eq(&before, composer.text()), "{:?}", event);
            }
            prop_assert_eq!(&field, &line_ends::shown(composer.text()), "{:?}", event);
        }
    }
}

#[test]
fn error_of_a_draft_is_known_at_each_key_and_is_no_problem_yet() {
    for (kind, typed, expected) in [
        (DraftKind::Json, "{\"a\":1,\n}", Some((2, 1))),
        (DraftKind::Json, "[{{n}}, {{now}}]", Some((1, 9))),
        (DraftKind::Json, "[{{n}}]", None),
        (DraftKind::Json, " \n", None),
        (DraftKind::Hex, "00 f", Some((1, 4))),
        (DraftKind::Base64, "AP8", None),
        (DraftKind::Base64, "A?", Some((1, 2))),
        (DraftKind::Text, "{", None),
    ] {
        let composer = composer_of(kind, typed);
        let position = composer.error().and_then(ComposeError::position);
        let position = position.map(|it| (it.line, it.column));
        assert_eq!(position, expected, "{typed}");
        assert_eq!(composer.problem(), None);
    }
    let long = composer_of(DraftKind::Json, &"[".repeat(64 * 1_024 + 1));
    assert_eq!(long.error(), None);
    assert!(long.compose(EARLY).is_err());
}

#[test]
fn refusals_are_counted_each_time() {
    let mut composer = composer_of(DraftKind::Json, "[");
    let problem = Problem::Draft(composer.compose(EARLY).unwrap_err());
    for (refusals, event) in [
        (1, Event::Refused(problem)),
        (2, Event::Refused(problem)),
        (3, Event::FormatPressed),
        (4, Event::RepeatStartPressed),
        (4, edited("[]")),
    ] {
        composer.apply(event, EARLY);
        assert_eq!(composer.refusals(), refusals);
    }
}
