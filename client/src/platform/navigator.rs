//! The browser itself: which it is where that matters, and what it permits.

use js_sys::{JsString, Object, Promise, Reflect};
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;

/// Whether the browser is Firefox, which delays reconnects by itself.
#[must_use]
pub fn is_firefox() -> bool {
    let agent = web_sys::window().and_then(|window| window.navigator().user_agent().ok());
    agent.is_some_and(|agent| agent.contains("Firefox/"))
}

/// Whether the browser says that the page may reach this machine (W3C Local Network Access); `None` if it does not know
/// that permission.
pub async fn may_reach_this_machine() -> Option<bool> {
    let permissions = get(web_sys::window()?.navigator().as_ref(), "permissions")?;
    let query = get(&permissions, "query")?;
    let descriptor = Object::new();
    let name = JsValue::from_str("loopback-network");
    Reflect::set(&descriptor, &"name".into(), &name).ok()?;
    let query: js_sys::Function = query.dyn_into().ok()?;
    let asked: Promise = query
        .call1(&permissions, &descriptor)
        .ok()?
        .dyn_into()
        .ok()?;
    let status = JsFuture::from(asked).await.ok()?;
    Some(get(&status, "state")?.as_string()? == "granted")
}

/// A letter in lower and in upper case, as the browser's tables have it. It is the letter itself where it has no such
/// case, or where that is several letters.
#[must_use]
pub fn both_cases(letter: char) -> [char; 2] {
    let text = JsString::from(letter);
    [text.to_lower_case(), text.to_upper_case()].map(|cased| {
        let cased = String::from(cased);
        let mut letters = cased.chars();
        match (letters.next(), letters.next()) {
            (Some(cased), None) => cased,
            _ => letter,
        }
    })
}

fn get(object: &JsValue, name: &str) -> Option<JsValue> {
    Reflect::get(object, &name.into())
        .ok()
        .filter(|it| !it.is_undefined())
}
