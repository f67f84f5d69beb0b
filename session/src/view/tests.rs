//! Tests of the view against a naive filter, in any order of events; the row in view stays in place.

use std::rc::Rc;

use proptest::prelude::*;

use super::*;
use crate::filter::regex;
use crate::payload::Payload;
use crate::record::{Direction, Opening, Record, RecordKind};
use crate::time::{Time, TimeZone, WallTime};

const VIEWPORT_PX: f64 = 300.0;

/// The height of a row with this number of lines, by default.
fn row_height_px(lines: u64) -> f64 {
    (lines * Density::Compact.line_px() + Density::Compact.padding_px()) as f64
}

fn record(text: &str) -> Record {
    let payload = Payload::Text(text.into());
    Record {
        at: Time(0.0),
        wall: WallTime(0.0),
        kind: RecordKind::Message(Direction::Received, payload),
    }
}

fn text_of(record: &Record) -> &str {
    match record.message() {
        Some((_, Payload::Text(text))) => text,
        _ => "",
    }
}

fn append(log: &mut Log, texts: impl IntoIterator<Item = impl AsRef<str>>) {
    for text in texts {
        log.append(record(text.as_ref()));
    }
}

fn looking_for(query: &str) -> Event {
    Event::Criteria(Criteria {
        query: query.into(),
        ..Criteria::default()
    })
}

fn only(query: &str) -> Event {
    Event::Criteria(Criteria {
        query: query.into(),
        only_hits: true,
        ..Criteria::default()
    })
}

/// Turns the wheel by this many pixels, as the element reports it.
fn wheel(view: &mut View, log: &Log, step_px: f64) {
    let window = view.window(log);
    let end_px = (window.canvas_px - VIEWPORT_PX).max(0.0);
    let scrolled = Scrolled {
        from_px: window.scroll_px,
        to_px: (window.scroll_px + step_px).clamp(0.0, end_px),
        end_px,
        viewport_px: VIEWPORT_PX,
    };
    view.apply(Event::Scrolled(scrolled), log);
}

fn catch_up(view: &mut View, log: &Log) {
    while view.advance(log, 7) {}
}

/// A log of numbered one-line messages, and a view that has caught up with it.
fn view_of(count: u64) -> (View, Log) {
    let mut log = Log::new();
    append(
        &mut log,
        (0..count).map(|number| format!("message {number}")),
    );
    let mut view = View::default();
    wheel(&mut view, &log, 0.0);
    catch_up(&mut view, &log);
    (view, log)
}

/// The record at the upper edge, and the number of its pixels above it.
fn upper_edge(window: &Window) -> Option<(u64, f64)> {
    let mut row_px = window.rows_px;
    for row in &window.rows {
        let next_px = row_px + row_height_px(row.lines);
        if next_px > window.scroll_px {
            return Some((row.number, window.scroll_px - row_px));
        }
        row_px = next_px;
    }
    None
}

fn numbers(window: &Window) -> Vec<u64> {
    window.rows.iter().map(|row| row.number).collect()
}

#[test]
fn view_follows_until_scrolled_up() {
    let (mut view, mut log) = view_of(100);
    assert_eq!(numbers(&view.window(&log)).last(), Some(&99));
    append(&mut log, ["one more"]);
    catch_up(&mut view, &log);
    assert_eq!(numbers(&view.window(&log)).last(), Some(&100));
    assert_eq!(view.window(&log).new_rows, 0);

    wheel(&mut view, &log, -50.0);
    let edge = upper_edge(&view.window(&log));
    append(&mut log, ["a", "b", "c"]);
    catch_up(&mut view, &log);
    let window = view.window(&log);
    assert_eq!(upper_edge(&window), edge);
    assert!(!window.is_following);
    assert_eq!(window.new_rows, 3);
}

#[test]
fn view_at_the_end_follows_again() {
    let (mut view, mut log) = view_of(100);
    wheel(&mut view, &log, -500.0);
    append(&mut log, ["a", "b"]);
    catch_up(&mut view, &log);
    wheel(&mut view, &log, 10_000.0);
    assert!(view.is_following());
    assert_eq!(view.window(&log).new_rows, 0);

    wheel(&mut view, &log, -500.0);
    view.apply(Event::FollowPressed, &log);
    assert!(view.is_following());
}

