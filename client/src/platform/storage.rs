//! What outlives a reload.
//!
//! Each key is written to the tab's own storage and to the one that all tabs share, and read in
//! that order: a reload finds what this tab had, a new tab what any tab had last. A browser that
//! has no storage, or no room in it, leaves the page as it is, without memory.

use std::borrow::Cow;

use web_sys::Storage;

/// What can be remembered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Key {
    /// The text that was typed in the lesson.
    Draft,
    /// The text that was typed in another tab of the workbench.
    DraftOfTab(u32),
    /// What is to be said in the room of such a tab, and where in the room it is.
    RoomOfTab(u32),
    /// The tabs of the workbench and what was set in it.
    Workbench,
    /// The theme that was chosen.
    Theme,
    /// The language that was chosen.
    Language,
}

/// What was last [`save`]d under the key, if anything was.
#[must_use]
pub fn load(key: Key) -> Option<String> {
    storages().find_map(|storage| storage.get_item(&name(key)).ok().flatten())
}

/// Remembers the value. Says whether a reload of this tab will find it.
#[must_use]
pub fn save(key: Key, value: &str) -> bool {
    let mut saved = false;
    for storage in storages() {
        if storage.set_item(&name(key), value).is_ok() {
            saved = true;
        } else {
            // Better nothing than an older value that looks like this one.
            let _ = storage.remove_item(&name(key));
        }
    }
    saved
}

/// Remembers nothing under the key any more.
pub fn forget(key: Key) {
    for storage in storages() {
        // There is nothing to remove where it fails.
        let _ = storage.remove_item(&name(key));
    }
}

fn storages() -> impl Iterator<Item = Storage> {
    let window = web_sys::window();
    let of_tab = window.as_ref().and_then(|it| it.session_storage().ok()?);
    let of_all_tabs = window.as_ref().and_then(|it| it.local_storage().ok()?);
    of_tab.into_iter().chain(of_all_tabs)
}

fn name(key: Key) -> Cow<'static, str> {
    match key {
        Key::Draft => "ullim.draft".into(),
        Key::DraftOfTab(tab) => format!("ullim.draft.{tab}").into(),
        Key::RoomOfTab(tab) => format!("ullim.room.{tab}").into(),
        Key::Workbench => "ullim.workbench".into(),
        Key::Theme => "ullim.theme".into(),
        Key::Language => "ullim.language".into(),
    }
}
