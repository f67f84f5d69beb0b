//! The quotes of a connection.

use yew::prelude::*;

use super::panel::PanelProps;
use super::quotes_table::{FeedStatus, QuotesTable};
use session::quotes::Slot;
use session::tab::Event;

/// The quotes, and how current they are, for a workbench that has loaded the pane.
pub fn view(props: PanelProps) -> Html {
    let state = props.workbench.state();
    let Some(tab) = state.tab(props.tab) else {
        return html! {};
    };
    let quotes = tab.quotes();
    // The clock ticks once a second, and quotes come in between. The shown minute ends with the last one.
    let now = quotes.last_message_at().filter(|at| *at > props.now);
    html! {
        <QuotesTable
            language={props.language}
            status={FeedStatus::of(tab)}
            quotes={quotes.sorted()}
            sort={quotes.sort()}
            skipped={quotes.skipped()}
            unreadable={quotes.unreadable()}
            until={Slot::of(now.unwrap_or(props.now))}
            zone={props.zone}
            on_sort={props.workbench.on_in(props.tab, Event::QuotesSorted)}
        />
    }
}