#[test]
fn list_taken_hold_of_stops_following_before_the_scroll() {
    let (mut view, mut log) = view_of(100);
    let before = upper_edge(&view.window(&log));
    view.apply(Event::Turned(0.0), &log);
    append(&mut log, ["one", "two"]);
    catch_up(&mut view, &log);
    let window = view.window(&log);
    assert_eq!(upper_edge(&window), before);
    assert_eq!(window.new_rows, 2);

    // A list that fits the viewport has no rows to go back to.
    let (mut view, log) = view_of(3);
    view.apply(Event::Turned(-30.0), &log);
    assert!(view.is_following());
}

#[test]
fn wheel_upwards_goes_back_without_a_scroll_of_the_browser() {
    let (mut view, mut log) = view_of(100);
    let before = view.window(&log);
    // The second turn comes before the first is drawn.
    view.apply(Event::Turned(-60.0), &log);
    view.apply(Event::Turned(-40.0), &log);
    append(&mut log, ["one", "two"]);
    catch_up(&mut view, &log);
    let window = view.window(&log);
    assert!(!window.is_following);
    assert_eq!(window.scroll_px, before.scroll_px - 100.0);
    assert_eq!(window.new_rows, 2);

    view.apply(Event::Turned(-1e9), &log);
    assert_eq!(view.window(&log).scroll_px, 0.0);
    view.apply(Event::Turned(50.0), &log);
    assert_eq!(view.window(&log).scroll_px, 50.0);
    assert!(!view.is_following());
    view.apply(Event::Turned(1e9), &log);
    assert!(view.is_following());
}

#[test]
fn new_rows_are_counted_until_in_view() {
    let (mut view, mut log) = view_of(100);
    wheel(&mut view, &log, -500.0);
    append(&mut log, (0..50).map(|_| "new"));
    catch_up(&mut view, &log);
    assert_eq!(view.window(&log).new_rows, 50);
    wheel(&mut view, &log, 500.0 + 220.0);
    assert_eq!(view.window(&log).new_rows, 40);
    wheel(&mut view, &log, -1_000.0);
    assert_eq!(view.window(&log).new_rows, 40);
}

#[test]
fn frozen_view_stays_and_loses_no_row() {
    for scrolled_by_px in [0.0, -700.0] {
        let (mut view, mut log) = view_of(100);
        wheel(&mut view, &log, scrolled_by_px);
        view.apply(Event::Frozen(true), &log);
        let before = view.window(&log);
        assert_eq!(before.new_rows, 0, "one count is enough");
        append(&mut log, (0..50).map(|_| "new"));
        catch_up(&mut view, &log);
        let after = view.window(&log);
        assert_eq!(after.waiting_rows, 50);
        let waiting_rows = before.waiting_rows;
        assert_eq!(
            Window {
                waiting_rows,
                ..after
            },
            before
        );
        view.apply(Event::Frozen(false), &log);
        let window = view.window(&log);
        assert_eq!((window.row_count, window.waiting_rows), (150, 0));
    }
}

#[test]
fn eviction_keeps_the_row_in_view_in_place() {
    let (mut view, mut log) = view_of(200);
    wheel(&mut view, &log, -1_003.0);
    let edge = upper_edge(&view.window(&log));
    for _ in 0..100 {
        log.evict_oldest();
    }
    catch_up(&mut view, &log);
    assert_eq!(upper_edge(&view.window(&log)), edge);
    for _ in 0..100 {
        log.evict_oldest();
    }
    assert!(numbers(&view.window(&log)).is_empty());
}

#[test]
fn new_filter_scans_from_the_row_in_view() {
    let (mut view, log) = view_of(10_000);
    wheel(&mut view, &log, -140_000.0);
    let (reading, _) = upper_edge(&view.window(&log)).unwrap();
    view.apply(only("7"), &log);
    assert!(view.advance(&log, 1_000));
    let window = view.window(&log);
    assert!(window.is_scanning);
    let (shown, _) = upper_edge(&window).unwrap();
    assert!(
        reading <= shown && shown < reading + 10,
        "{shown} for {reading}"
    );
    catch_up(&mut view, &log);
    assert_eq!(upper_edge(&view.window(&log)).unwrap().0, shown);
    view.apply(only(""), &log);
    catch_up(&mut view, &log);
    assert_eq!(upper_edge(&view.window(&log)).unwrap().0, reading);
}

