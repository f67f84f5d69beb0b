//! What the workbench does with its tabs, and that all logs together stay within the budget.

use crate::time::WallTime;
use proptest::prelude::*;

use super::*;
use crate::close_request::CloseDraft;
use crate::composer::{self, draft::DraftKind};
use crate::connection::{Effect as ConnectionEffect, Event as ConnectionEvent, State};
use crate::filter::{Criteria, regex};
use crate::lesson::{self, Lesson};
use crate::letter_case::tests::of_unicode;
use crate::pane::Pane;
use crate::payload::Payload;
use crate::record::{CloseEvent, Opening};
use crate::room::room_address::Invitation;
use crate::transport::{Attempt, MessageId, TransportEvent};
use crate::view::{self, Density};

const LEAST_BUDGET_BYTES: usize = (*Settings::MEMORY_BUDGET_MIB.start() as usize) << 20;

fn at(ms: f64) -> Moment {
    Moment {
        now: Time(ms),
        wall: WallTime(ms),
        random: 7,
    }
}

/// A lesson that was never connected, with this text typed.
fn lesson(draft: &str) -> Lesson {
    Lesson::new(
        "ws://127.0.0.1:3000/".into(),
        false,
        draft.into(),
        Time(0.0),
    )
}

fn start(saved: SavedWorkbench) -> Start {
    Start {
        server: "ws://127.0.0.1:3000/".into(),
        lesson: lesson(""),
        saved,
        drafts: vec![],
        rooms: vec![],
        browser_delays: false,
        letter_case: of_unicode(),
        invitation: None,
    }
}

/// A workbench with these drafts, of which the first is the lesson's.
fn started(saved: SavedWorkbench, drafts: &[&str]) -> (Workbench, Vec<Effect>) {
    let mut drafts = drafts.iter();
    let start = Start {
        lesson: lesson(drafts.next().copied().unwrap_or_default()),
        drafts: drafts.map(|&draft| draft.into()).collect(),
        ..start(saved)
    };
    Workbench::start(start, at(0.0))
}

fn in_tab(tab: TabId, event: impl Into<tab::Event>) -> Event {
    Event::InTab(tab, event.into())
}

fn transport(attempt: Attempt, event: TransportEvent) -> tab::Event {
    ConnectionEvent::Transport(attempt, event).into()
}

fn with_tabs(count: u32) -> Workbench {
    let (mut workbench, _) = started(SavedWorkbench::default(), &[]);
    for number in 1..=count {
        let open = Event::OpenTab {
            address: format!("ws://server-{number}").into(),
            name: format!("{number}").into(),
        };
        let _ = workbench.apply(open, at(0.0));
    }
    workbench
}

/// The number of the attempt that these effects begin.
fn attempt_in(effects: &[Effect]) -> Option<Attempt> {
    effects.iter().find_map(|effect| match effect {
        Effect::InTab(_, tab::Effect::Connection(ConnectionEffect::Open { attempt, .. })) => {
            Some(*attempt)
        }
        _ => None,
    })
}

/// Opens the tab's connection, on which messages of these sizes arrive.
fn receive(workbench: &mut Workbench, tab: TabId, sizes: &[usize], now_ms: f64) {
    let effects = workbench.apply(in_tab(tab, ConnectionEvent::ConnectPressed), at(now_ms));
    let attempt = attempt_in(&effects).unwrap_or(Attempt::FIRST);
    let payloads = sizes
        .iter()
        .map(|&size| Payload::Binary(vec![0; size].into()));
    for event in [
        transport(attempt, TransportEvent::Opened(Opening::default())),
        transport(attempt, TransportEvent::Received(payloads.collect())),
    ] {
        let _ = workbench.apply(Event::InTab(tab, event), at(now_ms));
    }
}

fn ids(workbench: &Workbench) -> Vec<u32> {
    workbench.tabs().iter().map(|tab| tab.id().0).collect()
}

fn bytes(workbench: &Workbench) -> usize {
    let tabs = workbench.tabs().iter();
    tabs.map(|tab| tab.connection().log().bytes()).sum()
}

#[test]
fn start_connects_the_lesson_and_has_its_draft() {
    let (workbench, effects) = started(SavedWorkbench::default(), &["초안"]);
    assert_eq!(ids(&workbench), [0]);
    assert_eq!(attempt_in(&effects), Some(Attempt::FIRST));
    let lesson = workbench.tab(BORROWED).unwrap();
    assert_eq!(&**lesson.composer().text(), "초안");
}

#[test]
fn tabs_after_a_reload_have_their_drafts_and_are_not_connected() {
    let mut before = with_tabs(2);
    let _ = before.apply(Event::Rename(TabId(2), "시세".into()), at(0.0));
    let queue = ConnectionEvent::QueueChosen(true);
    let effects = before.apply(in_tab(TabId(2), queue), at(0.0));
    let [Effect::Keep(saved)] = &effects[..] else {
        panic!("{effects:?}");
    };
    let (after, _) = started(saved.clone(), &["", "하나", "둘"]);
    assert_eq!(ids(&after), [0, 1, 2]);
    assert_eq!(after.shown(), TabId(2));
    let tab = after.tab(TabId(2)).unwrap();
    assert_eq!(tab.name().map(|it| &**it), Some("시세"));
    assert_eq!(&**tab.composer().text(), "둘");
    assert!(tab.connection().queues());
    assert_eq!(*tab.connection().state(), State::Idle);
    assert_eq!(after.recent().addresses(), before.recent().addresses());
}

