//! The list of all tabs, with what has no place in the strip.

use yew::prelude::*;

use super::tab_summary::{TabSummary, dot, name_of, unread};
use super::tabs::element_id;
use super::words::{foreign, said};
use crate::i18n::Language;
use crate::i18n::common::CommonPhrase;
use crate::i18n::tabs::TabsPhrase;
use crate::platform::document;
use session::address::without_password;
use session::tab::TabId;

/// The id of the element that pops up with the list.
pub(super) const LIST_ID: &str = "tab-list";

/// The properties of [`tab_list`].
#[derive(Debug)]
pub struct TabListProps<'a> {
    /// The display language.
    pub(super) language: Language,
    /// The tabs, in their order.
    pub(super) tabs: &'a [TabSummary],
    /// The shown tab.
    pub(super) shown: TabId,
    /// Called with the tab to show.
    pub(super) on_show: Callback<TabId>,
    /// Called with the tab to close.
    pub(super) on_close: Callback<TabId>,
    /// Called to rename the shown tab.
    pub(super) on_rename: Callback<()>,
    /// Called to duplicate the shown tab.
    pub(super) on_duplicate: Callback<()>,
}

/// Each tab whole: its name, address, state and unread messages, and a button that closes it.
pub(super) fn tab_list(props: &TabListProps<'_>) -> Html {
    let language = props.language;
    let item = |tab: &TabSummary| {
        let id = tab.id;
        let name = name_of(tab, language);
        let is_shown = (id == props.shown).then_some("true");
        let on_show = props.on_show.clone();
        html! {
            <li key={id.0} class="tab-list-item">
                <button
                    type="button"
                    class="tab-list-show"
                    popovertarget={LIST_ID}
                    popovertargetaction="hide"
                    autofocus={is_shown.is_some()}
                    aria-current={is_shown}
                    onclick={move |_| {
                        document::focus(&element_id(id));
                        on_show.emit(id);
                    }}
                >
                    { dot(tab) }
                    <span class="tab-list-name">{ foreign(name.clone()) }</span>
                    { unread(tab, language) }
                    <span class="tab-list-more">
                        { said(language.say(CommonPhrase::from(&tab.state))) }{ " " }
                        { foreign(without_password(&tab.address)) }
                    </span>
                </button>
                if tab.can_close {
                    <button
                        type="button"
                        class="tab-list-close"
                        aria-label={format!("{} {name}", language.say(TabsPhrase::Close))}
                        onclick={props.on_close.reform(move |_| id)}
                    >
                        { "×" }
                    </button>
                }
            </li>
        }
    };
    let button = |phrase: TabsPhrase, on_press: &Callback<()>| {
        html! {
            <button
                type="button"
                popovertarget={LIST_ID}
                popovertargetaction="hide"
                onclick={on_press.reform(|_| ())}
            >
                { language.say(phrase) }
            </button>
        }
    };
    html! {
        <>
            <ul class="tab-list-items" aria-label={language.say(TabsPhrase::All)}>
                { for props.tabs.iter().map(item) }
            </ul>
            { button(TabsPhrase::Rename, &props.on_rename) }
            { button(TabsPhrase::Duplicate, &props.on_duplicate) }
        </>
    }
}
