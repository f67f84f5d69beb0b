//! The time, for what counts seconds.

use gloo_timers::callback::Interval;
use yew::prelude::*;

use crate::model::time::Time;
use crate::platform::clock;

const EVERY_MS: u32 = 1_000;

/// Renders the component again each second, and gives it the time of each render.
#[hook]
pub fn use_clock() -> Time {
    let render = use_force_update();
    use_effect_with((), move |()| {
        let ticks = Interval::new(EVERY_MS, move || render.force_update());
        move || drop(ticks)
    });
    clock::now()
}
