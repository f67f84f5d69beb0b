//! The screen: how it is pointed at, and whether it is narrow.

use session::view::Density;

use super::document::WindowWatch;

/// How high rows are at least on this screen: a finger needs more than a mouse, and a phone has no need of many.
#[must_use]
pub fn least_density() -> Density {
    if matches("(pointer: coarse)") {
        Density::Touch
    } else if matches("(max-width: 30rem)") {
        Density::Comfortable
    } else {
        Density::Compact
    }
}

/// Calls the listener when the window has another size, as it does too when it moves to another screen.
#[must_use]
pub fn watch(mut listener: impl FnMut() + 'static) -> WindowWatch {
    WindowWatch::new(&["resize"], move |_| listener())
}

fn matches(query: &str) -> bool {
    let query = web_sys::window().and_then(|window| window.match_media(query).ok()?);
    query.is_some_and(|query| query.matches())
}
