//! Style sheets that come with a part of the page.

use futures_channel::oneshot;
use wasm_bindgen::JsCast as _;
use wasm_bindgen::prelude::Closure;

use crate::parts::LoadError;

/// Adds the style sheet of this name and waits until it applies. A release names its address in
/// `<meta name="{name}-styles">`; elsewhere all style sheets are linked from the start, and nothing is added.
///
/// # Errors
/// When the browser could not load it.
pub async fn add(name: &str) -> Result<(), LoadError> {
    let Some(document) = web_sys::window().and_then(|window| window.document()) else {
        return Ok(());
    };
    // Selectors and attributes of ours, which no browser refuses.
    let find = |selector: &str| document.query_selector(selector).ok().flatten();
    let meta = find(&format!("meta[name='{name}-styles']"));
    let Some(address) = meta.and_then(|meta| meta.get_attribute("content")) else {
        return Ok(());
    };
    if find(&format!("link[rel='stylesheet'][href='{address}']")).is_some() {
        return Ok(());
    }
    let link = document.create_element("link").map_err(|_| LoadError)?;
    let _ = link.set_attribute("rel", "stylesheet");
    let _ = link.set_attribute("href", &address);
    let (ends, ended) = oneshot::channel();
    let mut ends = Some(ends);
    let end = Closure::<dyn FnMut(web_sys::Event)>::new(move |event: web_sys::Event| {
        if let Some(ends) = ends.take() {
            // It is no longer awaited.
            let _ = ends.send(event.type_() == "load");
        }
    });
    for event in ["load", "error"] {
        let _ = link.add_event_listener_with_callback(event, end.as_ref().unchecked_ref());
    }
    let head = find("head").ok_or(LoadError)?;
    head.append_child(&link).map_err(|_| LoadError)?;
    if ended.await == Ok(true) {
        return Ok(());
    }
    link.remove();
    Err(LoadError)
}
