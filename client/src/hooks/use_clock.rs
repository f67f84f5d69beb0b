//! The time, for what counts seconds.

use gloo_timers::callback::Interval;
use yew::prelude::*;

use crate::model::time::Time;
use crate::platform::clock;

const EVERY_MS: u32 = 1_000;

/// The time, and how to say it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct UseClock {
    /// Now.
    pub now: Time,
    /// How many minutes the clock on the wall is ahead of UTC.
    pub utc_offset_min: i32,
}

/// Renders the component again each second, and gives it the time of each render.
#[hook]
pub fn use_clock() -> UseClock {
    let render = use_force_update();
    use_effect_with((), move |()| {
        let ticks = Interval::new(EVERY_MS, move || render.force_update());
        move || drop(ticks)
    });
    let now = clock::now();
    UseClock {
        now,
        utc_offset_min: clock::utc_offset_min(now),
    }
}