#[test]
fn invalid_pattern_keeps_the_filter_before() {
    let (mut view, log) = view_of(100);
    view.apply(only("9"), &log);
    catch_up(&mut view, &log);
    let before = view.window(&log);
    let broken = Criteria {
        query: "(".into(),
        is_regex: true,
        ..Criteria::default()
    };
    view.apply(Event::Criteria(broken.clone()), &log);
    view.search_loaded(Some(regex::compile), &log);
    assert!(view.error().is_some());
    assert_eq!(*view.criteria(), broken);
    assert_eq!(view.window(&log), before);
    view.apply(only("9"), &log);
    assert!(view.error().is_none());
}

#[test]
fn regex_that_waits_for_the_search_keeps_the_filter_before_until_it_is_loaded() {
    let (mut view, log) = view_of(100);
    view.apply(only("9"), &log);
    catch_up(&mut view, &log);
    let before = view.window(&log);
    let pattern = Criteria {
        query: "^message 4.$".into(),
        is_regex: true,
        only_hits: true,
        ..Criteria::default()
    };
    view.apply(Event::Criteria(pattern.clone()), &log);
    assert_eq!(view.search(), Search::Loading);
    assert_eq!(*view.criteria(), pattern, "nothing typed is lost");
    assert_eq!(view.window(&log), before);

    view.search_loaded(None, &log);
    assert_eq!(view.search(), Search::Failed);
    assert_eq!(view.window(&log), before);
    view.apply(Event::SearchAgain, &log);
    assert_eq!(view.search(), Search::Loading);

    view.search_loaded(Some(regex::compile), &log);
    assert_eq!(view.search(), Search::Ready);
    catch_up(&mut view, &log);
    assert_eq!(view.window(&log).row_count, 10);
    // Later ones are compiled at once.
    view.apply(
        Event::Criteria(Criteria {
            query: "^message 5$".into(),
            ..pattern
        }),
        &log,
    );
    assert_eq!(view.search(), Search::Ready);
    catch_up(&mut view, &log);
    assert_eq!(view.window(&log).row_count, 1);
}

#[test]
fn plain_text_typed_while_the_search_loads_is_in_force_at_once() {
    let (mut view, log) = view_of(100);
    let pattern = Criteria {
        query: "4.".into(),
        is_regex: true,
        ..Criteria::default()
    };
    view.apply(Event::Criteria(pattern), &log);
    assert_eq!(view.search(), Search::Loading);
    view.apply(only("42"), &log);
    assert_eq!(view.search(), Search::Ready);
    catch_up(&mut view, &log);
    assert_eq!(view.window(&log).row_count, 1);
    view.search_loaded(None, &log);
    assert_eq!(view.search(), Search::Ready, "it no longer waits");
}

#[test]
fn selection_moved_by_keys_is_in_view() {
    let (mut view, log) = view_of(100);
    let mut selected = |to| {
        view.apply(Event::Moved(to), &log);
        let number = view.selected().unwrap();
        assert!(numbers(&view.window(&log)).contains(&number));
        (number, view.is_following())
    };
    assert_eq!(selected(SelectionMove::Home), (0, false));
    assert_eq!(selected(SelectionMove::Up), (0, false));
    assert_eq!(selected(SelectionMove::Down), (1, false));
    assert_eq!(selected(SelectionMove::PageDown), (14, false));
    assert_eq!(selected(SelectionMove::PageUp), (0, false));
    assert_eq!(selected(SelectionMove::End), (99, true));
    assert_eq!(selected(SelectionMove::Down), (99, false));
    assert_eq!(selected(SelectionMove::Up), (98, false));
}

#[test]
fn selected_row_is_completely_in_view() {
    let (mut view, log) = view_of(100);
    for to in [
        SelectionMove::Home,
        SelectionMove::PageDown,
        SelectionMove::Down,
        SelectionMove::Up,
        SelectionMove::PageUp,
    ] {
        view.apply(Event::Moved(to), &log);
        let window = view.window(&log);
        let row = window.rows.iter().position(|row| row.is_selected).unwrap();
        let row_px = window.rows_px + row as f64 * row_height_px(1);
        assert!(row_px >= window.scroll_px, "{to:?}");
        assert!(
            row_px + row_height_px(1) <= window.scroll_px + VIEWPORT_PX,
            "{to:?}"
        );
    }
}

