//! What is shown of a tab, in the strip and in the list of all tabs.

use std::rc::Rc;

use yew::prelude::*;

use crate::i18n::Language;
use crate::i18n::tabs::TabsPhrase;
use session::connection::State;
use session::format::grouped;
use session::tab::{TabId, label};

/// The limit on the shown number of unread messages; beyond it the number has a `+`.
const COUNTED_UNREAD: u64 = 999;

/// A tab in the strip.
#[derive(Debug, Clone, PartialEq)]
pub struct TabSummary {
    /// The tab.
    pub id: TabId,
    /// Its name, if it has one.
    pub name: Option<Rc<str>>,
    /// Its address, as typed.
    pub address: Rc<str>,
    /// The state of its connection.
    pub state: State,
    /// The number of messages that came since it was last shown.
    pub unread_messages: u64,
    /// Whether its room has messages that the server does not have.
    pub has_undelivered: bool,
    /// Whether it can be closed.
    pub can_close: bool,
}

/// The state of a tab in colour and shape.
pub(super) fn dot(tab: &TabSummary) -> Html {
    html! { <span class="tab-dot" data-state={tab.state.tag()} aria-hidden="true" /> }
}

/// The name of a tab, or its address.
pub(super) fn name_of(tab: &TabSummary, language: Language) -> AttrValue {
    if let Some(name) = &tab.name {
        return AttrValue::Rc(Rc::clone(name));
    }
    match label(&tab.address) {
        label if label.is_empty() => language.say(TabsPhrase::Unnamed),
        label => label.into(),
    }
}

/// The number of unread messages, if there are any.
pub(super) fn unread(tab: &TabSummary, language: Language) -> Html {
    let count = tab.unread_messages;
    let shown = match count {
        0 => return html! {},
        1..=COUNTED_UNREAD => grouped(count).into(),
        _ => AttrValue::Static("999+"),
    };
    html! {
        <>
            <span class="tab-unread" aria-hidden="true">{ shown }</span>
            <span class="visually-hidden">
                { ", " }{ language.say(TabsPhrase::Unread { count }) }
            </span>
        </>
    }
}
