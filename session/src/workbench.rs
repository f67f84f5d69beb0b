//! The workbench: tabs side by side, and all that they share.
//!
//! What belongs here: the list of tabs, the memory budget of their logs, and the settings. What may not enter: the
//! work of a single [`tab`].

mod budget;
mod closing;
mod connecting;
pub mod rows;
mod start;

use std::rc::Rc;

use self::closing::ClosedTab;
use super::connection::{self, Connection};
use super::filter::CompileRegexes;
use super::layout;
use super::letter_case::LetterCase;
use super::recent::Recent;
use super::saved::{SavedWorkbench, Settings};
use super::tab::{self, Tab};
use super::time::{Moment, Time};
use super::view;

pub use super::tab::TabId;
pub use start::Start;

/// The tab with the lesson's connection.
const BORROWED: TabId = TabId(0);

/// Tabs side by side, all of them alive. One is shown.
#[derive(Debug)]
pub struct Workbench {
    page_is_secure: bool,
    tabs: Vec<Tab>,
    /// The closed tabs that can come back, the latest last.
    closed: Vec<ClosedTab>,
    /// The borrowed tab without the lesson, while the lesson is given back.
    given_back: Option<Box<Tab>>,
    shown: TabId,
    next_id: u32,
    recent: Recent,
    settings: Settings,
    /// Whether the browser delays reconnects by itself.
    browser_delays: bool,
    /// What the platform knows of the case of letters.
    letter_case: LetterCase,
    /// How high rows are at least, for the screen.
    least_density: view::Density,
    /// The address of the page's server.
    server: Rc<str>,
    kept: SavedWorkbench,
    regexes: Regexes,
}

/// Whether what compiles regular expressions is loaded.
#[derive(Debug, Clone, Copy, Default)]
enum Regexes {
    /// No tab has asked for it, or it did not come.
    #[default]
    NotLoaded,
    /// It is on its way.
    Loading,
    /// It is here.
    Loaded(CompileRegexes),
}

/// An event of the workbench.
#[derive(Debug, Clone)]
pub enum Event {
    /// An event of a tab. It changes nothing if the tab is closed.
    InTab(TabId, tab::Event),
    /// The person asked for an empty tab.
    NewTab,
    /// The person asked for a tab that connects to this address, and suits the endpoint there.
    OpenTab {
        /// The address.
        address: Rc<str>,
        /// The name of the tab.
        name: Rc<str>,
    },
    /// The person asked for an idle tab like this one.
    Duplicate(TabId),
    /// The person closed the tab, and with it the connection.
    Close(TabId),
    /// The person wants the tab back that was closed last.
    UndoClose,
    /// The person named the tab; an empty text removes its name.
    Rename(TabId, Rc<str>),
    /// The person chose this tab.
    Show(TabId),
    /// The person chose the memory budget of all logs, in MiB.
    BudgetChosen(u32),
    /// The search was loaded, which compiles regular expressions; `None` where it did not come.
    SearchLoaded(Option<CompileRegexes>),
    /// The person arranged the workbench.
    Arranged(layout::Change),
    /// The person chose the time limit of connecting, in seconds.
    ConnectTimeoutChosen(u32),
    /// An event of how the rows look.
    Rows(rows::Event),
    /// The page is left, or comes back, or the network does.
    PageChanged {
        /// Whether the page is left: every connection closes, and opens again when it comes back.
        is_left: bool,
    },
}

/// An effect that the workbench asks for.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// An effect of a tab.
    InTab(TabId, tab::Effect),
    /// The tab is closed: drop its transport and remove its saved data.
    Forget(TabId),
    /// Load the search, and report it by [`Event::SearchLoaded`].
    LoadSearch,
    /// Save the workbench.
    Keep(SavedWorkbench),
}

impl Workbench {
    /// Applies an event and returns the effects, to be run in their order.
    #[must_use]
    pub fn apply(&mut self, event: Event, moment: Moment) -> Vec<Effect> {
        self.drop_closed(&event, moment);
        let mut effects = match event {
            Event::InTab(id, event) => self.apply_in(id, event, moment),
            Event::NewTab => {
                let id = self.next_id();
                self.add(self.new_tab(id, "".into(), moment));
                vec![]
            }
            Event::OpenTab { address, name } => {
                let id = self.next_id();
                let mut tab = self.new_tab(id, address, moment);
                tab.suit_endpoint(moment);
                tab.come_from_form();
                tab.rename(name);
                self.add(tab);
                self.settings.layout.shut_unpinned();
                self.apply_in(id, connection::Event::ConnectPressed, moment)
            }
            Event::Duplicate(id) => {
                if self.tab(id).is_some() {
                    let copy = self.next_id();
                    let copy = self.tab(id).map(|tab| tab.duplicate(copy, moment));
                    copy.into_iter().for_each(|mut copy| {
                        self.place(&mut copy);
                        self.add(copy);
                    });
                }
                vec![]
            }
            Event::Close(id) => self.close(id, moment),
            Event::UndoClose => self.undo_close(),
            Event::Rename(id, name) => {
                if let Some(tab) = self.tab_mut(id) {
                    tab.rename(name);
                }
                vec![]
            }
            Event::Show(id) => {
                if self.tab(id).is_some() {
                    self.shown = id;
                }
                vec![]
            }
            Event::BudgetChosen(mib) => {
                let allowed = Settings::MEMORY_BUDGET_MIB;
                self.settings.memory_budget_mib = mib.clamp(*allowed.start(), *allowed.end());
                vec![]
            }
            Event::SearchLoaded(compile) => {
                self.regexes = compile.map_or(Regexes::NotLoaded, Regexes::Loaded);
                for tab in &mut self.tabs {
                    tab.search_loaded(compile);
                }
                vec![]
            }
            Event::Arranged(change) => self.arrange(change),
            Event::ConnectTimeoutChosen(seconds) => self.choose_connect_timeout(seconds),
            Event::Rows(event) => self.change_rows(event),
            Event::PageChanged { is_left } => self.change_page(is_left, moment),
        };
        effects.extend(self.load_search());
        self.evict();
        let shown = self.shown;
        for tab in &mut self.tabs {
            if tab.id() == shown || tab.has_greeting_only() {
                tab.mark_read();
            }
        }
        let saved = self.saved();
        if saved != self.kept {
            self.kept = saved.clone();
            effects.push(Effect::Keep(saved));
        }
        effects
    }

