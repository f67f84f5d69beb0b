//! What outlives a reload.
//!
//! Each key is written to the tab's own storage and to the one that all tabs share, and read in
//! that order: a reload finds what this tab had, a new tab what any tab had last. What belongs to a tab
//! of the workbench is read where the list of these is, as another list has others under the same
//! numbers. A browser that
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
    let mut storages = storages();
    if !is_of_tab(key) {
        return storages.find_map(|storage| read(&storage, key));
    }
    let storage = storages.find(|storage| read(storage, Key::Workbench).is_some())?;
    read(&storage, key)
}

/// Has the tab's own storage begin with what there is of the workbench in the one that all tabs share, where
/// it has none of its own: from then on what another tab of the browser does there changes nothing here.
pub fn adopt(tabs: impl Iterator<Item = u32>) {
    let mut storages = storages();
    let (Some(own), Some(shared)) = (storages.next(), storages.next()) else {
        return;
    };
    if read(&own, Key::Workbench).is_some() {
        return;
    }
    let keys = tabs.flat_map(|tab| [Key::DraftOfTab(tab), Key::RoomOfTab(tab)]);
    // The list comes last, and not without what belongs to it.
    let _ = keys
        .chain([Key::Workbench])
        .all(|key| read(&shared, key).is_none_or(|value| own.set_item(&name(key), &value).is_ok()));
}

/// Remembers the value. Says whether a reload of this tab will find it.
#[must_use]
pub fn save(key: Key, value: &str) -> bool {
    let mut saved = false;
    for (index, storage) in storages().enumerate() {
        if storage.set_item(&name(key), value).is_ok() {
            // The list is in the first that there is, and what belongs to its tabs is not read elsewhere.
            saved |= index == 0 || !is_of_tab(key);
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

fn read(storage: &Storage, key: Key) -> Option<String> {
    storage.get_item(&name(key)).ok().flatten()
}

/// Whether it belongs to a tab of the workbench.
fn is_of_tab(key: Key) -> bool {
    matches!(key, Key::DraftOfTab(_) | Key::RoomOfTab(_))
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
