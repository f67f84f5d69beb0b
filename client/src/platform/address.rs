//! Where the page came from, and the language in its address.

use wasm_bindgen::JsValue;
use web_sys::Url;

use crate::model::address::websocket_address;

const LANGUAGE_PARAMETER: &str = "lang";

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
        dev_server_mark().as_deref(),
    )
}

/// The language that the page's address asks for, as in `?lang=en`.
#[must_use]
pub fn language() -> Option<String> {
    current()?.search_params().get(LANGUAGE_PARAMETER)
}

/// Writes the language into the page's address, with no new entry in the history, so that a
/// reload and a copied address keep it.
pub fn set_language(tag: &str) {
    let Some(url) = current() else { return };
    url.search_params().set(LANGUAGE_PARAMETER, tag);
    if let Some(history) = web_sys::window().and_then(|window| window.history().ok()) {
        // Refused for a page without an origin of its own; the choice is remembered anyway.
        let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(&url.href()));
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