/// The list has this height now, as the element reports it.
fn resize(view: &mut View, log: &Log, viewport_px: f64) {
    let window = view.window(log);
    let scrolled = Scrolled {
        from_px: window.scroll_px,
        to_px: window.scroll_px,
        end_px: (window.canvas_px - viewport_px).max(0.0),
        viewport_px,
    };
    view.apply(Event::Scrolled(scrolled), log);
}

/// Whether all of a row is in a viewport of this height.
fn is_in_view(window: &Window, number: u64, viewport_px: f64) -> bool {
    let Some(row) = window.rows.iter().position(|row| row.number == number) else {
        return false;
    };
    let row_px = window.rows_px + row as f64 * row_height_px(1);
    row_px >= window.scroll_px && row_px + row_height_px(1) <= window.scroll_px + viewport_px
}

#[test]
fn selected_row_when_the_list_becomes_lower_stays_in_view() {
    for count in [9, 100] {
        let (mut view, log) = view_of(count);
        view.apply(Event::Selected(count - 1), &log);
        view.apply(Event::DetailShown(true), &log);
        resize(&mut view, &log, 100.0);
        assert!(is_in_view(&view.window(&log), count - 1, 100.0), "{count}");
    }
    // A row that the person has scrolled away from does not come back.
    let (mut view, log) = view_of(100);
    view.apply(Event::Selected(99), &log);
    wheel(&mut view, &log, -1_000.0);
    let edge = upper_edge(&view.window(&log));
    resize(&mut view, &log, 100.0);
    assert_eq!(upper_edge(&view.window(&log)), edge);
}

#[test]
fn selected_row_that_was_partly_in_view_is_completely_in_view() {
    let (mut view, log) = view_of(100);
    wheel(&mut view, &log, -7.0);
    let (number, _) = upper_edge(&view.window(&log)).unwrap();
    view.apply(Event::Selected(number), &log);
    assert!(is_in_view(&view.window(&log), number, VIEWPORT_PX));
}

#[test]
fn other_density_keeps_the_row_at_the_upper_edge() {
    let (mut view, log) = view_of(100);
    wheel(&mut view, &log, -500.0);
    let (number, _) = upper_edge(&view.window(&log)).unwrap();
    view.set_density(Density::Touch);
    let window = view.window(&log);
    assert_eq!(window.density, Density::Touch);
    assert_eq!(window.canvas_px, 4_400.0);
    let first = window.rows.iter().position(|row| row.number == number);
    let row_px = window.rows_px + first.unwrap() as f64 * 44.0;
    assert!((0.0..44.0).contains(&(window.scroll_px - row_px)));
}

#[test]
fn hits_are_counted_and_selected_in_a_circle() {
    let (mut view, log) = view_of(100);
    view.apply(looking_for("5"), &log);
    catch_up(&mut view, &log);
    assert_eq!(view.window(&log).hits, 19);
    assert_eq!(view.window(&log).row_count, 100);
    view.apply(Event::Moved(SelectionMove::Home), &log);
    let mut go = |to| {
        view.apply(Event::Moved(to), &log);
        (view.selected(), view.window(&log).selected_hit)
    };
    assert_eq!(go(SelectionMove::NextHit), (Some(5), Some(1)));
    assert_eq!(go(SelectionMove::NextHit), (Some(15), Some(2)));
    assert_eq!(go(SelectionMove::PreviousHit), (Some(5), Some(1)));
    assert_eq!(go(SelectionMove::PreviousHit), (Some(95), Some(19)));
    assert_eq!(go(SelectionMove::NextHit), (Some(5), Some(1)));
}

/// The numbers of the selected rows among those in view.
fn selected_in_view(view: &View, log: &Log) -> Vec<u64> {
    let rows = view.window(log).rows;
    let selected = rows.into_iter().filter(|row| row.is_selected);
    selected.map(|row| row.number).collect()
}

#[test]
fn range_grows_and_shrinks_from_the_row_selected_first() {
    let (mut view, log) = view_of(10);
    view.apply(Event::Selected(4), &log);
    view.apply(Event::RangeSelected(6), &log);
    assert_eq!(selected_in_view(&view, &log), [4, 5, 6]);
    view.apply(Event::RangeMoved(SelectionMove::Up), &log);
    assert_eq!(selected_in_view(&view, &log), [4, 5]);
    for _ in 0..3 {
        view.apply(Event::RangeMoved(SelectionMove::Up), &log);
    }
    assert_eq!(selected_in_view(&view, &log), [2, 3, 4]);
    assert_eq!(view.window(&log).selected_rows, 3);
    assert_eq!(view.selected(), Some(2));
    view.apply(Event::Moved(SelectionMove::Down), &log);
    assert_eq!(selected_in_view(&view, &log), [3]);
    assert_eq!(view.window(&log).selected_rows, 1);
}