#[test]
fn saved_tab_lacks_the_password_of_its_address() {
    let mut workbench = with_tabs(1);
    let edit = ConnectionEvent::AddressEdited("ws://kim:s3cret@a:1/b".into());
    let effects = workbench.apply(in_tab(TabId(1), edit), at(0.0));
    let [Effect::Keep(saved)] = &effects[..] else {
        panic!("{effects:?}");
    };
    let addresses: Vec<_> = saved.tabs.iter().map(|tab| &*tab.address).collect();
    assert!(addresses.contains(&"ws://kim@a:1/b"), "{addresses:?}");
}

#[test]
fn workbench_unchanged_is_not_saved_again() {
    let (mut workbench, _) = started(SavedWorkbench::default(), &[]);
    for event in [
        transport(Attempt::FIRST, TransportEvent::Opened(Opening::default())),
        transport(Attempt::FIRST, TransportEvent::Received(vec![])),
        tab::Event::Woke,
    ] {
        let effects = workbench.apply(Event::InTab(BORROWED, event), at(0.0));
        assert!(!effects.iter().any(|it| matches!(it, Effect::Keep(_))));
    }
}

#[test]
fn closed_tab_is_forgotten_and_its_neighbour_shown_but_the_lesson_stays() {
    let mut workbench = with_tabs(3);
    let _ = workbench.apply(Event::Show(TabId(2)), at(0.0));
    let effects = workbench.apply(Event::Close(TabId(2)), at(0.0));
    assert_eq!(effects[0], Effect::Forget(TabId(2)));
    assert_eq!(ids(&workbench), [0, 1, 3]);
    assert_eq!(workbench.shown(), TabId(3));
    let _ = workbench.apply(Event::Close(TabId(3)), at(0.0));
    assert_eq!(workbench.shown(), TabId(1));
    assert_eq!(workbench.apply(Event::Close(BORROWED), at(0.0)), []);
    let _ = workbench.apply(Event::NewTab, at(0.0));
    assert_eq!(ids(&workbench), [0, 1, 4], "an id is never given twice");
}

/// A workbench whose second of three tabs was shown, heard three messages, had a draft and was closed at 1 s.
fn with_closed_tab() -> (Workbench, Vec<Effect>) {
    let mut workbench = with_tabs(3);
    let tab = TabId(2);
    receive(&mut workbench, tab, &[1, 2, 3], 0.0);
    for event in [
        Event::Show(tab),
        Event::Rename(tab, "시세".into()),
        in_tab(
            tab,
            tab::Event::Compose(composer::Event::Edited("초안".into())),
        ),
        in_tab(tab, ConnectionEvent::ReconnectChosen(true)),
    ] {
        let _ = workbench.apply(event, at(0.0));
    }
    let effects = workbench.apply(Event::Close(tab), at(1_000.0));
    (workbench, effects)
}

#[test]
fn closed_tab_taken_back_is_as_it_was_and_disconnected() {
    let (mut workbench, effects) = with_closed_tab();
    assert!(matches!(
        effects[..],
        [Effect::Forget(TabId(2)), Effect::Keep(_)]
    ));
    assert_eq!(workbench.last_closed().map(Tab::id), Some(TabId(2)));
    let effects = workbench.apply(Event::UndoClose, at(10_999.0));
    let draft = Effect::InTab(TabId(2), tab::Effect::KeepDraft("초안".into()));
    assert_eq!(effects[0], draft, "what was forgotten is kept again");
    assert!(matches!(effects[1..], [Effect::Keep(_)]), "{effects:?}");
    assert_eq!(ids(&workbench), [0, 1, 2, 3]);
    assert_eq!(workbench.shown(), TabId(2));
    assert!(workbench.last_closed().is_none());
    let tab = workbench.tab(TabId(2)).unwrap();
    assert_eq!(tab.name().map(|it| &**it), Some("시세"));
    assert_eq!(&**tab.composer().text(), "초안");
    assert_eq!(&**tab.connection().address(), "ws://server-2");
    assert_eq!(tab.connection().log().counts().received, 3);
    assert!(tab.connection().state().is_over());
    assert_eq!(tab.next_deadline(), None, "it does not connect by itself");
    let back = Event::PageChanged { is_left: false };
    assert_eq!(workbench.apply(back, at(11_000.0)), []);
}

#[test]
fn closed_tab_is_gone_for_good_after_ten_seconds() {
    let (mut workbench, _) = with_closed_tab();
    let deadline = workbench.undo_deadline().unwrap();
    assert_eq!(deadline, (Time(11_000.0), TabId(2)));
    let woke = in_tab(TabId(2), tab::Event::Woke);
    let before = workbench.bytes_of_logs();
    let _ = workbench.apply(woke, at(11_000.0));
    assert!(workbench.last_closed().is_none());
    assert!(workbench.bytes_of_logs() < before);
    assert_eq!(workbench.apply(Event::UndoClose, at(11_000.0)), []);
    assert_eq!(ids(&workbench), [0, 1, 3]);
}

