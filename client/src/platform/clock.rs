//! Time and randomness.

use wasm_bindgen::JsValue;

use session::time::{Moment, Time};

/// Now, with fresh randomness.
#[must_use]
pub fn moment() -> Moment {
    Moment {
        now: now(),
        random: random(),
    }
}

/// Now. It never goes back while the page is open, even if the system's clock does.
#[must_use]
pub fn now() -> Time {
    let performance = web_sys::window().and_then(|window| window.performance());
    Time(performance.map_or_else(js_sys::Date::now, |performance| {
        performance.time_origin() + performance.now()
    }))
}

/// The minutes by which the local time is ahead of UTC at this moment.
#[must_use]
pub fn utc_offset_min(at: Time) -> i32 {
    let date = js_sys::Date::new(&JsValue::from_f64(at.0));
    // JavaScript counts in the other direction.
    -(date.get_timezone_offset() as i32)
}

fn random() -> u128 {
    let mut bytes = [0; 16];
    // Without a source of randomness the bytes stay zero. Such a browser could not open a WebSocket
    // either: its key is random.
    let _ = web_sys::window()
        .and_then(|window| window.crypto().ok())
        .map(|crypto| crypto.get_random_values_with_u8_array(&mut bytes));
    u128::from_le_bytes(bytes)
}
