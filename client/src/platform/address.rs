//! The address of the page, its parameters, and the address of its server.

use wasm_bindgen::JsValue;
use web_sys::{History, Url};

use session::address::{destination, websocket_address};
use session::choices::Screen;

const LANGUAGE_PARAMETER: &str = "lang";
const VIEW_PARAMETER: &str = "view";
const ROOM_PARAMETER: &str = "room";
const NAME_PARAMETER: &str = "name";

/// The WebSocket address of the server that this page talks to.
#[must_use]
pub fn of_server() -> String {
    let location = web_sys::window().map(|window| window.location());
    let part = |read: fn(&web_sys::Location) -> Result<String, JsValue>| {
        location
            .as_ref()
            .and_then(|location| read(location).ok())
            .unwrap_or_default()
    };
    websocket_address(
        &part(web_sys::Location::protocol),
        &part(web_sys::Location::host),
        &part(web_sys::Location::pathname),
        dev_server_mark().as_deref(),
    )
}

/// Whether the page came from this machine.
#[must_use]
pub fn is_on_this_machine() -> bool {
    destination(&of_server()).is_some_and(|server| server.is_loopback())
}

/// Whether the page was loaded over https: then it may connect only to servers with TLS.
#[must_use]
pub fn is_secure() -> bool {
    let protocol = web_sys::window().and_then(|window| window.location().protocol().ok());
    protocol.as_deref() == Some("https:")
}

/// The language in the page's address, as in `?lang=en`.
#[must_use]
pub fn language() -> Option<String> {
    parameter(LANGUAGE_PARAMETER)
}

/// Writes the language into the page's address, so that a reload and a copied address keep it. The
/// history gets no new entry.
pub fn set_language(tag: &str) {
    set_parameter(LANGUAGE_PARAMETER, Some(tag));
}

/// The view in the page's address, as in `?view=workbench`. An address with a room, as in `?room=lobby`, asks for the
/// workbench.
#[must_use]
pub fn view() -> Option<String> {
    let of_room = parameter(ROOM_PARAMETER).map(|_| Screen::Workbench.tag().to_owned());
    of_room.or_else(|| parameter(VIEW_PARAMETER))
}

/// Writes the view into the page's address, as a step of the history; `None` removes it. The browser's Back leads to the
/// view before it.
pub fn go_to_view(tag: Option<&str>) {
    change(VIEW_PARAMETER, tag, |history, url| {
        history.push_state_with_url(&JsValue::NULL, "", Some(url))
    });
}

/// Takes the room and the member's name out of the page's address, as they stand there. The view becomes the
/// workbench: a reload shows the saved tabs and does not join again.
pub(super) fn take_room() -> Option<(String, Option<String>)> {
    let room = parameter(ROOM_PARAMETER)?;
    let name = parameter(NAME_PARAMETER);
    set_parameter(ROOM_PARAMETER, None);
    set_parameter(NAME_PARAMETER, None);
    set_parameter(VIEW_PARAMETER, Some(Screen::Workbench.tag()));
    Some((room, name))
}

fn parameter(name: &str) -> Option<String> {
    current()?.search_params().get(name)
}

fn set_parameter(name: &str, value: Option<&str>) {
    change(name, value, |history, url| {
        history.replace_state_with_url(&JsValue::NULL, "", Some(url))
    });
}

fn change(name: &str, value: Option<&str>, write: fn(&History, &str) -> Result<(), JsValue>) {
    let Some(url) = current() else { return };
    match value {
        Some(value) => url.search_params().set(name, value),
        None => url.search_params().delete(name),
    }
    if let Some(history) = web_sys::window().and_then(|window| window.history().ok()) {
        // Refused for a page without an origin of its own. The choice is still in the storage.
        let _ = write(&history, &url.href());
    }
}

fn current() -> Option<Url> {
    let href = web_sys::window()?.location().href().ok()?;
    Url::new(&href).ok()
}

fn dev_server_mark() -> Option<String> {
    web_sys::window()?
        .document()?
        .query_selector("meta[name='trunk-ws-base']")
        .ok()??
        .get_attribute("content")
}
