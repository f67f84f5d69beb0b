//! Time and randomness.

use wasm_bindgen::JsValue;

use session::time::{Moment, Time, TimeZone, WallTime};

/// Now, with fresh randomness.
#[must_use]
pub fn moment() -> Moment {
    Moment {
        now: now(),
        wall: wall(),
        random: random(),
    }
}

/// Now on the monotonic clock, which never goes back.
#[must_use]
pub fn now() -> Time {
    let performance = web_sys::window().and_then(|window| window.performance());
    Time(performance.map_or_else(js_sys::Date::now, |performance| performance.now()))
}

/// Now on the wall clock, which jumps when the system's clock is set and after sleep.
#[must_use]
pub fn wall() -> WallTime {
    WallTime(js_sys::Date::now())
}

/// The time zone of the system. It has the offset of each moment, not that of now.
pub const TIME_ZONE: TimeZone = TimeZone(utc_offset_min);

fn utc_offset_min(at: WallTime) -> i32 {
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