#[test]
fn all_rows_are_selected_and_where_there_are_hits_only_they() {
    let (mut view, log) = view_of(1_000);
    let before = upper_edge(&view.window(&log));
    view.apply(Event::AllSelected, &log);
    assert_eq!(view.window(&log).selected_rows, 1_000);
    assert_eq!(upper_edge(&view.window(&log)), before);
    view.apply(looking_for("99"), &log);
    catch_up(&mut view, &log);
    view.apply(Event::AllSelected, &log);
    assert_eq!(view.window(&log).selected_rows, 19);
    let (_, copied) = view.copy(&log, CopyForm::Payloads).unwrap();
    assert_eq!((copied.rows, copied.of), (19, 19));
}

#[test]
fn copy_of_one_message_is_its_payload_and_of_several_has_a_line_each() {
    let mut log = Log::new();
    append(&mut log, ["a\r\nb", "c"]);
    log.append(Record {
        kind: RecordKind::Message(Direction::Sent, Payload::Binary([0xab, 1].into())),
        ..record("")
    });
    let opening = Opening {
        address: "ws://a".into(),
        ..Opening::default()
    };
    log.append(Record {
        kind: RecordKind::Opened(Rc::new(opening)),
        ..record("")
    });
    let mut view = View::default();
    catch_up(&mut view, &log);
    let payloads = |view: &View| Some(view.copy(&log, CopyForm::Payloads)?.0);
    assert_eq!(payloads(&view), None);
    view.apply(Event::Selected(0), &log);
    assert_eq!(payloads(&view), Some(Payload::Text("a\r\nb".into())));
    view.apply(Event::Selected(2), &log);
    assert_eq!(payloads(&view), Some(Payload::Binary([0xab, 1].into())));
    view.apply(Event::AllSelected, &log);
    assert_eq!(
        payloads(&view),
        Some(Payload::Text("a\r\nb\nc\nab 01".into()))
    );
    let with_time = view.copy(&log, CopyForm::WithTime(TimeZone(|_| 60)));
    let lines = [
        "01:00:00.000 ↓ a\r\nb",
        "01:00:00.000 ↓ c",
        "01:00:00.000 ↑ ab 01",
        "01:00:00.000 ● ws://a",
    ];
    let expected = (
        Payload::Text(lines.join("\n").into()),
        CopiedRows { rows: 4, of: 4 },
    );
    assert_eq!(with_time, Some(expected));
}

#[test]
fn copy_beyond_its_limit_says_how_many_rows_it_has() {
    let mut log = Log::new();
    append(&mut log, (0..10).map(|_| "x".repeat(1 << 20)));
    let mut view = View::default();
    catch_up(&mut view, &log);
    view.apply(Event::AllSelected, &log);
    let (payload, copied) = view.copy(&log, CopyForm::Payloads).unwrap();
    assert_eq!((copied.rows, copied.of), (7, 10));
    assert_eq!(payload.len(), (7 << 20) + 6);
}

#[test]
fn times_are_measured_from_the_chosen_row() {
    let mut log = Log::new();
    for ms in [1_000.0, 3_000.0, 3_500.0] {
        log.append(Record {
            at: Time(ms),
            ..record("x")
        });
    }
    let mut view = View::default();
    wheel(&mut view, &log, 0.0);
    catch_up(&mut view, &log);
    view.apply(Event::MeasuredFrom(1), &log);
    let window = view.window(&log);
    assert_eq!(window.row_time, RowTime::SinceRow);
    let times: Vec<_> = window
        .rows
        .iter()
        .filter_map(|row| row.after_chosen_ms)
        .collect();
    assert_eq!(times, [-2_000.0, 0.0, 500.0]);
}

/// The marked parts of a row's lines, as it shows them.
fn marked(row: &Row) -> Vec<String> {
    let lines = preview::lines_with(&row.record, row.excerpt).zip(&row.hits);
    lines
        .flat_map(|(line, hits)| hits.iter().map(|hit| line.text[hit.clone()].to_owned()))
        .collect()
}

