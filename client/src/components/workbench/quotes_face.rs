//! What a feed of quotes makes of a connection.

use yew::prelude::*;

use super::panel::PanelProps;
use super::quotes_table::{QuotesTable, Standing};
use crate::model::quotes::Window;
use crate::model::session::{Event, State};

/// The quotes of the connection as a table.
#[component]
pub fn QuotesFace(props: &PanelProps) -> Html {
    let state = props.workbench.state();
    let Some(tab) = state.tab(props.tab) else {
        return html! {};
    };
    let session = tab.session();
    let quotes = session.quotes();
    let standing = match (session.state(), quotes.heard()) {
        (State::Connecting | State::Open, None) => Standing::Awaited,
        (_, None) => Standing::NotConnected,
        (State::Open | State::Closing, Some(_)) => Standing::Live,
        (_, Some(heard)) => Standing::Stale(heard),
    };
    // The clock ticks once a second; quotes come in between, and a minute ends with the last of them.
    let now = quotes.heard().map_or(
        props.now,
        |heard| {
            if heard > props.now { heard } else { props.now }
        },
    );
    html! {
        <section class="quotes">
            <QuotesTable
                language={props.language}
                {standing}
                lines={quotes.lines()}
                sort={quotes.sort()}
                skipped={quotes.skipped()}
                misread={quotes.misread()}
                until={Window::of(now)}
                utc_offset_min={props.utc_offset_min}
                on_sort={props.workbench.on_in(props.tab, Event::QuotesSorted)}
            />
        </section>
    }
}
