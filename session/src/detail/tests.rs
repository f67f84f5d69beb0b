//! Tests of the detail of messages of any size, in each format.

use proptest::prelude::*;

use super::*;
use crate::filter::Criteria;
use crate::letter_case::LetterCase;

fn text(text: &str) -> Payload {
    Payload::Text(text.into())
}

fn scrolled(from_px: f64, to_px: f64, end_px: f64) -> Event {
    Event::Scrolled(Scrolled {
        from_px,
        to_px,
        end_px,
        viewport_px: 400.0,
    })
}

/// A message with a viewport of twenty lines.
fn shown(payload: &Payload) -> Detail {
    found(payload, Setting::default(), &Filter::default())
}

fn found(payload: &Payload, setting: Setting, filter: &Filter) -> Detail {
    let mut detail = Detail::new(payload, setting, filter);
    detail.apply(&scrolled(0.0, 0.0, 0.0));
    detail
}

/// A filter that looks for this text.
fn filter(query: &str) -> Filter {
    let criteria = Criteria {
        query: query.into(),
        ..Criteria::default()
    };
    Filter::compile(&criteria, None, LetterCase::default()).unwrap()
}

fn seen(detail: &Detail) -> DetailWindow {
    detail.window(&Filter::default())
}

fn texts(detail: &Detail) -> Vec<String> {
    let lines = seen(detail).lines;
    lines.into_iter().map(|line| line.text).collect()
}

fn fold(detail: &mut Detail, line: u64) {
    detail.apply(&Event::Folded(line));
}