#[test]
fn hit_that_does_not_fit_its_row_is_shown_and_marked() {
    let behind = |before: &str| format!("{before}needle and needle");
    let texts = [
        behind(""),
        behind(&"x".repeat(100)),
        behind(&"가\n".repeat(9)),
        behind(&"x".repeat(9_000)),
        format!("{}need\nle", "x".repeat(100)),
    ];
    let mut log = Log::new();
    append(&mut log, &texts);
    let mut view = View::default();
    wheel(&mut view, &log, 0.0);
    view.apply(looking_for("needle"), &log);
    catch_up(&mut view, &log);
    for row in &view.window(&log).rows[..4] {
        assert_eq!(marked(row), ["needle", "needle"], "{}", row.number);
        let lines = preview::lines_with(&row.record, row.excerpt).zip(&row.hits);
        for (line, hits) in lines {
            let fits = |hit: &Range<usize>| line.text[..hit.start].chars().count() <= 60;
            assert!(hits.first().is_none_or(fits), "{}", row.number);
        }
    }
    let across = Criteria {
        query: "need\\sle".into(),
        is_regex: true,
        ..Criteria::default()
    };
    view.apply(Event::Criteria(across), &log);
    view.search_loaded(Some(regex::compile), &log);
    catch_up(&mut view, &log);
    assert_eq!(marked(&view.window(&log).rows[4]), ["need"]);
}

#[test]
fn next_hit_while_the_detail_is_open_is_in_the_detail() {
    let (mut view, log) = view_of(100);
    view.apply(looking_for("5"), &log);
    catch_up(&mut view, &log);
    view.apply(Event::Moved(SelectionMove::Home), &log);
    view.apply(Event::DetailShown(true), &log);
    for number in [5, 15] {
        view.apply(Event::Moved(SelectionMove::NextHit), &log);
        assert_eq!(view.detail_pane(&log).unwrap().number, number);
        assert!(view.detail_pane(&log).unwrap().window.is_some());
    }
}

#[test]
fn evicted_row_is_not_selected() {
    let (mut view, mut log) = view_of(10);
    view.apply(Event::Selected(0), &log);
    view.apply(Event::DetailShown(true), &log);
    assert_eq!(view.detail_pane(&log).unwrap().number, 0);
    log.evict_oldest();
    catch_up(&mut view, &log);
    assert_eq!(view.selected(), None);
    assert_eq!(view.detail_pane(&log), None);
}

#[test]
fn cleared_log_is_empty_and_followed() {
    let (mut view, mut log) = view_of(100);
    wheel(&mut view, &log, -500.0);
    log.clear();
    append(&mut log, ["after"]);
    catch_up(&mut view, &log);
    assert_eq!(numbers(&view.window(&log)), [100]);
}

#[test]
fn advance_ends_after_a_mebibyte() {
    let mut log = Log::new();
    append(&mut log, (0..10).map(|_| "x".repeat(SLICE_BYTES)));
    let mut view = View::default();
    view.apply(looking_for("y"), &log);
    let mut slices = 1;
    while view.advance(&log, 1_000) {
        slices += 1;
    }
    assert_eq!(slices, 10);
}

#[derive(Debug, Clone)]
enum Step {
    Append(Vec<String>),
    Advance(usize),
    Evict(usize),
    Clear,
    Look(String, bool),
    Wheel(f64),
    Freeze(bool),
    Move(SelectionMove),
    Extend(SelectionMove),
    SelectAll,
}

fn any_step() -> impl Strategy<Value = Step> {
    let to = prop::sample::select(vec![
        SelectionMove::Up,
        SelectionMove::Down,
        SelectionMove::PageUp,
        SelectionMove::PageDown,
        SelectionMove::Home,
        SelectionMove::End,
        SelectionMove::PreviousHit,
        SelectionMove::NextHit,
    ]);
    prop_oneof![
        6 => prop::collection::vec("[ab\n]{0,8}", 0..40).prop_map(Step::Append),
        4 => (0_usize..60).prop_map(Step::Advance),
        2 => (0_usize..30).prop_map(Step::Evict),
        1 => Just(Step::Clear),
        2 => ("[ab]{0,2}", any::<bool>()).prop_map(|(query, only)| Step::Look(query, only)),
        3 => (-900.0..900.0).prop_map(Step::Wheel),
        1 => any::<bool>().prop_map(Step::Freeze),
        2 => to.clone().prop_map(Step::Move),
        2 => to.prop_map(Step::Extend),
        1 => Just(Step::SelectAll),
    ]
}

