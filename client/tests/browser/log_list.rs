//! The windowed list in a browser, mounted with the page's style sheets: scroll, follow, freeze.

use std::cell::RefCell;
use std::rc::Rc;

use client::components::workbench::columns::ColumnsProps;
use client::components::workbench::detail::{DetailProps, detail};
use client::components::workbench::log_list::LogList;
use client::components::workbench::log_tools::{LogToolsProps, log_tools};
use client::components::workbench::overlay::{self, Overlay};
use client::hooks::UsePart;
use client::i18n::Language;
use client::platform::frame::next_frame;
use session::layout::Layout;
use session::log::Log;
use session::payload::Payload;
use session::record::{Direction, Record, RecordKind};
use session::time::{Time, TimeZone, WallTime};
use session::view::{Event, HiddenColumns, View};
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{Element, HtmlElement, KeyboardEvent, KeyboardEventInit};
use yew::prelude::*;

const STYLES: [&str; 6] = [
    include_str!("../../styles/tokens.css"),
    include_str!("../../styles/base.css"),
    include_str!("../../styles/workbench/log_list.css"),
    include_str!("../../styles/workbench/log_row.css"),
    include_str!("../../styles/panes/detail.css"),
    include_str!("../../styles/panes/detail_lines.css"),
];

/// The state that a session would hold.
#[derive(Default)]
struct HostState {
    log: Log,
    view: View,
    render: Option<UseForceUpdateHandle>,
}

#[derive(Clone, Properties)]
struct HostProps {
    state: Rc<RefCell<HostState>>,
}

impl PartialEq for HostProps {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.state, &other.state)
    }
}

