//! The keys of the log.

use yew::prelude::*;

use super::log_list::LogListProps;
use crate::platform::document;
use crate::platform::keys::press;
use session::keys::{self, Action};
use session::tab::{self, on_rows};
use session::view::{CopyForm, Event};

/// The keys of the list.
pub(super) fn on_key_down(
    props: &LogListProps,
    on_menu: &Callback<Option<MouseEvent>>,
) -> Callback<KeyboardEvent> {
    let (on_event, on_tab) = (props.on_event.clone(), props.on_tab.clone());
    let on_menu = on_menu.clone();
    Callback::from(move |event: KeyboardEvent| {
        let (key, code) = (event.key(), event.code());
        match keys::in_log(press(&event, &key, &code)) {
            Some(Action::Move(to)) => on_event.emit(Event::Moved(to)),
            Some(Action::Extend(to)) => on_event.emit(Event::RangeMoved(to)),
            Some(Action::SelectAll) => on_event.emit(Event::AllSelected),
            Some(Action::Detail(is_shown)) => on_event.emit(Event::DetailShown(is_shown)),
            // Text that is selected within a row is what is meant.
            Some(Action::Copy) if document::selected_text().is_empty() => {
                let copied = on_rows::Event::Copied(CopyForm::Payloads);
                on_tab.emit(tab::Event::Rows(copied));
            }
            Some(Action::Menu) => on_menu.emit(None),
            _ => return,
        }
        event.prevent_default();
    })
}