#[test]
fn closed_tabs_come_back_the_latest_first_up_to_a_limit() {
    let mut workbench = with_tabs(10);
    for tab in 1..=10 {
        let _ = workbench.apply(Event::Close(TabId(tab)), at(0.0));
    }
    assert_eq!(workbench.last_closed().map(Tab::id), Some(TabId(10)));
    for _ in 1..=10 {
        let _ = workbench.apply(Event::UndoClose, at(0.0));
    }
    assert_eq!(ids(&workbench), [0, 3, 4, 5, 6, 7, 8, 9, 10]);
}

#[test]
fn greeting_of_the_lesson_is_not_unread_and_an_answer_is() {
    let mut workbench = with_tabs(1);
    receive(&mut workbench, BORROWED, &[1], 0.0);
    let unread = |workbench: &Workbench| workbench.tab(BORROWED).unwrap().unread_messages();
    assert_eq!(unread(&workbench), 0);
    for event in [
        tab::Event::Compose(composer::Event::Edited("하나".into())),
        tab::Event::SendPressed,
        transport(Attempt::FIRST, TransportEvent::Sent(MessageId(0))),
    ] {
        let _ = workbench.apply(in_tab(BORROWED, event), at(1.0));
    }
    receive(&mut workbench, BORROWED, &[2], 2.0);
    assert_eq!(unread(&workbench), 1);
}

#[test]
fn page_is_asked_about_only_where_something_would_be_lost() {
    let mut workbench = with_tabs(1);
    let tab = TabId(1);
    receive(&mut workbench, BORROWED, &[1], 0.0);
    assert!(!workbench.is_lost_with_page(), "a greeting");
    receive(&mut workbench, tab, &[], 0.0);
    assert!(!workbench.is_lost_with_page(), "an opening");
    receive(&mut workbench, tab, &[1], 0.0);
    assert!(workbench.is_lost_with_page(), "messages");
    let clear = in_tab(tab, ConnectionEvent::LogCleared);
    let _ = workbench.apply(clear, at(0.0));
    assert!(!workbench.is_lost_with_page(), "cleared");
    receive(&mut workbench, tab, &[1], 0.0);
    let _ = workbench.apply(Event::Close(tab), at(0.0));
    assert!(!workbench.is_lost_with_page(), "closed");
    let _ = workbench.apply(Event::UndoClose, at(0.0));
    assert!(!workbench.is_lost_with_page(), "disconnected");
    let draft = composer::Event::Edited("초안".into());
    for (event, is_lost) in [
        (tab::Event::Compose(draft), false),
        (tab::Event::DraftKept(false), true),
        (tab::Event::DraftKept(true), false),
        (ConnectionEvent::QueueChosen(true).into(), false),
        (tab::Event::SendPressed, true),
    ] {
        let said = format!("{event:?}");
        let _ = workbench.apply(in_tab(tab, event), at(0.0));
        assert_eq!(workbench.is_lost_with_page(), is_lost, "{said}");
    }
}

#[test]
fn messages_in_a_hidden_tab_are_unread() {
    let mut workbench = with_tabs(2);
    for tab in [TabId(1), TabId(2)] {
        receive(&mut workbench, tab, &[1, 2, 3], 0.0);
    }
    let unread = |workbench: &Workbench, tab| workbench.tab(tab).unwrap().unread_messages();
    assert_eq!(unread(&workbench, TabId(1)), 3);
    assert_eq!(unread(&workbench, TabId(2)), 0);
    let _ = workbench.apply(Event::Show(TabId(1)), at(0.0));
    assert_eq!(unread(&workbench, TabId(1)), 0);
}

#[test]
fn messages_in_a_tab_that_was_a_room_are_unread() {
    let mut workbench = with_tabs(2);
    for event in [
        tab::Event::PaneChosen(Pane::Room),
        tab::Event::from(ConnectionEvent::AddressEdited("ws://a/flood".into())),
    ] {
        let _ = workbench.apply(Event::InTab(TabId(1), event), at(0.0));
    }
    receive(&mut workbench, TabId(1), &[1, 2, 3], 0.0);
    assert_eq!(workbench.tab(TabId(1)).unwrap().unread_messages(), 3);
}

#[test]
fn hidden_pattern_holds_for_all_tabs_and_later_ones() {
    let mut workbench = with_tabs(2);
    let criteria = Criteria {
        hidden: vec!["^ping$".into()],
        ..Criteria::default()
    };
    let event = tab::Event::View(view::Event::Criteria(criteria));
    let _ = workbench.apply(Event::InTab(TabId(1), event), at(0.0));
    let _ = workbench.apply(Event::NewTab, at(0.0));
    for tab in workbench.tabs() {
        let hidden = &tab.view().criteria().hidden;
        assert_eq!(hidden, &["^ping$".into()], "{:?}", tab.id());
    }
    let (after, _) = started(workbench.kept.clone(), &[]);
    let lesson = after.tab(BORROWED).unwrap();
    assert_eq!(lesson.view().criteria().hidden, ["^ping$".into()]);
}

