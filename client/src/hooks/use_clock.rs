//! The time, for what counts seconds.

use yew::prelude::*;

use crate::platform::clock;
use crate::platform::timer::Interval;
use session::time::Time;

const EVERY_MS: u32 = 1_000;

/// The time, and how to say it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct UseClock {
    /// Now.
    pub now: Time,
    /// How many minutes the clock on the wall is ahead of UTC.
    pub utc_offset_min: i32,
}

/// Renders the component again each second, and tells the time of then: between two ticks it stays
/// the same, so that what shows it is not rendered again for each message.
#[hook]
pub fn use_clock() -> UseClock {
    let now = use_state(clock::now);
    use_effect_with((), {
        let now = now.setter();
        move |()| {
            let ticks = Interval::new(EVERY_MS, move || now.set(clock::now()));
            move || drop(ticks)
        }
    });
    UseClock {
        now: *now,
        utc_offset_min: clock::utc_offset_min(*now),
    }
}
