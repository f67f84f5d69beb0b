//! The numbers of a connection, as often as a person can read them.

use std::rc::Rc;

use yew::prelude::*;

use super::UseWorkbench;
use session::rates::{Rates, Traffic, WINDOW_SECONDS};
use session::round_trips::Measurement;
use session::tab::{Tab, TabId};
use session::time::Time;

/// The numbers of a connection at a tick of the clock.
#[derive(Debug, PartialEq)]
pub struct TickNumbers {
    /// The traffic of each of the last seconds, the oldest first.
    pub per_second: Rc<[Traffic; WINDOW_SECONDS]>,
    /// The traffic since the start.
    pub totals: Traffic,
    /// The result of measuring round trips.
    pub round_trip: Measurement,
}

/// The numbers of the last tick: figures that change sixty times a second cannot be read.
#[hook]
pub fn use_numbers(workbench: &UseWorkbench, tab: TabId, now: Time) -> Rc<TickNumbers> {
    use_memo((tab, now), |&(tab, now)| {
        let state = workbench.state();
        let connection = state.tab(tab).map(Tab::connection);
        TickNumbers {
            per_second: Rc::new(connection.map_or_else(
                || Rates::new().per_second(now),
                |connection| connection.rates().per_second(now),
            )),
            totals: connection
                .map_or_else(Traffic::default, |connection| connection.rates().totals()),
            round_trip: connection.map_or(Measurement::Unavailable, |connection| {
                connection.round_trips().measured()
            }),
        }
    })
}
