//! Tests of the detail of messages of any size, in each format.

use proptest::prelude::*;

use super::*;

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
    let mut detail = Detail::new(payload);
    detail.apply(&scrolled(0.0, 0.0, 0.0));
    detail
}

fn texts(detail: &Detail) -> Vec<String> {
    let lines = detail.window().lines;
    lines.into_iter().map(|line| line.text).collect()
}

fn fold(detail: &mut Detail, line: u64) {
    detail.apply(&Event::Folded(line));
}

#[test]
fn json_is_pretty_printed_and_other_text_is_not() {
    let json = shown(&text(r#"{"a":[1,2]}"#));
    assert_eq!(json.window().format, DetailFormat::Json);
    assert_eq!(
        texts(&json),
        ["{", "  \"a\": [", "    1,", "    2", "  ]", "}"]
    );
    for plain in ["{oops", "12", "plain", "[{{n}}]"] {
        assert_eq!(shown(&text(plain)).window().format, DetailFormat::Text);
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
    assert_eq!(detail.window().format, DetailFormat::Text);
    detail.apply(&Event::Shown(DetailFormat::Json));
    assert_eq!(texts(&detail)[..2], ["[", "  1,"]);
}

#[test]
fn json_format_of_other_text_is_an_error_with_a_position() {
    let mut detail = shown(&text("[1"));
    detail.apply(&Event::Shown(DetailFormat::Json));
    let window = detail.window();
    assert_eq!(
        (window.format, window.error.map(|it| it.at_bytes)),
        (DetailFormat::Text, Some(2))
    );
    detail.apply(&Event::Shown(DetailFormat::Text));
    assert_eq!(detail.window().error, None);
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
        let folded = detail.window().lines[line as usize].folded;
        assert_eq!(folded, (line == 0).then_some(false));
    }
    fold(&mut detail, 1);
    assert_eq!(texts(&detail), before);
}

#[test]
fn hex_dump_of_sixteen_mebibytes_reaches_its_end() {
    let mut detail = shown(&Payload::Binary(vec![7; 16 << 20].into()));
    let window = detail.window();
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
        let all = detail.source.lines(0, u64::MAX);
        prop_assert_eq!(all.len() as u64, detail.source.line_count());
        let end_px = (detail.window().canvas_px - 400.0).max(0.0);
        detail.apply(&scrolled(0.0, end_px * part, end_px));
        let window = detail.window();
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
        let window = detail.window();
        assert_eq!(window.format, format);
        let lines = window.lines.iter();
        let parts = lines.flat_map(|line| [&*line.text, &*line.line_break]);
        assert_eq!(String::from_iter(parts), text);
    }
}

#[test]
fn detail_of_a_text_has_its_bytes_and_what_is_not_seen() {
    let mut detail = shown(&Payload::Text("a\0b\u{200b}".into()));
    let window = detail.window();
    assert_eq!((window.is_text, window.unseen), (true, 2));
    detail.apply(&Event::Shown(DetailFormat::Bytes));
    let window = detail.window();
    assert_eq!(window.format, DetailFormat::Bytes);
    assert!(
        window.lines[0].text.contains("61 00 62 e2 80 8b"),
        "{window:?}"
    );
    detail.apply(&Event::Shown(DetailFormat::Text));
    assert_eq!(detail.window().format, DetailFormat::Text);
    let bytes = shown(&Payload::Binary([0x61].into())).window();
    assert_eq!((bytes.is_text, bytes.unseen), (false, 0));
}
