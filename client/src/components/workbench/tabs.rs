//! The strip of tabs, and the actions of the shown one.

use std::rc::Rc;

use yew::prelude::*;

use super::confirm::Confirm;
use super::tab_name::TabName;
use super::words::foreign;
use crate::i18n::Language;
use crate::i18n::common::CommonPhrase;
use crate::i18n::tabs::TabsPhrase;
use crate::platform::{document, element};
use session::address::without_password;
use session::connection::State;
use session::format::grouped;
use session::tab::TabId;

/// The id of the element with `role="tabpanel"`, which every tab controls.
pub const PANEL_ID: &str = "tab-panel";

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
    /// Whether its room has text or messages that the server does not have.
    pub has_unsent: bool,
    /// Whether it can be closed.
    pub can_close: bool,
}

/// The properties of [`Tabs`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct TabsProps {
    /// The display language.
    pub language: Language,
    /// The tabs, from left to right.
    pub tabs: Vec<TabSummary>,
    /// The shown tab.
    pub shown: TabId,
    /// Called with the tab to show.
    pub on_show: Callback<TabId>,
    /// Called for a new tab.
    pub on_new: Callback<()>,
    /// Called with the name for a tab; an empty one removes the name.
    pub on_rename: Callback<(TabId, Rc<str>)>,
    /// Called with the tab to duplicate.
    pub on_duplicate: Callback<TabId>,
    /// Called with the tab to close, after the person agreed to lose its content.
    pub on_close: Callback<TabId>,
}

/// An action that the person has begun.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Doing {
    Renaming(TabId),
    AskingToClose(TabId),
}

/// Tabs by the WAI-ARIA Authoring Practices: one stop for the Tab key, arrows between them, and a focused
/// tab is shown at once. A tab may not contain controls, so the buttons beside the strip act on the shown
/// tab.
#[component]
pub fn Tabs(props: &TabsProps) -> Html {
    let language = props.language;
    let doing = use_state(|| None::<Doing>);
    let shown_tab = use_node_ref();
    // The closed tab, until the tab shown instead has the focus.
    let closed = use_mut_ref(|| None::<TabId>);
    let just_closed = *closed.borrow();
    use_effect_with((props.shown, just_closed), {
        let (shown_tab, closed) = (shown_tab.clone(), Rc::clone(&closed));
        move |&(_, just_closed)| {
            // Scrolls the strip and not the page: the strip is always in view.
            element::bring_into_view(&shown_tab);
            if just_closed.is_some() {
                element::focus(&shown_tab);
            }
            // Another tab may have been closed meanwhile; that one has its own effect.
            closed.borrow_mut().take_if(|it| Some(*it) == just_closed);
        }
    });
    let Some(shown) = props.tabs.iter().find(|tab| tab.id == props.shown) else {
        return Html::default();
    };
    let rename = {
        let (doing, id) = (doing.clone(), shown.id);
        Callback::from(move |()| doing.set(Some(Doing::Renaming(id))))
    };
    let is_over = shown.state.is_over();
    let close_now = {
        let on_close = props.on_close.clone();
        Callback::from(move |id| {
            closed.replace(Some(id));
            on_close.emit(id);
        })
    };
    let close = {
        let (doing, id) = (doing.clone(), shown.id);
        let close = close_now.clone();
        let (can_close, has_nothing) = (shown.can_close, is_over && !shown.has_unsent);
        Callback::from(move |()| match (can_close, has_nothing) {
            (false, _) => {}
            (true, false) => doing.set(Some(Doing::AskingToClose(id))),
            (true, true) => close.emit(id),
        })
    };
    let on_key_down = {
        let ids: Vec<TabId> = props.tabs.iter().map(|tab| tab.id).collect();
        let index = ids.iter().position(|id| *id == shown.id).unwrap_or(0);
        let (on_show, rename, close) = (props.on_show.clone(), rename.clone(), close.clone());
        Callback::from(move |event: KeyboardEvent| {
            if event.alt_key() || event.ctrl_key() || event.meta_key() {
                return;
            }
            match event.key().as_str() {
                "F2" => rename.emit(()),
                "Delete" => close.emit(()),
                key => match neighbour(key, index, ids.len()) {
                    Some(next) => {
                        document::focus(&element_id(ids[next]));
                        on_show.emit(ids[next]);
                    }
                    None => return,
                },
            }
            event.prevent_default();
        })
    };
    let tab = |tab: &TabSummary| {
        let is_shown = tab.id == shown.id;
        let (on_show, id) = (props.on_show.clone(), tab.id);
        html! {
            <button
                key={tab.id.0}
                ref={if is_shown { shown_tab.clone() } else { NodeRef::default() }}
                type="button"
                role="tab"
                id={element_id(tab.id)}
                class="tab"
                data-tab={tab.id.0.to_string()}
                aria-selected={is_shown.to_string()}
                aria-controls={PANEL_ID}
                tabindex={if is_shown { "0" } else { "-1" }}
                onclick={move |_| on_show.emit(id)}
                ondblclick={rename.reform(|_| ())}
                onkeydown={on_key_down.clone()}
            >
                <span class="tab-dot" data-state={tab.state.tag()} aria-hidden="true" />
                <span class="tab-name">{ foreign(name_of(tab, language)) }</span>
                <span class="visually-hidden">{ ", " }{ language.say(CommonPhrase::from(&tab.state)) }</span>
                if tab.unread_messages > 0 {
                    { unread(tab.unread_messages, language) }
                }
            </button>
        }
    };
    let button = |name: TabsPhrase, on_press: Callback<()>, disabled: bool| {
        html! {
            <button
                type="button"
                class="tabs-button"
                {disabled}
                onclick={on_press.reform(|_| ())}
            >
                { language.say(name) }
            </button>
        }
    };
    let id = shown.id;
    html! {
        <div class="tabs">
            <div class="tabs-strip">
                <div
                    role="tablist"
                    translate="no"
                    class="tabs-list"
                    aria-label={language.say(TabsPhrase::Tabs)}
                    aria-describedby="tabs-keys"
                >
                    { for props.tabs.iter().map(tab) }
                </div>
                <button
                    type="button"
                    id="new-tab"
                    class="tabs-button"
                    onclick={props.on_new.reform(|_| ())}
                >
                    { language.say(TabsPhrase::New) }
                </button>
            </div>
            <p id="tabs-keys" class="visually-hidden">{ language.say(TabsPhrase::Keys) }</p>
            if *doing == Some(Doing::Renaming(id)) {
                <TabName
                    {language}
                    name={name_of(shown, language)}
                    on_done={
                        let (doing, on_rename) = (doing.clone(), props.on_rename.clone());
                        Callback::from(move |name: Option<Rc<str>>| {
                            document::focus(&element_id(id));
                            doing.set(None);
                            if let Some(name) = name {
                                on_rename.emit((id, name));
                            }
                        })
                    }
                />
            } else {
                <div class="tabs-actions">
                    { button(TabsPhrase::Rename, rename, false) }
                    { button(TabsPhrase::Duplicate, props.on_duplicate.reform(move |()| id), false) }
                    { button(TabsPhrase::Close, close, !shown.can_close) }
                </div>
            }
            if *doing == Some(Doing::AskingToClose(id)) {
                <Confirm
                    question={language.say(if shown.has_unsent {
                        TabsPhrase::UndeliveredQuestion
                    } else {
                        TabsPhrase::CloseQuestion
                    })}
                    confirm={language.say(if is_over {
                        TabsPhrase::Close
                    } else {
                        TabsPhrase::CloseConfirmed
                    })}
                    cancel={language.say(TabsPhrase::KeepOpen)}
                    on_answer={
                        let doing = doing.clone();
                        Callback::from(move |is_confirmed| {
                            doing.set(None);
                            if is_confirmed {
                                close_now.emit(id);
                            }
                        })
                    }
                />
            }
        </div>
    }
}