/// Criteria that only the search can put into force.
fn hiding(pattern: &str) -> Criteria {
    Criteria {
        hidden: vec![pattern.into()],
        ..Criteria::default()
    }
}

fn searches(workbench: &Workbench) -> Vec<view::Search> {
    let tabs = workbench.tabs().iter();
    tabs.map(|tab| tab.view().search()).collect()
}

#[test]
fn search_is_loaded_once_for_all_tabs_when_a_filter_first_needs_it() {
    let mut workbench = with_tabs(2);
    let criteria = tab::Event::View(view::Event::Criteria(hiding("^ping$")));
    let effects = workbench.apply(in_tab(TabId(1), criteria), at(0.0));
    let asked = |effects: &[Effect]| effects.contains(&Effect::LoadSearch);
    assert!(asked(&effects));
    assert!(!asked(&workbench.apply(Event::NewTab, at(0.0))));
    assert_eq!(searches(&workbench), [view::Search::Loading; 4]);

    let effects = workbench.apply(Event::SearchLoaded(Some(regex::compile)), at(0.0));
    assert!(!asked(&effects));
    assert_eq!(searches(&workbench), [view::Search::Ready; 4]);
    // Those that come later have it at once.
    assert!(!asked(&workbench.apply(Event::NewTab, at(0.0))));
    assert_eq!(searches(&workbench), [view::Search::Ready; 5]);
}

#[test]
fn search_that_did_not_come_is_loaded_again_on_request() {
    let mut workbench = with_tabs(1);
    let criteria = tab::Event::View(view::Event::Criteria(hiding("^ping$")));
    let _ = workbench.apply(in_tab(TabId(1), criteria), at(0.0));
    let effects = workbench.apply(Event::SearchLoaded(None), at(0.0));
    assert_eq!(effects, []);
    assert_eq!(searches(&workbench), [view::Search::Failed; 2]);
    let again = tab::Event::View(view::Event::SearchAgain);
    let effects = workbench.apply(in_tab(TabId(1), again), at(0.0));
    assert_eq!(effects, [Effect::LoadSearch]);
    let _ = workbench.apply(Event::SearchLoaded(Some(regex::compile)), at(0.0));
    assert_eq!(searches(&workbench), [view::Search::Ready; 2]);
}

#[test]
fn restored_hidden_pattern_has_the_search_loaded() {
    let mut saved = SavedWorkbench::default();
    saved.settings.hidden_patterns = vec!["^ping$".into()];
    let (mut workbench, effects) = started(saved, &[]);
    assert!(effects.contains(&Effect::LoadSearch));
    let _ = workbench.apply(Event::SearchLoaded(Some(regex::compile)), at(0.0));
    assert_eq!(searches(&workbench), [view::Search::Ready]);
}

#[test]
fn borrowed_tab_that_was_away_has_the_search_when_it_comes_back() {
    let mut saved = SavedWorkbench::default();
    saved.settings.hidden_patterns = vec!["^ping$".into()];
    let (mut workbench, _) = started(saved, &[]);
    let lesson = workbench.give_back(at(0.0)).unwrap();
    let _ = workbench.apply(Event::SearchLoaded(None), at(0.0));
    let effect = workbench.borrow(lesson, at(0.0));
    assert_eq!(effect, Some(Effect::LoadSearch), "it has waited since");

    let lesson = workbench.give_back(at(0.0)).unwrap();
    let _ = workbench.apply(Event::SearchLoaded(Some(regex::compile)), at(0.0));
    assert_eq!(workbench.borrow(lesson, at(0.0)), None);
    assert_eq!(searches(&workbench), [view::Search::Ready]);
}

#[test]
fn console_lines_come_from_the_lesson_alone() {
    let mut workbench = with_tabs(1);
    let opened = transport(Attempt::FIRST, TransportEvent::Opened(Opening::default()));
    let prints = |effects: &[Effect]| {
        effects
            .iter()
            .any(|it| matches!(it, Effect::InTab(_, tab::Effect::Print(_))))
    };
    let event = Event::InTab(TabId(1), opened.clone());
    assert!(!prints(&workbench.apply(event, at(0.0))));
    let event = Event::InTab(BORROWED, opened);
    assert!(prints(&workbench.apply(event, at(0.0))));
}

#[test]
fn budget_spent_evicts_the_oldest_record_of_all_tabs() {
    let mut workbench = with_tabs(2);
    let least = *Settings::MEMORY_BUDGET_MIB.start();
    let _ = workbench.apply(Event::BudgetChosen(least), at(0.0));
    receive(&mut workbench, TabId(1), &[LEAST_BUDGET_BYTES / 2, 10], 1.0);
    receive(&mut workbench, TabId(2), &[LEAST_BUDGET_BYTES / 2, 10], 2.0);
    let evicted = |tab| {
        let tab = workbench.tab(tab).unwrap();
        tab.connection().log().evicted().messages
    };
    assert_eq!((evicted(TabId(1)), evicted(TabId(2))), (1, 0));
    assert!(bytes(&workbench) <= LEAST_BUDGET_BYTES);
}