/// Compares the window with one made the plain way: every row, laid out from the top.
fn check_window(view: &View, log: &Log, rows: &[u64]) -> Result<(), TestCaseError> {
    let window = view.window(log);
    prop_assert_eq!(window.row_count, rows.len() as u64);
    let mut row_px = 0.0;
    let mut expected = vec![];
    let scroll_px = window.scroll_px;
    for number in rows {
        let lines = log.get(*number).map_or(0, preview::height_lines) as u64;
        let below_px = row_px + row_height_px(lines);
        let is_in_view = below_px > scroll_px && row_px < scroll_px + VIEWPORT_PX;
        if is_in_view {
            expected.push((*number, row_px));
        }
        row_px = below_px;
    }
    prop_assert_eq!(window.canvas_px, row_px);
    prop_assert!(scroll_px >= 0.0 && scroll_px <= (row_px - VIEWPORT_PX).max(0.0));
    if window.is_following {
        prop_assert_eq!(scroll_px, (row_px - VIEWPORT_PX).max(0.0));
    }
    let mut row_px = window.rows_px;
    let mut shown = vec![];
    for row in &window.rows {
        shown.push((row.number, row_px));
        row_px += row_height_px(row.lines);
    }
    let skipped = shown.iter().position(|row| Some(row) == expected.first());
    let shown = &shown[skipped.unwrap_or(0)..];
    prop_assert!(shown.starts_with(&expected), "{shown:?} for {expected:?}");
    prop_assert!(window.rows.len() < 100);
    Ok(())
}

proptest! {
    #[test]
    fn window_in_any_order_of_events_agrees_with_a_naive_filter(steps in prop::collection::vec(any_step(), 0..40)) {
        let mut log = Log::new();
        let mut view = View::default();
        let mut frozen_at = u64::MAX;
        let (mut query, mut only_hits) = (String::new(), false);
        wheel(&mut view, &log, 0.0);
        for step in steps {
            match step {
                Step::Append(texts) => append(&mut log, texts),
                Step::Advance(max_records) => {
                    view.advance(&log, max_records);
                }
                Step::Evict(count) => (0..count).for_each(|_| log.evict_oldest()),
                Step::Clear => log.clear(),
                Step::Look(wanted, only) => {
                    view.apply(if only { self::only(&wanted) } else { looking_for(&wanted) }, &log);
                    (query, only_hits) = (wanted, only);
                }
                Step::Wheel(step_px) => wheel(&mut view, &log, step_px),
                Step::Freeze(freeze) => {
                    view.apply(Event::Frozen(freeze), &log);
                    frozen_at = if freeze { log.numbers().end } else { u64::MAX };
                }
                Step::Move(to) => view.apply(Event::Moved(to), &log),
                Step::Extend(to) => view.apply(Event::RangeMoved(to), &log),
                Step::SelectAll => view.apply(Event::AllSelected, &log),
            }
            // Whether the scan is complete or not, rows are in order and none is there twice.
            let shown = numbers(&view.window(&log));
            prop_assert!(shown.is_sorted_by(|one, other| one < other));
        }
        catch_up(&mut view, &log);
        let is_hit = |number: &u64| {
            !query.is_empty() && text_of(log.get(*number).unwrap()).contains(&query)
        };
        let rows: Vec<_> = log
            .numbers()
            .filter(|number| *number < frozen_at)
            .filter(|number| query.is_empty() || !only_hits || is_hit(number))
            .collect();
        check_window(&view, &log, &rows)?;
        prop_assert_eq!(view.window(&log).hits, rows.iter().filter(|it| is_hit(it)).count() as u64);
        let copied = view.copy(&log, CopyForm::WithTime(TimeZone(|_| 0)));
        prop_assert_eq!(copied.map_or(0, |(_, rows)| rows.rows), view.window(&log).selected_rows);
        for row in view.window(&log).rows {
            prop_assert_eq!(row.is_hit, is_hit(&row.number));
            prop_assert_eq!(Some(&row.record), log.get(row.number));
        }
    }
}
