//! The time, for components that count seconds.

use yew::prelude::*;

use crate::platform::clock;
use crate::platform::timer::Interval;
use session::time::{Time, TimeZone, WallTime};

const EVERY_MS: u32 = 1_000;

/// The time of the last tick.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct UseClock {
    /// The time.
    pub now: Time,
    /// The same on the wall clock.
    pub wall: WallTime,
    /// The local time zone.
    pub zone: TimeZone,
}

/// Renders the component again each second. Between two ticks the time stays the same, so a message does
/// not render whatever shows the time.
#[hook]
pub fn use_clock() -> UseClock {
    let now = use_state(|| (clock::now(), clock::wall()));
    use_effect_with((), {
        let now = now.setter();
        move |()| {
            let ticks = Interval::new(EVERY_MS, move || now.set((clock::now(), clock::wall())));
            move || drop(ticks)
        }
    });
    let (now, wall) = *now;
    UseClock {
        now,
        wall,
        zone: clock::TIME_ZONE,
    }
}