#[test]
fn tab_opened_for_an_endpoint_shows_its_pane() {
    let panes = |address: &str| {
        let (mut workbench, _) = started(SavedWorkbench::default(), &[]);
        let open = Event::OpenTab {
            address: address.into(),
            name: "".into(),
        };
        let effects = workbench.apply(open, at(0.0));
        let tab = workbench.tab(workbench.shown()).unwrap();
        let offered = effects.iter().find_map(|effect| match effect {
            Effect::InTab(_, tab::Effect::Connection(ConnectionEffect::Open { request, .. })) => {
                Some(request.subprotocols.join(" "))
            }
            _ => None,
        });
        (
            tab.pane(),
            tab.panes().len(),
            tab.connection().reconnects(),
            offered.unwrap(),
        )
    };
    let room = (Pane::Room, 2, true, "superchat".to_owned());
    assert_eq!(panes("ws://a/chat?room=b"), room);
    let quotes = (Pane::Quotes, 2, false, String::new());
    assert_eq!(panes("ws://a/ticker"), quotes);
    assert_eq!(panes("ws://a/echo"), (Pane::Log, 1, false, String::new()));
}

#[test]
fn chosen_pane_is_saved_and_shown_while_the_tab_has_it() {
    let (mut workbench, _) = started(SavedWorkbench::default(), &[]);
    let _ = workbench.apply(Event::NewTab, at(0.0));
    let tab = workbench.shown();
    let pane = |workbench: &Workbench| workbench.tab(tab).unwrap().pane();
    for event in [
        tab::Event::from(ConnectionEvent::AddressEdited("ws://a/ticker".into())),
        tab::Event::PaneChosen(Pane::Quotes),
    ] {
        let _ = workbench.apply(Event::InTab(tab, event), at(0.0));
    }
    assert_eq!(pane(&workbench), Pane::Quotes);
    let (restored, _) = started(workbench.saved(), &[]);
    assert_eq!(pane(&restored), Pane::Quotes);
    let elsewhere = tab::Event::from(ConnectionEvent::AddressEdited("ws://a/echo".into()));
    let _ = workbench.apply(Event::InTab(tab, elsewhere), at(0.0));
    assert_eq!(pane(&workbench), Pane::Log);
}

/// A page opened for the room of this invitation, with what was kept.
fn invited(saved: SavedWorkbench, rooms: Vec<Rc<str>>, room: &str) -> (Workbench, Vec<Effect>) {
    let start = Start {
        rooms,
        invitation: Some(Invitation {
            room: room.into(),
            name: None,
        }),
        ..start(saved)
    };
    Workbench::start(start, at(0.0))
}

fn opened(effects: &[Effect]) -> Vec<(u32, &str)> {
    let opened = effects.iter().filter_map(|effect| match effect {
        Effect::InTab(tab, tab::Effect::Connection(ConnectionEffect::Open { request, .. })) => {
            Some((tab.0, &*request.url))
        }
        _ => None,
    });
    opened.collect()
}

#[test]
fn room_link_opens_the_room_once() {
    let (workbench, effects) = invited(SavedWorkbench::default(), vec![], "b c");
    let lesson = (0, "ws://127.0.0.1:3000/");
    let room = (1, "ws://127.0.0.1:3000/chat?room=b+c");
    assert_eq!(opened(&effects), [lesson, room]);
    let tab = workbench.tab(workbench.shown()).unwrap();
    assert_eq!((tab.pane(), &**tab.name().unwrap()), (Pane::Room, "b c"));

    let mut saved = workbench.saved();
    saved.shown = 0;
    let (again, effects) = invited(saved.clone(), vec![], "b c");
    assert_eq!(opened(&effects), [lesson, room]);
    assert_eq!((again.tabs().len(), again.shown()), (2, TabId(1)));
    let (other, _) = invited(saved, vec![], "d");
    assert_eq!((other.tabs().len(), other.shown()), (3, TabId(2)));
}

#[test]
fn reload_reconnects_the_tabs_in_rooms_alone() {
    let (mut workbench, _) = started(SavedWorkbench::default(), &[]);
    let mut kept = Vec::new();
    for address in ["ws://a/chat", "ws://b/chat", "ws://c/echo"] {
        let open = Event::OpenTab {
            address: address.into(),
            name: "".into(),
        };
        let effects = workbench.apply(open, at(0.0));
        kept.extend(effects.into_iter().filter_map(|effect| match effect {
            Effect::InTab(_, tab::Effect::KeepRoom(kept)) => Some(kept),
            _ => None,
        }));
    }
    let close = tab::Event::from(ConnectionEvent::ClosePressed(None));
    for effect in workbench.apply(Event::InTab(TabId(2), close), at(0.0)) {
        if let Effect::InTab(_, tab::Effect::KeepRoom(closed)) = effect {
            kept[1] = closed;
        }
    }
    assert_eq!(kept.len(), 2);
    let start = Start {
        rooms: kept,
        ..start(workbench.saved())
    };
    let (_, effects) = Workbench::start(start, at(0.0));
    let lesson = (0, "ws://127.0.0.1:3000/");
    assert_eq!(opened(&effects), [lesson, (1, "ws://a/chat")]);
}