#[test]
fn json_is_pretty_printed_and_other_text_is_not() {
    let json = shown(&text(r#"{"a":[1,2]}"#));
    assert_eq!(seen(&json).format, DetailFormat::Json);
    assert_eq!(
        texts(&json),
        ["{", "  \"a\": [", "    1,", "    2", "  ]", "}"]
    );
    for plain in ["{oops", "12", "plain", "[{{n}}]"] {
        assert_eq!(seen(&shown(&text(plain))).format, DetailFormat::Text);
        assert_eq!(texts(&shown(&text(plain))), [plain]);
    }
}

#[test]
fn format_chosen_by_the_person_is_shown() {
    let mut detail = shown(&text("[1]"));
    detail.apply(&Event::Shown(DetailFormat::Text));
    assert_eq!(texts(&detail), ["[1]"]);
    detail.apply(&Event::Shown(DetailFormat::Json));
    assert_eq!(texts(&detail), ["[", "  1", "]"]);

    let large = format!("[{}1]", "1,".repeat(MAX_AUTO_FORMAT_BYTES / 2));
    let mut detail = shown(&text(&large));
    assert_eq!(seen(&detail).format, DetailFormat::Text);
    detail.apply(&Event::Shown(DetailFormat::Json));
    assert_eq!(texts(&detail)[..2], ["[", "  1,"]);
}

#[test]
fn json_format_of_other_text_is_an_error_with_a_position() {
    let mut detail = shown(&text("[1"));
    detail.apply(&Event::Shown(DetailFormat::Json));
    let window = seen(&detail);
    assert_eq!(
        (window.format, window.error.map(|it| it.at_bytes)),
        (DetailFormat::Text, Some(2))
    );
    detail.apply(&Event::Shown(DetailFormat::Text));
    assert_eq!(seen(&detail).error, None);
}

#[test]
fn fold_hides_its_lines_and_unfold_restores_inner_folds() {
    let mut detail = shown(&text(r#"{"a":{"b":[1,2]},"c":[3],"d":[]}"#));
    let unfolded = texts(&detail);
    assert_eq!(unfolded[2], "    \"b\": [");
    fold(&mut detail, 2);
    let inner = texts(&detail);
    assert_eq!(
        inner,
        [
            "{",
            "  \"a\": {",
            "    \"b\": [",
            "    ]",
            "  },",
            "  \"c\": [",
            "    3",
            "  ],",
            "  \"d\": []",
            "}"
        ]
    );
    fold(&mut detail, 1);
    let outer = [
        "{",
        "  \"a\": {",
        "  },",
        "  \"c\": [",
        "    3",
        "  ],",
        "  \"d\": []",
        "}",
    ];
    assert_eq!(texts(&detail), outer);
    fold(&mut detail, 1);
    assert_eq!(texts(&detail), inner);
    fold(&mut detail, 2);
    assert_eq!(texts(&detail), unfolded);
    // No object begins in this line.
    fold(&mut detail, 3);
    fold(&mut detail, 1_000);
    assert_eq!(texts(&detail), unfolded);
}

#[test]
fn chunk_that_ends_like_an_object_is_not_foldable() {
    let mut detail = shown(&text(&format!(r#"["{}"]"#, "{".repeat(500))));
    let before = texts(&detail);
    for line in 0..before.len() as u64 {
        let folded = seen(&detail).lines[line as usize].folded;
        assert_eq!(folded, (line == 0).then_some(false));
    }
    fold(&mut detail, 1);
    assert_eq!(texts(&detail), before);
}

#[test]
fn hex_dump_of_sixteen_mebibytes_reaches_its_end() {
    let mut detail = shown(&Payload::Binary(vec![7; 16 << 20].into()));
    let window = seen(&detail);
    assert_eq!(window.format, DetailFormat::Bytes);
    assert!(window.lines.len() < 40);
    let end_px = window.canvas_px - 400.0;
    detail.apply(&scrolled(0.0, end_px, end_px));
    assert!(
        texts(&detail)
            .last()
            .unwrap()
            .starts_with("00fffff0  07 07")
    );
}

#[test]
fn empty_text_is_one_line_and_empty_bytes_are_none() {
    assert_eq!(texts(&shown(&text(""))), [""]);
    assert!(texts(&shown(&Payload::Binary([].into()))).is_empty());
}

proptest! {
    #[test]
    fn window_in_any_order_of_events_agrees_with_all_lines(
        count in 1_u64..300,
        folds in prop::collection::vec(0_u64..900, 0..4),
        part in 0.0..1.0
    ) {
        let items = vec!["[{}, [1, 2]]"; count as usize].join(",");
        let mut detail = shown(&text(&format!("[{items}]")));
        folds.into_iter().for_each(|line| fold(&mut detail, line));
        let all = detail.source.lines(0, u64::MAX, &Filter::default());
        prop_assert_eq!(all.len() as u64, detail.source.line_count());
        let end_px = (seen(&detail).canvas_px - 400.0).max(0.0);
        detail.apply(&scrolled(0.0, end_px * part, end_px));
        let window = seen(&detail);
        let first = (window.lines_px / LINE_PX as f64) as usize;
        prop_assert!(all[first..].starts_with(&window.lines));
        prop_assert!(window.lines_px <= window.scroll_px);
        let below_px = window.lines_px + (window.lines.len() as u64 * LINE_PX) as f64;
        prop_assert!(below_px >= (window.scroll_px + 400.0).min(window.canvas_px));
    }
}

#[test]
fn lines_and_their_breaks_are_the_message_as_it_was_sent() {
    let text = format!("{}\r\nb\rc\n{}", "a".repeat(377), "가".repeat(100));
    let mut detail = shown(&Payload::Text(text.as_str().into()));
    for format in [DetailFormat::Text, DetailFormat::Marked] {
        detail.apply(&Event::Shown(format));
        let window = seen(&detail);
        assert_eq!(window.format, format);
        let lines = window.lines.iter();
        let parts = lines.flat_map(|line| [&*line.text, &*line.line_break]);
        assert_eq!(String::from_iter(parts), text);
    }
}

#[test]
fn detail_of_a_text_has_its_bytes_and_what_is_not_seen() {
    let mut detail = shown(&Payload::Text("a\0b\u{200b}".into()));
    let window = seen(&detail);
    assert_eq!((window.is_text, window.unseen), (true, 2));
    detail.apply(&Event::Shown(DetailFormat::Bytes));
    let window = seen(&detail);
    assert_eq!(window.format, DetailFormat::Bytes);
    assert!(
        window.lines[0].text.contains("61 00 62 e2 80 8b"),
        "{window:?}"
    );
    detail.apply(&Event::Shown(DetailFormat::Text));
    assert_eq!(seen(&detail).format, DetailFormat::Text);
    let bytes = seen(&shown(&Payload::Binary([0x61].into())));
    assert_eq!((bytes.is_text, bytes.unseen), (false, 0));
}

/// The text of each hit in view, with the index of its line.
fn hits(detail: &Detail, filter: &Filter) -> Vec<(u64, String)> {
    let lines = detail.window(filter).lines;
    let hits = lines.iter().flat_map(|line| {
        let hits = line.parts.iter().filter(|part| part.is_hit);
        hits.map(|part| (line.index, line.text[part.range.clone()].to_owned()))
    });
    hits.collect()
}

fn measured(columns: usize) -> Event {
    Event::Measured(columns)
}

#[test]
fn lines_break_at_the_measured_columns_and_not_before() {
    let message = text(&"0123456789".repeat(30));
    let mut detail = shown(&message);
    for columns in [28, 57, 85] {
        detail.apply(&measured(columns));
        let lengths: Vec<_> = texts(&detail).iter().map(String::len).collect();
        assert!(lengths[..lengths.len() - 1].iter().all(|it| *it == columns));
        assert_eq!(lengths.iter().sum::<usize>(), 300);
    }
    detail.apply(&Event::Wrapped(false));
    assert_eq!(texts(&detail), ["0123456789".repeat(30)]);
    // The next message is shown the same way.
    let next = Detail::new(&message, detail.setting(), &Filter::default());
    assert_eq!(texts(&next).len(), 1);
}

#[test]
fn line_in_view_and_folds_stay_when_the_pane_gets_narrower() {
    let items = format!("{{\"long\":\"{}\",\"x\":[1,2]}}", "a".repeat(400));
    let mut detail = shown(&text(&format!("[{items},{items},{{\"end\":[3]}}]")));
    detail.apply(&measured(80));
    let line_of = |detail: &Detail, wanted: &str| {
        let all = detail.source.lines(0, u64::MAX, &Filter::default());
        let line = all.into_iter().find(|line| line.text.contains(wanted));
        line.unwrap()
    };
    let end = line_of(&detail, "\"end\"").index;
    fold(&mut detail, end);
    let first = line_of(&detail, "\"x\"").index;
    fold(&mut detail, first);
    detail.apply(&Event::LineSelected(end));
    let before = detail.source.line_count();
    detail.apply(&measured(20));
    assert!(detail.source.line_count() > before);
    for wanted in ["\"end\"", "\"x\""] {
        assert_eq!(line_of(&detail, wanted).folded, Some(true), "{wanted}");
    }
    assert_eq!(detail.selected, Some(line_of(&detail, "\"end\"").index));
    detail.apply(&measured(80));
    assert_eq!(detail.source.line_count(), before);
}

#[test]
fn format_that_the_person_chose_is_that_of_the_next_message() {
    let mut detail = shown(&text("[1]"));
    assert_eq!(seen(&detail).format, DetailFormat::Json);
    detail.apply(&Event::Shown(DetailFormat::Bytes));
    let next = |detail: &Detail, message: &str| {
        seen(&found(&text(message), detail.setting(), &Filter::default())).format
    };
    assert_eq!(next(&detail, "[2]"), DetailFormat::Bytes);
    detail.apply(&Event::Shown(DetailFormat::Text));
    assert_eq!(next(&detail, "[2]"), DetailFormat::Text);
    detail.apply(&Event::Shown(DetailFormat::Json));
    assert_eq!(next(&detail, "plain"), DetailFormat::Text);
    assert_eq!(next(&detail, "[2]"), DetailFormat::Json);
    detail.apply(&Event::Shown(DetailFormat::Marked));
    assert_eq!(next(&detail, "plain"), DetailFormat::Text);
    assert_eq!(next(&detail, "a\0"), DetailFormat::Marked);
}

#[test]
fn first_hit_is_in_view_when_a_message_is_opened_and_every_hit_is_marked() {
    let many = format!("[{}\"Needle\",7,\"needle\"]", "0,".repeat(500));
    let needle = filter("needle");
    let mut detail = found(&text(&many), Setting::default(), &needle);
    let marked = [(501, "Needle".to_owned()), (503, "needle".to_owned())];
    assert_eq!(hits(&detail, &needle), marked);
    let view = detail.window(&needle);
    let line_px = view.lines_px + ((501 - view.lines[0].index) * LINE_PX) as f64;
    let in_view = view.scroll_px..view.scroll_px + view.viewport_px - LINE_PX as f64;
    assert!(in_view.contains(&line_px), "{line_px} {in_view:?}");
    assert_eq!(hits(&detail, &Filter::default()), []);
    // It stays in view when the lines are broken anew, until the person scrolls.
    let long = format!("{}needle", "a".repeat(30_000));
    detail = found(&text(&long), Setting::default(), &needle);
    for columns in [28, 85] {
        detail.apply(&measured(columns));
        let marked: String = hits(&detail, &needle)
            .into_iter()
            .map(|(_, it)| it)
            .collect();
        assert_eq!(marked, "needle");
    }
}

#[test]
fn hit_over_a_break_of_the_pane_is_marked_on_both_lines() {
    let needle = filter("needle");
    let mut detail = found(&text("0123456needle"), Setting::default(), &needle);
    detail.apply(&measured(10));
    let marked = [(0, "nee".to_owned()), (1, "dle".to_owned())];
    assert_eq!(hits(&detail, &needle), marked);
}

#[test]
fn hit_in_a_hex_dump_is_marked_in_digits_and_letters() {
    let needle = filter("needle");
    let mut bytes = vec![0xff; 12];
    bytes.extend(b"needle\xffNeedle");
    let mut detail = found(&Payload::Binary(bytes.into()), Setting::default(), &needle);
    let marked = |detail: &Detail| {
        let marked = hits(detail, &needle).into_iter();
        marked
            .map(|(line, it)| format!("{line} {it}"))
            .collect::<Vec<_>>()
    };
    assert_eq!(
        marked(&detail),
        [
            "0 6e 65 65 64",
            "0 need",
            "1 6c 65",
            "1 4e 65 65 64 6c  65",
            "1 le",
            "1 Needle",
        ]
    );
    detail.apply(&measured(45));
    assert_eq!(marked(&detail)[..2], ["1 6e 65 65 64", "1 need"]);

    // A text is a dump where the person wants it, and an opened message begins with the hit in view.
    let long = format!("{}가needle", "a".repeat(30_005));
    detail.apply(&Event::Shown(DetailFormat::Bytes));
    for message in [text(&long), Payload::Binary(long.as_bytes().into())] {
        let detail = found(&message, detail.setting(), &needle);
        assert_eq!(marked(&detail).concat().matches("needle").count(), 1);
    }
}

#[test]
fn hits_after_a_fold_are_marked() {
    let needle = filter("needle");
    let inner = "\"needle\",".repeat(2_000);
    let message = text(&format!("[[{inner}0],\"needle\"]"));
    let mut detail = found(&message, Setting::default(), &needle);
    fold(&mut detail, 1);
    detail.apply(&scrolled(400.0, 0.0, 400.0));
    assert_eq!(hits(&detail, &needle), [(2_004, "needle".to_owned())]);
}

fn copied(detail: &Detail, what: Copy) -> Option<String> {
    match detail.copied(what)? {
        Payload::Text(text) => Some(text.to_string()),
        Payload::Binary(bytes) => Some(format!("{bytes:?}")),
    }
}

#[test]
fn copy_is_the_message_its_lines_a_value_or_a_path() {
    let raw = r#"{"user":{"tags":["a",{"b":[1]}]}}"#;
    let mut detail = shown(&text(raw));
    assert_eq!(copied(&detail, Copy::Value), None);
    fold(&mut detail, 1);
    detail.apply(&Event::LineSelected(4));
    assert_eq!(copied(&detail, Copy::Whole).unwrap(), raw);
    assert_eq!(
        copied(&detail, Copy::Shown).unwrap(),
        json::indent(raw).unwrap()
    );
    assert_eq!(copied(&detail, Copy::Path).unwrap(), "user.tags[1]");
    assert_eq!(
        copied(&detail, Copy::Value).unwrap(),
        "{\n  \"b\": [\n    1\n  ]\n}"
    );
    detail.apply(&Event::LineSelected(0));
    assert_eq!(copied(&detail, Copy::Path).unwrap(), "$");
    detail.apply(&Event::Shown(DetailFormat::Text));
    assert_eq!(copied(&detail, Copy::Value), None);
    assert_eq!(copied(&detail, Copy::Shown).unwrap(), raw);
    detail.apply(&Event::Shown(DetailFormat::Bytes));
    let dump = copied(&detail, Copy::Shown).unwrap();
    assert_eq!(dump.lines().count(), raw.len().div_ceil(16));
}

#[test]
fn value_of_a_line_that_is_broken_is_the_whole_value() {
    let long = format!("[\"{}\"]", "a".repeat(100));
    let mut detail = shown(&text(&long));
    detail.apply(&measured(20));
    detail.apply(&Event::LineSelected(3));
    assert_eq!(copied(&detail, Copy::Value).unwrap(), long[1..103]);
    assert_eq!(copied(&detail, Copy::Path).unwrap(), "[0]");
}

#[test]
fn selection_moves_by_a_line_past_folds_and_stays_in_view() {
    let mut detail = shown(&text(&format!("[[1,2],{}3]", "0,".repeat(100))));
    fold(&mut detail, 1);
    let mut selected = Vec::new();
    for _ in 0..3 {
        detail.apply(&Event::LineMoved { down: true });
        selected.extend(detail.selected);
    }
    assert_eq!(selected, [0, 1, 4]);
    detail.apply(&Event::LineMoved { down: false });
    assert_eq!(detail.selected, Some(1));
    for _ in 0..200 {
        detail.apply(&Event::LineMoved { down: true });
    }
    assert_eq!(detail.selected, Some(106));
    assert!(texts(&detail).last().unwrap().contains(']'));
}

#[test]
fn deep_json_in_a_narrow_pane_folds_as_a_whole() {
    let deep = format!("{}1{}", "[".repeat(30), "]".repeat(30));
    let mut detail = shown(&text(&deep));
    detail.apply(&measured(10));
    let all = detail.source.lines(0, u64::MAX, &Filter::default());
    let opening = all
        .iter()
        .filter(|line| line.folded.is_some())
        .nth(20)
        .unwrap();
    let index = opening.index;
    fold(&mut detail, index);
    let folded = detail.source.lines(0, u64::MAX, &Filter::default());
    assert!(folded.iter().all(|line| !line.text.contains('1')));
    assert_eq!(
        folded.iter().filter(|line| line.text.contains(']')).count(),
        21
    );
}

#[test]
fn number_that_may_be_a_time_is_known_where_it_is_whole() {
    let mut detail = shown(&text(r#"{"ts":1796042285582,"n":42}"#));
    let times = |detail: &Detail| {
        let lines = seen(detail).lines;
        lines
            .iter()
            .filter_map(|line| line.unix_ms)
            .collect::<Vec<_>>()
    };
    assert_eq!(times(&detail), [1_796_042_285_582]);
    assert_eq!(seen(&detail).lines[1].columns_left, 80 - 22);
    detail.apply(&measured(12));
    assert!(times(&detail).is_empty());
}