    /// Has the view of the shown tab scan at most this many further records. Returns whether there are more. The
    /// views of other tabs wait until they are shown.
    pub fn advance(&mut self, max_records: usize) -> bool {
        let shown = self.shown;
        self.tab_mut(shown)
            .is_some_and(|tab| tab.advance(max_records))
    }

    /// The next time at which a tab wants to be woken, and the tab.
    #[must_use]
    pub fn next_deadline(&self) -> Option<(Time, TabId)> {
        self.tabs
            .iter()
            .filter_map(|tab| Some((tab.next_deadline()?, tab.id())))
            .chain(self.undo_deadline())
            .min_by(|(one, _), (other, _)| one.0.total_cmp(&other.0))
    }

    /// The tabs, in their order.
    #[must_use]
    pub fn tabs(&self) -> &[Tab] {
        &self.tabs
    }

    /// The shown tab.
    #[must_use]
    pub fn shown(&self) -> TabId {
        self.shown
    }

    /// The recent addresses.
    #[must_use]
    pub fn recent(&self) -> &Recent {
        &self.recent
    }

    /// The settings of all tabs.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// The tab with this number.
    #[must_use]
    pub fn tab(&self, id: TabId) -> Option<&Tab> {
        self.tabs.iter().find(|tab| tab.id() == id)
    }

    /// The tab with the lesson's connection, unless the lesson has it.
    #[must_use]
    pub fn borrowed(&self) -> Option<&Tab> {
        self.tabs.iter().find(|tab| tab.is_borrowed())
    }

    fn tab_mut(&mut self, id: TabId) -> Option<&mut Tab> {
        self.tabs.iter_mut().find(|tab| tab.id() == id)
    }

    fn apply_in(&mut self, id: TabId, event: impl Into<tab::Event>, moment: Moment) -> Vec<Effect> {
        let Some(tab) = self.tab_mut(id) else {
            return vec![];
        };
        let effects = tab.apply(event, moment);
        let (is_borrowed, hidden) = (tab.is_borrowed(), tab.view().criteria().hidden.clone());
        if hidden != self.settings.hidden_patterns {
            self.hide(hidden);
        }
        for effect in &effects {
            if let tab::Effect::Connection(connection::Effect::Open { request, .. }) = effect
                && !is_borrowed
            {
                self.recent.remember(Rc::clone(&request.url));
            }
        }
        let effects = effects.into_iter();
        effects.map(|effect| Effect::InTab(id, effect)).collect()
    }

    fn new_tab(&self, id: TabId, address: Rc<str>, moment: Moment) -> Tab {
        let connection = Connection::new(address, self.page_is_secure, moment.now);
        let mut tab = Tab::new(id, connection, moment);
        tab.hide(self.settings.hidden_patterns.clone());
        self.place(&mut tab);
        tab
    }

    /// Has the tabs that wait for regular expressions get what compiles them, by an effect where it is not loaded.
    fn load_search(&mut self) -> Option<Effect> {
        match self.regexes {
            Regexes::Loaded(compile) => {
                let tabs = self.tabs.iter_mut();
                tabs.for_each(|tab| tab.search_loaded(Some(compile)));
                None
            }
            Regexes::Loading => None,
            Regexes::NotLoaded => {
                let mut tabs = self.tabs.iter();
                tabs.find(|tab| tab.view().search() == view::Search::Loading)?;
                self.regexes = Regexes::Loading;
                Some(Effect::LoadSearch)
            }
        }
    }

    fn next_id(&mut self) -> TabId {
        let id = TabId(self.next_id);
        self.next_id += 1;
        id
    }

    fn add(&mut self, tab: Tab) {
        self.shown = tab.id();
        self.tabs.push(tab);
    }

    fn saved(&self) -> SavedWorkbench {
        let tabs = self.tabs.iter().filter(|tab| !tab.is_borrowed());
        SavedWorkbench {
            tabs: tabs.map(Tab::saved).collect(),
            shown: self.shown.0,
            recent: self.recent.clone(),
            settings: self.settings.clone(),
        }
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;