#[test]
fn reload_with_another_address_reconnects_nothing() {
    let connects = |changes: Vec<tab::Event>| {
        let (mut workbench, _) = started(SavedWorkbench::default(), &[]);
        let open = Event::OpenTab {
            address: "ws://a/chat".into(),
            name: "".into(),
        };
        let mut effects = workbench.apply(open, at(0.0));
        for event in changes {
            effects.extend(workbench.apply(Event::InTab(TabId(1), event), at(0.0)));
        }
        let kept = effects.into_iter().filter_map(|effect| match effect {
            Effect::InTab(_, tab::Effect::KeepRoom(kept)) => Some(kept),
            _ => None,
        });
        let start = Start {
            rooms: kept.last().into_iter().collect(),
            ..start(workbench.saved())
        };
        let (_, effects) = Workbench::start(start, at(0.0));
        let opened = opened(&effects);
        opened.iter().any(|(tab, _)| *tab == 1)
    };
    let edit = |address: &str| tab::Event::from(ConnectionEvent::AddressEdited(address.into()));
    let close = |attempt| {
        let close = CloseEvent {
            code: 1005,
            reason: "".into(),
            was_clean: true,
        };
        transport(attempt, TransportEvent::Closed(close))
    };
    let leave = || {
        vec![
            tab::Event::from(ConnectionEvent::ClosePressed(None)),
            close(Attempt::FIRST),
        ]
    };
    assert!(connects(vec![]));
    assert!(connects(vec![edit("ws://a/chat?room=lobby&name=kim")]));
    for elsewhere in ["ws://a/flood", "ws://b/chat", "ws://a/chat?room=b"] {
        assert!(!connects(vec![edit(elsewhere)]), "{elsewhere}");
    }
    assert!(!connects(leave()));
    let mut changes = leave();
    changes.extend([
        edit("ws://a/flood"),
        tab::Event::from(ConnectionEvent::ConnectPressed),
    ]);
    assert!(!connects(changes.clone()));
    changes.push(edit("ws://a/chat"));
    assert!(!connects(changes), "flood was wanted, not the room");
}

proptest! {
    #[test]
    fn logs_together_within_the_budget_or_of_one_record_each(
        arrivals in prop::collection::vec(
            (0_u32..4, prop::collection::vec(0_usize..LEAST_BUDGET_BYTES, 0..4)),
            0..12
        )
    ) {
        let mut workbench = with_tabs(3);
        let least = *Settings::MEMORY_BUDGET_MIB.start();
        let _ = workbench.apply(Event::BudgetChosen(least), at(0.0));
        for (index, (tab, sizes)) in arrivals.iter().enumerate() {
            receive(&mut workbench, TabId(*tab), sizes, index as f64);
            let connections = workbench.tabs().iter().map(Tab::connection);
            let more_than_one = connections
                .filter(|connection| {
                    let numbers = connection.log().numbers();
                    numbers.end - numbers.start > 1
                })
                .count();
            prop_assert!(bytes(&workbench) <= LEAST_BUDGET_BYTES || more_than_one == 0);
        }
    }
}

#[test]
fn borrowed_lesson_given_back_stays_open() {
    let mut left = lesson("초안");
    let _ = left.apply(ConnectionEvent::ConnectPressed, at(0.0));
    let start = Start {
        lesson: left,
        ..start(SavedWorkbench::default())
    };
    let (mut workbench, effects) = Workbench::start(start, at(0.0));
    assert_eq!(effects, [], "it is connecting already");
    let opened = transport(Attempt::FIRST, TransportEvent::Opened(Opening::default()));
    let _ = workbench.apply(Event::InTab(BORROWED, opened), at(0.0));
    let _ = workbench.apply(Event::NewTab, at(0.0));
    let shown = workbench.shown();
    let mut lesson = workbench.give_back(at(0.0)).unwrap();
    assert_eq!(*lesson.connection.state(), State::Open);
    assert_eq!(&*lesson.draft, "초안");
    assert_eq!((ids(&workbench), workbench.shown()), (vec![1], shown));

    let received = TransportEvent::Received(vec![Payload::Text("a".into())]);
    let _ = lesson.apply(
        ConnectionEvent::Transport(Attempt::FIRST, received),
        at(0.0),
    );
    assert_eq!(workbench.borrow(lesson, at(0.0)), None);
    assert_eq!(ids(&workbench), [0, 1]);
    let log = workbench.borrowed().unwrap().connection().log();
    assert_eq!(log.counts().received, 1);
}

