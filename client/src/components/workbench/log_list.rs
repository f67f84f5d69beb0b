//! The log: the rows in view.

use yew::prelude::*;

use super::columns::ColumnsProps;
use super::log_keys::on_key_down;
use super::log_menu::{number_of, use_row_menu};
use super::log_row::{Common, id_of, log_row};
use super::overlay::{Overlay, Overlays};
use super::words::said;
use crate::hooks::{Placement, UsePart, use_scroller};
use crate::i18n::Language;
use crate::i18n::log::LogPhrase;
use crate::platform::{element, events};
use session::tab;
use session::time::TimeZone;
use session::view::{Event, Places, Window};

/// The highest number that fits the column of numbers as it is at first.
const MAX_NARROW_NUMBER: u64 = 99_999;

/// The width of the end of a row that opens its menu.
const MENU_PX: i32 = 44;

/// The properties of [`LogList`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct LogListProps {
    /// The display language.
    pub language: Language,
    /// The window of the view.
    pub window: Window,
    /// The local time zone.
    pub zone: TimeZone,
    /// The columns.
    pub columns: ColumnsProps,
    /// The number of new messages to announce to a screen reader; 0 for none.
    pub announced: u64,
    /// Called with events of the list.
    pub on_event: Callback<Event>,
    /// Called with what to do with rows.
    pub on_tab: Callback<tab::Event>,
    /// What opens when a person asks for it.
    pub overlays: Overlays,
}

/// A list box by the WAI-ARIA Authoring Practices: one stop for the Tab key, with the selected option and
/// the number of all. Only the options in view are in the DOM. What a row shows is
/// its key: an extension may have put its own nodes into the row of another record.
#[component]
pub fn LogList(props: &LogListProps) -> Html {
    let (language, window) = (props.language, &props.window);
    let placement = Placement {
        canvas_px: window.canvas_px,
        content_px: window.rows_px,
        scroll_px: window.scroll_px,
        viewport_px: window.viewport_px,
    };
    let scroller = use_scroller(placement, &props.on_event.reform(Event::Scrolled));
    let is_in_window = |number: &u64| window.rows.iter().any(|row| row.number == *number);
    let active = window.selected.filter(is_in_window).map(id_of);
    let last = window.rows.last().map_or(0, |row| row.number);
    let is_wide = last > MAX_NARROW_NUMBER;
    let common = Common {
        language,
        row_time: window.row_time,
        zone: props.zone,
        row_count: window.row_count,
    };
    let shift = use_mut_ref(Places::default)
        .borrow_mut()
        .shift_for(&window.rows);
    let menu = use_row_menu(props);
    let on_menu = menu.on_open;
    html! {
        <div
            class="log-list"
            data-hidden={props.columns.hidden.tags()}
            data-wide={is_wide.then_some("")}
        >
            if window.evicted.messages > 0 {
                <p id="log-gone" class="log-list-note">
                    {
                        said(language.say(LogPhrase::Evicted {
                            messages: window.evicted.messages,
                            bytes: window.evicted.bytes,
                        }))
                    }
                </p>
            }
            <div class="log-head">
                if let UsePart::Loaded(make) = &props.overlays {
                    { make(Overlay::Columns(props.columns.clone())) }
                }
            </div>
            <div class="log-list-frame">
                <div
                    ref={scroller.scroller.clone()}
                    id="log"
                    class="log-list-scroller"
                    role="listbox"
                    aria-multiselectable="true"
                    translate="no"
                    tabindex="0"
                    aria-label={language.say(LogPhrase::Log)}
                    aria-activedescendant={active}
                    data-density={window.density.tag()}
                    onscroll={scroller.on_scroll}
                    onwheel={on_wheel(props)}
                    onpointerdown={props.on_event.reform(|_| Event::Turned(0.0))}
                    onclick={on_click(&props.on_event, &on_menu)}
                    onmousedown={on_mouse_down(&scroller.scroller)}
                    onkeydown={on_key_down(props, &on_menu)}
                    oncontextmenu={menu.on_context_menu}
                >
                    <div ref={scroller.canvas} class="log-list-canvas" role="presentation">
                        <div ref={scroller.content} class="log-list-rows" role="presentation">
                            { for window.rows.iter().map(|row| log_row(row, common, row.number.wrapping_sub(shift))) }
                        </div>
                    </div>
                </div>
                if let Some(words) = nothing(window) {
                    <p class="log-list-nothing">{ said(language.say(words)) }</p>
                }
                if window.new_rows > 0 {
                    <button
                        type="button"
                        id="log-new"
                        class="log-list-new"
                        onclick={props.on_event.reform(|_| Event::FollowPressed)}
                    >
                        { said(language.say(LogPhrase::New(window.new_rows))) }
                    </button>
                }
            </div>
            { menu.html }
            <p class="visually-hidden" role="status">
                if props.announced > 0 {
                    { said(language.say(LogPhrase::Announced(props.announced))) }
                }
            </p>
        </div>
    }
}

/// Why there is no row, if there is none.
fn nothing(window: &Window) -> Option<LogPhrase> {
    match window.row_count {
        0 if window.is_log_empty => Some(LogPhrase::Empty),
        0 if window.is_scanning => Some(LogPhrase::Scanning),
        0 => Some(LogPhrase::NoMatch),
        _ => None,
    }
}

/// The page takes the wheel while it scrolls the list by itself: the list follows, or its oldest rows go. The browser
/// may drop what it would scroll then.
fn on_wheel(props: &LogListProps) -> Callback<WheelEvent> {
    let (on_event, window) = (props.on_event.clone(), &props.window);
    let (follows, has_evicted) = (window.is_following, window.evicted.messages > 0);
    Callback::from(move |event: WheelEvent| {
        // Without a look at the unit, Firefox tells pixels too.
        let px = event.delta_y();
        // With Ctrl the wheel zooms the page.
        if (has_evicted || follows && px < 0.0) && !event.ctrl_key() {
            event.prevent_default();
            on_event.emit(Event::Turned(px));
        }
    })
}

/// With Shift a click selects rows, and not the text between.
fn on_mouse_down(list: &NodeRef) -> Callback<MouseEvent> {
    let list = list.clone();
    Callback::from(move |event: MouseEvent| {
        if event.shift_key() {
            event.prevent_default();
            element::focus(&list);
        }
    })
}

fn on_click(
    on_event: &Callback<Event>,
    on_menu: &Callback<Option<MouseEvent>>,
) -> Callback<MouseEvent> {
    let (on_event, on_menu) = (on_event.clone(), on_menu.clone());
    Callback::from(move |event: MouseEvent| match number_of(&event) {
        // The style sheet shows three dots there.
        Some(_) if events::is_at_end(&event, ".log-row", MENU_PX) => on_menu.emit(Some(event)),
        Some(number) if event.shift_key() => on_event.emit(Event::RangeSelected(number)),
        Some(number) => {
            on_event.emit(Event::Selected(number));
            on_event.emit(Event::DetailShown(true));
        }
        None => {}
    })
}
