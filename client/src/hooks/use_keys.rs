//! The keys of a single letter.

use std::cell::RefCell;

use yew::prelude::*;

use super::UseWorkbench;
use crate::platform::{document, keys};
use session::keys::{Action, SingleKeys};
use session::tab::{self, Tab};
use session::view;
use session::workbench::Event;

/// Has the keys do what they are for, while the settings have them on. Calls `on_help` for the list of keys.
#[hook]
pub fn use_keys(workbench: &UseWorkbench, on_help: Callback<()>) {
    use_effect_with((), {
        let workbench = workbench.clone();
        move |()| {
            let single = RefCell::new(SingleKeys::default());
            let watch = keys::watch(move |press, focus| {
                if !workbench.state().settings().single_keys {
                    return false;
                }
                let action = single.borrow_mut().press(press, focus);
                action.is_some_and(|action| act(&workbench, action, &on_help))
            });
            move || drop(watch)
        }
    });
}

/// Does what a key is for, and returns whether there was something to do.
fn act(workbench: &UseWorkbench, action: Action, on_help: &Callback<()>) -> bool {
    let shown = workbench.state().shown();
    let on_view = |event| {
        let in_shown = move |event| tab::Event::View(event);
        workbench.on_in(shown, in_shown).emit(event);
    };
    match action {
        Action::Move(to) => {
            on_view(view::Event::Moved(to));
            document::focus("log");
        }
        Action::Detail(is_shown) => on_view(view::Event::DetailShown(is_shown)),
        Action::Freeze => {
            let is_frozen = workbench
                .state()
                .tab(shown)
                .is_some_and(|tab| tab.view().is_frozen());
            on_view(view::Event::Frozen(!is_frozen));
        }
        Action::Filter => document::focus("filter-query"),
        Action::Address => document::focus("address"),
        Action::Compose => document::focus("message"),
        Action::PreviousTab | Action::NextTab => {
            let tabs: Vec<_> = workbench.state().tabs().iter().map(Tab::id).collect();
            let index = tabs.iter().position(|id| *id == shown).unwrap_or_default();
            let step = if action == Action::NextTab {
                1
            } else {
                tabs.len() - 1
            };
            if let Some(id) = tabs.get((index + step) % tabs.len().max(1)) {
                workbench.on(Event::Show).emit(*id);
            }
        }
        Action::Help => on_help.emit(()),
        Action::Extend(_) | Action::SelectAll | Action::Copy | Action::Menu => return false,
    }
    true
}