/// The name of a tab, or its address.
fn name_of(tab: &TabSummary, language: Language) -> AttrValue {
    let address = without_password(&tab.address);
    let without_scheme = address.trim();
    let without_scheme = without_scheme
        .split_once("://")
        .map_or(without_scheme, |(_, rest)| rest);
    match &tab.name {
        Some(name) => AttrValue::Rc(Rc::clone(name)),
        None if without_scheme.is_empty() => language.say(TabsPhrase::Unnamed),
        None => AttrValue::Rc(without_scheme.into()),
    }
}

fn unread(count: u64, language: Language) -> Html {
    let shown = if count > COUNTED_UNREAD {
        AttrValue::Static("999+")
    } else {
        grouped(count).into()
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

/// The tab that a key leads to from one of `count`; the first follows the last.
fn neighbour(key: &str, index: usize, count: usize) -> Option<usize> {
    match key {
        "ArrowLeft" => Some((index + count - 1) % count),
        "ArrowRight" => Some((index + 1) % count),
        "Home" => Some(0),
        "End" => Some(count - 1),
        _ => None,
    }
}

/// The id of a tab's element, which labels its panel.
pub(super) fn element_id(tab: TabId) -> String {
    format!("tab-{}", tab.0)
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::neighbour;

    #[test]
    fn neighbour_wraps_around_and_home_and_end_reach_the_ends() {
        assert_eq!(neighbour("ArrowRight", 2, 3), Some(0));
        assert_eq!(neighbour("ArrowLeft", 0, 3), Some(2));
        assert_eq!(neighbour("ArrowLeft", 0, 1), Some(0));
        assert_eq!(neighbour("Home", 2, 3), Some(0));
        assert_eq!(neighbour("End", 0, 3), Some(2));
        assert_eq!(neighbour("a", 0, 3), None);
    }
}
