//! How the menu of a row is opened: by the right button, by its three dots, and by keys.

use yew::prelude::*;

use super::log_list::LogListProps;
use super::log_row::id_of;
use super::overlay::{Overlay, show};
use super::row_menu::{MenuRow, RowMenuProps};
use crate::platform::{document, events};
use session::payload::Payload;
use session::view::Event;

/// The menu of the list's rows.
pub(super) struct UseRowMenu {
    /// The menu, if it is open.
    pub(super) html: Html,
    /// Opens the menu of the row that the event came from, or without an event that of the selected row.
    pub(super) on_open: Callback<Option<MouseEvent>>,
    /// For the list's `oncontextmenu`.
    pub(super) on_context_menu: Callback<MouseEvent>,
}

/// Where a menu was opened: the number of the row, the point in the window, and the text that was selected.
type Opened = (u64, (i32, i32), String);

#[hook]
pub(super) fn use_row_menu(props: &LogListProps) -> UseRowMenu {
    let opened = use_state(|| None::<Opened>);
    // The row may leave the window while its menu is open.
    let row = use_memo((*opened).clone(), |opened| menu_row(props, opened.clone()?));
    let on_open = {
        let (opened, on_event) = (opened.clone(), props.on_event.clone());
        let selected = props.window.selected;
        Callback::from(move |event: Option<MouseEvent>| {
            let clicked = event.filter(|event| number_of(event).is_some());
            let number = clicked.as_ref().and_then(number_of);
            let Some(number) = number.or(selected) else {
                return;
            };
            let at_px = match clicked {
                Some(event) => {
                    let is_selected =
                        events::attribute_of_closest(&event, ".log-row", "aria-selected");
                    if is_selected.as_deref() != Some("true") {
                        on_event.emit(Event::Selected(number));
                    }
                    (event.client_x(), event.client_y())
                }
                None => document::lower_left_px(&id_of(number)).unwrap_or_default(),
            };
            opened.set(Some((number, at_px, document::selected_text())));
        })
    };
    let on_context_menu = {
        let on_open = on_open.clone();
        Callback::from(move |event: MouseEvent| {
            event.prevent_default();
            on_open.emit(Some(event));
        })
    };
    let html = match &*row {
        None => html! {},
        Some(shown) => {
            let opened = opened.clone();
            let menu = RowMenuProps {
                language: props.language,
                zone: props.zone,
                row: shown.clone(),
                on_choose: props.on_tab.clone(),
                on_close: Callback::from(move |()| opened.set(None)),
            };
            show(props.language, &props.overlays, Overlay::RowMenu(menu))
        }
    };
    UseRowMenu {
        html,
        on_open,
        on_context_menu,
    }
}

fn menu_row(props: &LogListProps, (number, at_px, selected_text): Opened) -> Option<MenuRow> {
    let row = props.window.rows.iter().find(|row| row.number == number)?;
    let message = row.record.message();
    Some(MenuRow {
        number,
        is_message: message.is_some(),
        is_text: matches!(message, Some((_, Payload::Text(_)))),
        selected_text,
        at_px,
    })
}

/// The number of the row that the event came from.
pub(super) fn number_of(event: &MouseEvent) -> Option<u64> {
    let number = events::attribute_of_closest(event, ".log-row", "data-number");
    number.and_then(|number| number.parse().ok())
}
