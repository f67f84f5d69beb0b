//! The strip of tabs, the list of all of them, and the way back for a closed one.

use std::rc::Rc;

use yew::prelude::*;

use super::confirm::Confirm;
use super::overlay::{Overlay, Overlays, show};
use super::tab_list::{LIST_ID, TabListProps};
use super::tab_name::TabName;
pub use super::tab_summary::TabSummary;
use super::tab_summary::{dot, name_of, unread};
use super::words::{foreign, said};
use crate::i18n::Language;
use crate::i18n::common::CommonPhrase;
use crate::i18n::tabs::TabsPhrase;
use crate::platform::{document, element, events};
use session::address::without_password;
use session::tab::TabId;

/// The id of the element with `role="tabpanel"`, which every tab controls.
pub const PANEL_ID: &str = "tab-panel";

/// The `button` of a mouse event for the wheel.
const WHEEL: i16 = 1;

/// The properties of [`Tabs`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct TabsProps {
    /// The display language.
    pub language: Language,
    /// The tabs, from left to right.
    pub tabs: Vec<TabSummary>,
    /// The shown tab.
    pub shown: TabId,
    /// The tab that was closed last and can come back.
    pub closed: Option<TabSummary>,
    /// What opens when a person asks for it.
    pub overlays: Overlays,
    /// Called with the tab to show.
    pub on_show: Callback<TabId>,
    /// Called for a new tab.
    pub on_new: Callback<()>,
    /// Called with the name for a tab; an empty one removes the name.
    pub on_rename: Callback<(TabId, Rc<str>)>,
    /// Called with the tab to duplicate.
    pub on_duplicate: Callback<TabId>,
    /// Called with the tab to close. The person has agreed to lose messages that were not delivered.
    pub on_close: Callback<TabId>,
    /// Called to bring the closed tab back.
    pub on_undo: Callback<()>,
}

/// An action that the person has begun.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Doing {
    Renaming(TabId),
    AskingToClose(TabId),
}

/// Where the focus goes after the next render.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Focus {
    /// To the shown tab, unless something has it.
    Shown,
    /// To the address of a new tab.
    Address,
}