/// Drives the list as the page does.
#[component]
fn Host(props: &HostProps) -> Html {
    let render = use_force_update();
    let shared = Rc::clone(&props.state);
    shared.borrow_mut().render = Some(render.clone());
    let on_event = Callback::from(move |event| {
        let state = &mut *shared.borrow_mut();
        state.view.apply(event, &state.log);
        render.force_update();
    });
    let state = props.state.borrow();
    let on_close = on_event.reform(|()| Event::DetailShown(false));
    let window = state.view.window(&state.log);
    let tools = log_tools(&LogToolsProps {
        language: Language::English,
        window: &window,
        on_event: on_event.clone(),
        on_clear: Callback::noop(),
        on_copy: Callback::noop(),
        on_send_again: Callback::noop(),
    });
    html! {
        <>
            { tools }
            <LogList
                language={Language::English}
                {window}
                zone={TimeZone(|_| 0)}
                columns={ColumnsProps {
                    language: Language::English,
                    layout: Layout::default(),
                    hidden: HiddenColumns::default(),
                    on_arrange: Callback::noop(),
                    on_rows: Callback::noop(),
                }}
                announced={0}
                on_event={on_event.clone()}
                on_tab={Callback::noop()}
                overlays={UsePart::Loaded(overlay::view as fn(Overlay<'_>) -> Html)}
            />
            if let Some(pane) = state.view.detail_pane(&state.log) {
                {
                    detail(&DetailProps {
                        language: Language::English,
                        pane,
                        zone: TimeZone(|_| 0),
                        on_event: on_event.reform(Event::Detail),
                        server: "".into(),
                        why: html! {},
                        on_copy: Callback::noop(),
                        on_again: Callback::noop(),
                        on_close,
                    })
                }
            }
        </>
    }
}

/// A mounted list, 400 pixels high, removed on drop.
struct List {
    root: Element,
    app: Option<yew::AppHandle<Host>>,
    state: Rc<RefCell<HostState>>,
}

impl List {
    async fn of(count: usize) -> Self {
        let document = web_sys::window().unwrap().document().unwrap();
        let root = document.create_element("div").unwrap();
        let style = document.create_element("style").unwrap();
        let size = "#host { display: flex; flex-direction: column; width: 800px; height: 400px; }";
        style.set_text_content(Some(&format!("{}{size}", STYLES.concat())));
        root.append_child(&style).unwrap();
        let host = document.create_element("div").unwrap();
        host.set_id("host");
        root.append_child(&host).unwrap();
        document.body().unwrap().append_child(&root).unwrap();
        let state = Rc::<RefCell<HostState>>::default();
        let props = HostProps {
            state: Rc::clone(&state),
        };
        let app = yew::Renderer::<Host>::with_root_and_props(host, props).render();
        let list = Self {
            root,
            app: Some(app),
            state,
        };
        list.until(|| list.find("#log").is_some()).await;
        list.append((0..count).map(|number| format!("message {number}")));
        list.until(|| list.shows_row(count - 1)).await;
        list
    }

    /// Appends the messages of a batch.
    fn append(&self, texts: impl IntoIterator<Item = String>) {
        let state = &mut *self.state.borrow_mut();
        for text in texts {
            let kind = RecordKind::Message(Direction::Received, Payload::Text(text.into()));
            let at = Time(0.0);
            state.log.append(Record {
                at,
                wall: WallTime(at.0),
                kind,
            });
        }
        state.catch_up();
    }

    fn evict(&self, count: usize) {
        let state = &mut *self.state.borrow_mut();
        (0..count).for_each(|_| state.log.evict_oldest());
        state.catch_up();
    }

    fn find(&self, selector: &str) -> Option<HtmlElement> {
        let found = self.root.query_selector(selector).unwrap();
        found.map(wasm_bindgen::JsCast::unchecked_into)
    }

    fn get(&self, selector: &str) -> HtmlElement {
        self.find(selector)
            .unwrap_or_else(|| panic!("no {selector}"))
    }

    fn count(&self, selector: &str) -> u32 {
        self.root.query_selector_all(selector).unwrap().length()
    }

    fn scroller(&self) -> HtmlElement {
        self.get("#log")
    }

    /// The numbers of the rows in view, and the distance of the first one's top from the upper edge.
    fn in_view(&self) -> (Vec<usize>, f64) {
        let scroller = self.scroller().get_bounding_client_rect();
        let rows = self.root.query_selector_all(".log-row").unwrap();
        let mut numbers = vec![];
        let mut first_px = 0.0;
        for index in 0..rows.length() {
            let row: HtmlElement = wasm_bindgen::JsCast::unchecked_into(rows.get(index).unwrap());
            let rect = row.get_bounding_client_rect();
            if rect.bottom() > scroller.top() + 1.0 && rect.top() < scroller.bottom() - 2.0 {
                if numbers.is_empty() {
                    first_px = rect.top() - scroller.top();
                }
                let number = row.get_attribute("data-number").unwrap();
                numbers.push(number.parse().unwrap());
            }
        }
        (numbers, first_px)
    }

    fn shows_row(&self, number: usize) -> bool {
        self.in_view().0.contains(&number)
    }

    /// Whether rows cover the list from its upper edge to its lower.
    fn is_covered(&self) -> bool {
        let (numbers, first_px) = self.in_view();
        let in_order = numbers.windows(2).all(|pair| pair[0] + 1 == pair[1]);
        let height_px = f64::from(self.scroller().client_height());
        let covered_px = first_px + (numbers.len() * 22) as f64;
        in_order && first_px <= 1.0 && covered_px >= height_px - 2.0
    }

    fn press(&self, key: &str) {
        self.press_with(key, |_| {});
    }

    fn press_with(&self, key: &str, change: impl FnOnce(&KeyboardEventInit)) {
        let init = KeyboardEventInit::new();
        change(&init);
        init.set_bubbles(true);
        init.set_cancelable(true);
        init.set_key(key);
        let event = KeyboardEvent::new_with_keyboard_event_init_dict("keydown", &init).unwrap();
        self.scroller().dispatch_event(&event).unwrap();
    }

    /// Waits until the condition holds. It looks at each frame, as a person does.
    async fn until(&self, is_so: impl Fn() -> bool) {
        while !is_so() {
            next_frame().await;
        }
    }
}

impl HostState {
    fn catch_up(&mut self) {
        while self.view.advance(&self.log, 10_000) {}
        if let Some(render) = &self.render {
            render.force_update();
        }
    }
}

impl Drop for List {
    fn drop(&mut self) {
        if let Some(app) = self.app.take() {
            app.destroy();
        }
        self.root.remove();
    }
}

#[wasm_bindgen_test]
async fn list_of_a_million_messages_has_few_elements_and_reaches_any_row() {
    let list = List::of(1_000_000).await;
    assert!(
        list.count("#log *") < 200,
        "{} elements",
        list.count("#log *")
    );
    let scroller = list.scroller();
    let end_px = scroller.scroll_height() - scroller.client_height();
    assert_eq!(scroller.scroll_top(), end_px);
    for (px, part) in [(end_px / 2, 500_000), (end_px / 10, 100_000), (0, 0)] {
        scroller.set_scroll_top(px);
        let is_near = |number: &usize| number.abs_diff(part) < 1_000;
        list.until(|| list.in_view().0.first().is_some_and(is_near) && list.is_covered())
            .await;
        assert!(
            list.count("#log *") < 200,
            "{} elements",
            list.count("#log *")
        );
    }
    // A small step moves the list by as much as the element.
    scroller.set_scroll_top(end_px / 2);
    let is_far = |number: &usize| *number > 400_000;
    list.until(|| list.in_view().0.first().is_some_and(is_far) && list.is_covered())
        .await;
    let (before, before_px) = list.in_view();
    scroller.set_scroll_top(scroller.scroll_top() + 100);
    // The element moves at once, and the rows follow when the list has heard of it.
    next_frame().await;
    list.until(|| list.is_covered() && list.in_view() != (before.clone(), before_px))
        .await;
    let (after, after_px) = list.in_view();
    let moved_px = (after[0] - before[0]) as f64 * 22.0 + before_px - after_px;
    assert!((moved_px - 100.0).abs() <= 2.0, "moved by {moved_px}");
}

#[wasm_bindgen_test]
async fn row_has_the_computed_height() {
    let list = List::of(1).await;
    // So high that all of them are in view: no others need be there.
    let style = list.get("#host").style();
    style.set_property("height", "600px").unwrap();
    for lines in 1..=6 {
        list.append([vec!["가"; lines].join("\n")]);
    }
    list.until(|| list.count(".log-row") == 7).await;
    let rows = list.root.query_selector_all(".log-row").unwrap();
    let heights: Vec<f64> = (0..7)
        .map(|index| {
            let row: HtmlElement = wasm_bindgen::JsCast::unchecked_into(rows.get(index).unwrap());
            row.get_bounding_client_rect().height()
        })
        .collect();
    assert_eq!(heights, [22.0, 22.0, 40.0, 58.0, 76.0, 94.0, 94.0]);
    // None of its five lines is cut off.
    let text: HtmlElement = list.get(".log-row[data-lines='5'] .log-row-text");
    assert!(text.scroll_height() <= text.client_height());
}

#[wasm_bindgen_test]
async fn list_follows_until_scrolled_up_and_again_on_request() {
    let list = List::of(1_000).await;
    list.append(["one more".to_owned()]);
    list.until(|| list.shows_row(1_000)).await;

    let scroller = list.scroller();
    scroller.set_scroll_top(scroller.scroll_top() - 500);
    list.until(|| !list.state.borrow().view.is_following() && list.is_covered())
        .await;
    let before = list.in_view();
    list.append(["a".to_owned(), "b".to_owned()]);
    list.until(|| list.find("#log-new").is_some()).await;
    assert_eq!(list.get("#log-new").text_content().unwrap(), "2 new");
    assert_eq!(list.in_view(), before);

    list.get("#log-new").click();
    list.until(|| list.shows_row(1_002)).await;
    assert!(list.find("#log-new").is_none());
    list.append(["c".to_owned()]);
    list.until(|| list.shows_row(1_003)).await;
}

#[wasm_bindgen_test]
async fn list_scrolled_to_the_end_follows_again() {
    let list = List::of(1_000).await;
    let scroller = list.scroller();
    scroller.set_scroll_top(0);
    list.until(|| list.shows_row(0)).await;
    scroller.set_scroll_top(scroller.scroll_height());
    list.until(|| list.state.borrow().view.is_following()).await;
    list.append(["a".to_owned()]);
    list.until(|| list.shows_row(1_000)).await;
}

#[wasm_bindgen_test]
async fn scroll_is_not_undone_by_messages_before_its_event() {
    let list = List::of(1_000).await;
    for _ in 0..20 {
        let scroller = list.scroller();
        scroller.set_scroll_top(300);
        list.append(["meanwhile".to_owned()]);
        list.until(|| !list.state.borrow().view.is_following())
            .await;
        next_frame().await;
        assert_eq!(scroller.scroll_top(), 300);
        list.press("End");
        list.until(|| list.state.borrow().view.is_following()).await;
        list.until(|| scroller.scroll_top() > 300).await;
    }
}

#[wasm_bindgen_test]
async fn frozen_list_stays_and_loses_nothing() {
    let list = List::of(1_000).await;
    list.get("#log-freeze").click();
    list.until(|| list.find("#log-freeze[data-frozen='true']").is_some())
        .await;
    let before = list.in_view();
    list.append((0..500).map(|_| "while frozen".to_owned()));
    list.until(|| list.find(".log-list-waiting").is_some())
        .await;
    assert_eq!(
        list.get(".log-list-waiting").text_content().unwrap(),
        "500 waiting"
    );
    assert_eq!(list.in_view(), before);
    list.get("#log-freeze").click();
    list.until(|| list.shows_row(1_499)).await;
    assert!(list.is_covered());
}

#[wasm_bindgen_test]
async fn eviction_keeps_the_row_in_view_in_place() {
    let list = List::of(2_000).await;
    list.scroller().set_scroll_top(30_007);
    list.until(|| list.shows_row(30_007 / 22)).await;
    let upper_edge = || {
        let (numbers, first_px) = list.in_view();
        (numbers[0], first_px)
    };
    let before = upper_edge();
    list.evict(500);
    list.until(|| list.scroller().scroll_top() < 30_007).await;
    assert_eq!(upper_edge(), before);
    // The browser sends a scroll event for this; it must not move anything.
    next_frame().await;
    next_frame().await;
    assert_eq!(upper_edge(), before);
}

#[wasm_bindgen_test]
async fn keys_select_a_row_for_the_detail() {
    let list = List::of(1_000).await;
    list.press("Home");
    list.until(|| list.find("[aria-selected='true']").is_some())
        .await;
    assert!(list.shows_row(0));
    list.press("ArrowDown");
    let active = || list.scroller().get_attribute("aria-activedescendant");
    list.until(|| active().as_deref() == Some("log-row-1"))
        .await;
    assert!(list.find("#log-row-1").is_some());
    list.press("Enter");
    list.until(|| list.find(".detail-line").is_some()).await;
    assert_eq!(
        list.get(".detail-line").text_content().unwrap(),
        "message 1"
    );
    list.press("ArrowDown");
    list.until(|| list.get(".detail-line").text_content().unwrap() == "message 2")
        .await;
    list.press("Escape");
    list.until(|| list.find("#detail").is_none()).await;
    list.get("#log-row-4 .log-row-text").click();
    list.until(|| list.find("#detail").is_some()).await;
    assert_eq!(list.get("[aria-selected='true']").id(), "log-row-4");
}

#[wasm_bindgen_test]
async fn range_is_selected_by_shift_and_all_by_control() {
    let list = List::of(10).await;
    list.get("#log-row-2 .log-row-text").click();
    list.until(|| list.count("[aria-selected='true']") == 1)
        .await;
    let click = web_sys::MouseEventInit::new();
    click.set_bubbles(true);
    click.set_shift_key(true);
    let click = web_sys::MouseEvent::new_with_mouse_event_init_dict("click", &click).unwrap();
    let row = list.get("#log-row-5 .log-row-text");
    row.dispatch_event(&click).unwrap();
    list.until(|| list.count("[aria-selected='true']") == 4)
        .await;
    list.press_with("ArrowUp", |init| init.set_shift_key(true));
    list.until(|| list.count("[aria-selected='true']") == 3)
        .await;
    list.press_with("a", |init| init.set_ctrl_key(true));
    list.until(|| {
        list.state
            .borrow()
            .view
            .window(&list.state.borrow().log)
            .selected_rows
            == 10
    })
    .await;
}

#[wasm_bindgen_test]
async fn huge_line_is_folded_in_the_list_and_windowed_in_the_detail() {
    let list = List::of(1).await;
    list.append(["울".repeat((16 << 20) / 3)]);
    list.until(|| list.find(".log-row-more").is_some()).await;
    list.press("End");
    list.press("Enter");
    list.until(|| list.count(".detail-line") > 8).await;
    let lines = list.get("#detail-lines");
    // How many letters fit on a line depends on the width; no line has 400.
    let near_the_end = (16 << 20) / 3 / 400;
    list.until(|| {
        // The element has its full height only after the effect has run.
        lines.set_scroll_top(lines.scroll_height());
        let last = list.find(".detail-line:last-child");
        let number = last.and_then(|line| line.get_attribute("data-line"));
        number.is_some_and(|number| number.parse::<u32>().unwrap() > near_the_end)
    })
    .await;
    assert!(list.count("*") < 300, "{} elements", list.count("*"));
}
