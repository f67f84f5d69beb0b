//! Values that outlive a reload.
//!
//! A value is written to the session storage of the browser's tab and to the local storage that all tabs share. It is
//! read in that order. So a reload finds the values of this tab, and a new tab the latest of any tab. Values of one
//! tab of the workbench are read from the storage that has the list of tabs. In another list the same number means
//! another tab. Without storage, or with a full one, the page works and forgets.

use std::borrow::Cow;

use web_sys::Storage;

/// The name of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Key {
    /// The text that was typed in the lesson.
    Draft,
    /// The text that was typed in another tab of the workbench.
    DraftOfTab(u32),
    /// The unsent messages of the room in such a tab, and its position in the room.
    RoomOfTab(u32),
    /// The tabs and the settings of the workbench.
    Workbench,
    /// The theme that was chosen.
    Theme,
    /// The language that was chosen.
    Language,
}

/// The value that was last [`save`]d under the key.
#[must_use]
pub fn load(key: Key) -> Option<String> {
    let mut storages = storages();
    if !is_of_tab(key) {
        return storages.find_map(|storage| read(&storage, key));
    }
    let storage = storages.find(|storage| read(storage, Key::Workbench).is_some())?;
    read(&storage, key)
}

/// Copies the workbench from the local storage to the session storage, unless that has one already.
/// From then on other tabs of the browser change nothing here.
pub fn adopt(tabs: impl Iterator<Item = u32>) {
    let mut storages = storages();
    let (Some(own), Some(shared)) = (storages.next(), storages.next()) else {
        return;
    };
    if read(&own, Key::Workbench).is_some() {
        return;
    }
    let keys = tabs.flat_map(|tab| [Key::DraftOfTab(tab), Key::RoomOfTab(tab)]);
    // The list of tabs comes last, and only when all values of its tabs were copied.
    let _ = keys
        .chain([Key::Workbench])
        .all(|key| read(&shared, key).is_none_or(|value| own.set_item(&name(key), &value).is_ok()));
}

/// Saves the value, and returns whether a reload of this tab will find it.
#[must_use]
pub fn save(key: Key, value: &str) -> bool {
    let mut saved = false;
    for (index, storage) in storages().enumerate() {
        if storage.set_item(&name(key), value).is_ok() {
            // The list of tabs is in the first storage; the values of its tabs are read only there.
            saved |= index == 0 || !is_of_tab(key);
        } else {
            // No value is better than an outdated one.
            let _ = storage.remove_item(&name(key));
        }
    }
    saved
}

/// Removes the value under the key.
pub fn forget(key: Key) {
    for storage in storages() {
        // It fails only where there is nothing to remove.
        let _ = storage.remove_item(&name(key));
    }
}

fn read(storage: &Storage, key: Key) -> Option<String> {
    storage.get_item(&name(key)).ok().flatten()
}

/// Whether the value belongs to one tab of the workbench.
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