/// Tabs by the WAI-ARIA Authoring Practices: one stop for the Tab key, arrows between them, and a focused
/// tab is shown at once. A tab may not contain controls. Its × is for the mouse alone; keys have Delete and the list of
/// all tabs.
#[component]
pub fn Tabs(props: &TabsProps) -> Html {
    let language = props.language;
    let doing = use_state(|| None::<Doing>);
    let is_listed = use_state_eq(|| false);
    let shown_tab = use_node_ref();
    let focus = use_mut_ref(|| None::<Focus>);
    use_effect_with((props.shown, props.tabs.len()), {
        let (shown_tab, focus) = (shown_tab.clone(), Rc::clone(&focus));
        move |_| {
            // Scrolls the strip and not the page: the strip is always in view.
            element::bring_into_view(&shown_tab);
            match focus.take() {
                Some(Focus::Shown) => {
                    element::focus_if_lost(&shown_tab);
                    // On a telephone there is no strip.
                    document::focus_if_lost("all-tabs");
                }
                Some(Focus::Address) => document::focus_and_select("address"),
                None => {}
            }
        }
    });
    let Some(shown) = props.tabs.iter().find(|tab| tab.id == props.shown) else {
        return Html::default();
    };
    let rename = {
        let (doing, id) = (doing.clone(), shown.id);
        Callback::from(move |()| doing.set(Some(Doing::Renaming(id))))
    };
    let then = |to: Focus, callback: &Callback<()>| {
        let (focus, callback) = (Rc::clone(&focus), callback.clone());
        Callback::from(move |_: MouseEvent| {
            focus.replace(Some(to));
            callback.emit(());
        })
    };
    let close_now = {
        let (on_close, focus) = (props.on_close.clone(), Rc::clone(&focus));
        Callback::from(move |id| {
            focus.replace(Some(Focus::Shown));
            on_close.emit(id);
        })
    };
    let close = {
        let (doing, close) = (doing.clone(), close_now.clone());
        let asked: Vec<_> = props
            .tabs
            .iter()
            .map(|tab| (tab.id, tab.can_close, tab.has_undelivered))
            .collect();
        Callback::from(move |id| match asked.iter().find(|(tab, ..)| *tab == id) {
            Some((_, true, true)) => doing.set(Some(Doing::AskingToClose(id))),
            Some((_, true, false)) => close.emit(id),
            _ => {}
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
                "Delete" => close.emit(ids[index]),
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
        let (on_show, close, id) = (props.on_show.clone(), close.clone(), tab.id);
        let close_by_wheel = close.clone();
        html! {
            <div
                key={tab.id.0}
                ref={if is_shown { shown_tab.clone() } else { NodeRef::default() }}
                role="tab"
                id={element_id(tab.id)}
                class="tab"
                title={without_password(&tab.address)}
                data-tab={tab.id.0.to_string()}
                aria-selected={is_shown.to_string()}
                aria-controls={PANEL_ID}
                tabindex={if is_shown { "0" } else { "-1" }}
                onclick={move |_| on_show.emit(id)}
                onmousedown={keep_focus}
                onauxclick={move |event: MouseEvent| if event.button() == WHEEL {
                    close_by_wheel.emit(id);
                }}
                onkeydown={on_key_down.clone()}
            >
                { dot(tab) }
                <span class="tab-name" ondblclick={rename.reform(|_| ())}>
                    { foreign(name_of(tab, language)) }
                </span>
                <span class="visually-hidden">{ ", " }{ said(language.say(CommonPhrase::from(&tab.state))) }</span>
                { unread(tab, language) }
                if tab.can_close {
                    <span class="tab-close" aria-hidden="true" onclick={move |event: MouseEvent| {
                        event.stop_propagation();
                        close.emit(id);
                    }}>{ "×" }</span>
                }
            </div>
        }
    };
    let id = shown.id;
    let (list, on_toggle) = (is_listed.setter(), is_listed.setter());
    html! {
        <div class="tabs">
            <div
                role="tablist"
                translate="no"
                class="tabs-list"
                aria-label={language.say(TabsPhrase::Tabs)}
                aria-describedby="tabs-keys"
            >
                { for props.tabs.iter().map(tab) }
            </div>
            <p id="tabs-keys" class="visually-hidden">{ language.say(TabsPhrase::Keys) }</p>
            if *doing == Some(Doing::Renaming(id)) {
                <TabName
                    {language}
                    name={name_of(shown, language)}
                    on_done={
                        let (doing, on_rename) = (doing.clone(), props.on_rename.clone());
                        Callback::from(move |name: Option<Rc<str>>| {
                            document::focus("all-tabs");
                            document::focus(&element_id(id));
                            doing.set(None);
                            if let Some(name) = name {
                                on_rename.emit((id, name));
                            }
                        })
                    }
                />
            }
            <div role="status" class="tabs-closed">
                if let Some(closed) = &props.closed {
                    <span>{ foreign(name_of(closed, language)) }{ " " }{ language.say(TabsPhrase::Closed) }</span>
                    <button type="button" id="undo-close" onclick={then(Focus::Shown, &props.on_undo)}>
                        { language.say(TabsPhrase::Undo) }
                    </button>
                }
            </div>
            <button
                type="button"
                id="new-tab"
                aria-label={language.say(TabsPhrase::New)}
                title={language.say(TabsPhrase::New)}
                onclick={then(Focus::Address, &props.on_new)}
            >
                { "+" }
            </button>
            <button
                type="button"
                id="all-tabs"
                popovertarget={LIST_ID}
                title={language.say(TabsPhrase::All)}
                onclick={move |_| list.set(true)}
            >
                <span class="tabs-shown">
                    { dot(shown) }
                    <span class="tab-name">{ foreign(name_of(shown, language)) }</span>
                </span>
                <span class="visually-hidden">{ " " }{ language.say(TabsPhrase::All) }</span>
                <span aria-hidden="true">{ "⌄" }</span>
            </button>
            <div
                id={LIST_ID}
                class="menu tab-list"
                popover="auto"
                ontoggle={move |event: Event| on_toggle.set(events::is_opening(&event))}
            >
                if *is_listed {
                    {
                        show(language, &props.overlays, Overlay::TabList(&TabListProps {
                            language,
                            tabs: &props.tabs,
                            shown: id,
                            on_show: props.on_show.clone(),
                            on_close: close,
                            on_rename: rename,
                            on_duplicate: props.on_duplicate.reform(move |()| id),
                        }))
                    }
                }
            </div>
            if let Some(Doing::AskingToClose(id)) = *doing {
                <Confirm
                    question={language.say(TabsPhrase::UndeliveredQuestion)}
                    confirm={language.say(TabsPhrase::Close)}
                    cancel={language.say(TabsPhrase::KeepOpen)}
                    on_answer={Callback::from(move |is_confirmed| {
                        doing.set(None);
                        if is_confirmed {
                            close_now.emit(id);
                        }
                    })}
                />
            }
        </div>
    }
}

/// A press on × leaves the focus where it is, and one of the wheel does not begin to scroll.
fn keep_focus(event: MouseEvent) {
    if event.button() == WHEEL
        || events::attribute_of_closest(&event, ".tab-close", "class").is_some()
    {
        event.prevent_default();
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