#[test]
fn lesson_borrowed_again_has_what_was_set_in_its_tab() {
    let (mut workbench, _) = started(SavedWorkbench::default(), &["{}"]);
    let criteria = Criteria {
        query: "order".into(),
        only_hits: true,
        ..Criteria::default()
    };
    let close = CloseDraft {
        code: "4000".into(),
        reason: "bye".into(),
    };
    for event in [
        tab::Event::Compose(composer::Event::KindChosen(DraftKind::Json)),
        tab::Event::Compose(composer::Event::RepeatIntervalEdited("250".into())),
        tab::Event::Compose(composer::Event::RepeatStartPressed),
        tab::Event::View(view::Event::Criteria(criteria.clone())),
        tab::Event::CloseEdited(close.clone()),
    ] {
        let _ = workbench.apply(Event::InTab(BORROWED, event), at(0.0));
    }
    let _ = workbench.apply(Event::Rename(BORROWED, "수업".into()), at(0.0));

    let mut lesson = workbench.give_back(at(0.0)).unwrap();
    let _ = lesson.apply(lesson::Event::Edited("[1]".into()), at(0.0));
    assert_eq!(workbench.borrow(lesson, at(0.0)), None);

    let tab = workbench.borrowed().unwrap();
    assert_eq!(*tab.view().criteria(), criteria);
    assert_eq!(*tab.close_draft(), close);
    assert_eq!(tab.name().map(|name| &**name), Some("수업"));
    let composer = tab.composer();
    assert_eq!(
        (composer.kind(), &**composer.text()),
        (DraftKind::Json, "[1]")
    );
    assert_eq!(&**composer.repeat().interval(), "250");
    assert_eq!(composer.next_deadline(), None, "the repetition stopped");
}

#[test]
fn case_of_letters_is_known_in_every_tab() {
    let mut workbench = with_tabs(1);
    let criteria = tab::Event::View(view::Event::Criteria(Criteria {
        query: "é".into(),
        only_hits: true,
        ..Criteria::default()
    }));
    for tab in [BORROWED, TabId(1)] {
        let _ = workbench.apply(in_tab(tab, criteria.clone()), at(0.0));
    }
    let _ = workbench.apply(Event::Duplicate(TabId(1)), at(0.0));
    assert_eq!(ids(&workbench), [0, 1, 2]);
    for tab in [0, 1, 2].map(TabId) {
        let effects = workbench.apply(in_tab(tab, ConnectionEvent::ConnectPressed), at(0.0));
        let attempt = attempt_in(&effects).unwrap_or(Attempt::FIRST);
        for event in [
            TransportEvent::Opened(Opening::default()),
            TransportEvent::Received(vec![Payload::Text("É".into())]),
        ] {
            let _ = workbench.apply(Event::InTab(tab, transport(attempt, event)), at(0.0));
        }
        let _ = workbench.apply(Event::Show(tab), at(0.0));
        while workbench.advance(8) {}
        let tab = workbench.tab(tab).unwrap();
        let window = tab.view().window(tab.connection().log());
        assert_eq!(window.row_count, 1, "{:?}", tab.id());
    }
}

#[test]
fn lesson_borrowed_again_after_its_log_went_on_shows_the_records_that_are_left() {
    let mut workbench = with_tabs(0);
    receive(&mut workbench, BORROWED, &[1; 20], 0.0);
    while workbench.advance(8) {}
    let mut lesson = workbench.give_back(at(0.0)).unwrap();
    let received = TransportEvent::Received(vec![Payload::Text("a".into())]);
    let _ = lesson.apply(
        ConnectionEvent::Transport(Attempt::FIRST, received),
        at(0.0),
    );
    for _ in 0..10 {
        lesson.connection.log_mut().evict_oldest();
    }
    assert_eq!(workbench.borrow(lesson, at(0.0)), None);
    let rows = |workbench: &Workbench| {
        let tab = workbench.borrowed().unwrap();
        tab.view().window(tab.connection().log()).row_count
    };
    assert_eq!(rows(&workbench), 11);
    while workbench.advance(8) {}
    assert_eq!(rows(&workbench), 12);
}

#[test]
fn attempt_behind_another_to_the_same_server_is_held_up() {
    let connecting = |browser_delays: bool, addresses: [&str; 2]| {
        let start = Start {
            browser_delays,
            ..start(SavedWorkbench::default())
        };
        let (mut workbench, _) = Workbench::start(start, at(0.0));
        for (index, address) in addresses.into_iter().enumerate() {
            let open = Event::OpenTab {
                address: address.into(),
                name: "".into(),
            };
            let _ = workbench.apply(open, at(1.0 + index as f64));
        }
        [1, 2].map(|id| workbench.is_held_up(TabId(id)))
    };
    let same = ["ws://10.0.0.1:80/a", "ws://10.0.0.1/b"];
    assert_eq!(connecting(false, same), [false, true]);
    let other_port = ["ws://10.0.0.1:8080/", "ws://10.0.0.1/"];
    assert_eq!(connecting(false, other_port), [false, false]);
    assert_eq!(connecting(true, other_port), [false, true], "in Firefox");
    let other_host = ["ws://10.0.0.2/", "ws://10.0.0.1/"];
    assert_eq!(connecting(true, other_host), [false, false]);
}

