//! The time, and randomness.

use wasm_bindgen::JsValue;

use crate::model::time::{Moment, Time};

/// Now, with fresh randomness.
#[must_use]
pub fn moment() -> Moment {
    Moment {
        now: now(),
        random: random(),
    }
}

/// Now. It never goes back while the page is open, whatever is done to the system's clock.
#[must_use]
pub fn now() -> Time {
    let performance = web_sys::window().and_then(|window| window.performance());
    Time(performance.map_or_else(js_sys::Date::now, |performance| {
        performance.time_origin() + performance.now()
    }))
}

/// How many minutes the clock on the wall is ahead of UTC at this moment.
#[must_use]
pub fn utc_offset_min(at: Time) -> i32 {
    let date = js_sys::Date::new(&JsValue::from_f64(at.0));
    // The standard counts the other way round: from here to UTC.
    -(date.get_timezone_offset() as i32)
}

fn random() -> u128 {
    let mut bytes = [0; 16];
    // A browser without a source of randomness has none for its own WebSocket keys either.
    let _ = web_sys::window()
        .and_then(|window| window.crypto().ok())
        .map(|crypto| crypto.get_random_values_with_u8_array(&mut bytes));
    u128::from_le_bytes(bytes)
}