#[test]
fn server_that_any_tab_was_connected_to_has_answered() {
    let mut workbench = with_tabs(0);
    for _ in 0..2 {
        let _ = workbench.apply(Event::NewTab, at(0.0));
    }
    let connect = |workbench: &mut Workbench, tab: u32, address: &str| {
        let edited = connection::Event::AddressEdited(address.into());
        let _ = workbench.apply(in_tab(TabId(tab), edited), at(0.0));
        let connect = connection::Event::ConnectPressed;
        let _ = workbench.apply(in_tab(TabId(tab), connect), at(0.0));
    };
    connect(&mut workbench, 1, "ws://10.0.0.1/a");
    connect(&mut workbench, 2, "ws://10.0.0.1:80/b");
    assert!(![1, 2].iter().any(|id| workbench.has_answered(TabId(*id))));
    let opened = TransportEvent::Opened(Opening::default());
    let opened = connection::Event::Transport(Attempt::FIRST, opened);
    let _ = workbench.apply(in_tab(TabId(1), opened), at(0.0));
    assert!([1, 2].iter().all(|id| workbench.has_answered(TabId(*id))));
    assert!(!workbench.has_answered(TabId(9)));
    let closed = connection::Event::Transport(
        Attempt::FIRST,
        TransportEvent::Closed(CloseEvent {
            code: 1006,
            reason: "".into(),
            was_clean: false,
        }),
    );
    let _ = workbench.apply(in_tab(TabId(2), closed), at(0.0));
    connect(&mut workbench, 2, "ws://10.0.0.1:81/b");
    assert!(!workbench.has_answered(TabId(2)), "another port");
}

#[test]
fn chosen_connect_timeout_holds_for_all_tabs_and_later_ones() {
    let mut workbench = with_tabs(1);
    let _ = workbench.apply(Event::ConnectTimeoutChosen(3), at(0.0));
    let _ = workbench.apply(Event::NewTab, at(0.0));
    for tab in ids(&workbench) {
        let state = |workbench: &Workbench| {
            workbench
                .tab(TabId(tab))
                .unwrap()
                .connection()
                .state()
                .clone()
        };
        if state(&workbench).is_over() {
            let address = connection::Event::AddressEdited("ws://10.0.0.1".into());
            let _ = workbench.apply(in_tab(TabId(tab), address), at(0.0));
        }
        let _ = workbench.apply(
            in_tab(TabId(tab), connection::Event::ConnectPressed),
            at(0.0),
        );
        let connection = workbench.tab(TabId(tab)).unwrap().connection();
        assert_eq!(connection.next_deadline(), Some(Time(3_000.0)), "{tab}");
    }
    assert_eq!(workbench.settings().connect_timeout_s, 3);
}

#[test]
fn page_that_comes_back_connects_every_tab_that_was_open() {
    let mut workbench = with_tabs(1);
    let let_go = |effects: &[Effect]| {
        let effects = effects.iter();
        let let_go = effects.filter(|effect| {
            matches!(
                effect,
                Effect::InTab(_, tab::Effect::Connection(connection::Effect::LetGo))
            )
        });
        let_go.count()
    };
    let suspended = workbench.apply(Event::PageChanged { is_left: true }, at(1.0));
    assert_eq!(let_go(&suspended), 2);
    let resumed = workbench.apply(Event::PageChanged { is_left: false }, at(2.0));
    assert_eq!(opened(&resumed).len(), 2);
}

#[test]
fn rows_are_as_high_as_chosen_or_as_the_screen_needs_in_all_tabs() {
    let mut workbench = with_tabs(1);
    let densities = |workbench: &Workbench| {
        let tabs = workbench.tabs().iter();
        let windows = tabs.map(|tab| tab.view().window(tab.connection().log()));
        windows.map(|window| window.density).collect::<Vec<_>>()
    };
    let mut apply = |event| {
        let kept = workbench
            .apply(event, at(0.0))
            .into_iter()
            .any(|effect| matches!(effect, Effect::Keep(_)));
        (densities(&workbench), kept)
    };
    let chosen = |density| Event::Rows(rows::Event::DensityChosen(density));
    let screen = |density| Event::Rows(rows::Event::ScreenChanged(density));
    let comfortable = vec![Density::Comfortable; 2];
    assert_eq!(apply(chosen(Density::Comfortable)), (comfortable, true));
    assert_eq!(
        apply(screen(Density::Touch)),
        (vec![Density::Touch; 2], false)
    );
    assert_eq!(apply(Event::NewTab), (vec![Density::Touch; 3], true));
    assert_eq!(
        apply(screen(Density::Compact)),
        (vec![Density::Comfortable; 3], false)
    );
    assert_eq!(
        apply(chosen(Density::Compact)),
        (vec![Density::Compact; 3], true)
    );
    let hide = Event::Rows(rows::Event::ColumnToggled(view::Column::Size));
    assert!(apply(hide).1);
    assert_eq!(workbench.settings().hidden_columns.tags(), "size");
    let (mut later, _) = started(workbench.saved(), &["", ""]);
    assert_eq!(later.settings(), workbench.settings());
    let lesson = later.give_back(at(1.0)).unwrap();
    let _ = later.apply(screen(Density::Touch), at(1.0));
    let _ = later.borrow(lesson, at(2.0));
    assert_eq!(densities(&later)[0], Density::Touch);
}
