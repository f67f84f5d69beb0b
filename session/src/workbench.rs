//! All that the page knows: its connections, side by side, and what they share.
//!
//! What belongs here: tabs, and the memory that all logs together may take. What may not enter:
//! anything about a single tab ([`tab`](super::tab)).

mod rooms;

use std::rc::Rc;

use super::connection::{self, Connection};
use super::lesson::Lesson;
use super::recent::Recent;
use super::room::room_address::Invitation;
use super::saved::{SavedWorkbench, Settings};
use super::tab::{self, Tab};
use super::time::{Moment, Time};

pub use super::tab::TabId;

/// The tab that has the lesson's connection, in a workbench that has borrowed it.
const BORROWED: TabId = TabId(0);

/// Connections side by side, each in a tab of its own, all of them alive; one is shown.
#[derive(Debug)]
pub struct Workbench {
    page_is_secure: bool,
    tabs: Vec<Tab>,
    shown: TabId,
    next_id: u32,
    recent: Recent,
    settings: Settings,
    kept: SavedWorkbench,
}

/// What can happen.
#[derive(Debug, Clone)]
pub enum Event {
    /// Something in a tab. A tab that is no longer there hears nothing.
    InTab(TabId, tab::Event),
    /// The person wants a new tab, and nothing in it yet.
    NewTab,
    /// The person wants a new tab connected to this address, with a name for it, and set up for the
    /// endpoint that is there.
    OpenTab {
        /// Where to.
        address: Rc<str>,
        /// What to call it.
        name: Rc<str>,
    },
    /// The person wants another tab like this one, not connected.
    Duplicate(TabId),
    /// The person wants the tab gone, and its connection closed.
    Close(TabId),
    /// The person gave the tab a name; an empty one takes the name away.
    Rename(TabId, Rc<str>),
    /// The person wants to see this tab.
    Show(TabId),
    /// The person chose how much all logs together may hold, in MiB.
    BudgetChosen(u32),
}

/// What is to be done in the world.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// What a tab asks for.
    InTab(TabId, tab::Effect),
    /// The tab is gone: drop its transport and forget what was kept for it.
    Forget(TabId),
    /// Put this where it outlives a reload.
    Keep(SavedWorkbench),
}

/// What the page knows before anything happens.
#[derive(Debug)]
pub struct Start {
    /// The WebSocket address of the server that the page came from.
    pub server: Rc<str>,
    /// The lesson as it is, connected or not; the workbench takes its connection for its first tab.
    pub lesson: Lesson,
    /// What was kept of the workbench.
    pub saved: SavedWorkbench,
    /// What was typed in each of the tabs kept, in their order.
    pub drafts: Vec<Rc<str>>,
    /// What was kept of the room of each of these tabs; empty where there was none.
    pub rooms: Vec<Rc<str>>,
    /// The room that the page's address asks for.
    pub invitation: Option<Invitation>,
}

impl Workbench {
    /// The workbench as it opens: a tab with the lesson's connection, connecting by itself if it was never
    /// connected; and the other tabs of before a reload, not connected but for those in a room.
    #[must_use]
    pub fn start(start: Start, moment: Moment) -> (Self, Vec<Effect>) {
        let Start {
            server,
            lesson,
            saved,
            drafts,
            rooms,
            invitation,
        } = start;
        let (mut drafts, mut rooms) = (drafts.into_iter(), rooms.into_iter());
        let page_is_secure = lesson.connection.page_is_secure();
        let is_new = *lesson.connection.state() == connection::State::Idle;
        let mut workbench = Self {
            page_is_secure,
            tabs: vec![Tab::borrow(BORROWED, lesson, moment)],
            shown: BORROWED,
            next_id: BORROWED.0 + 1,
            recent: saved.recent.clone(),
            settings: saved.settings.clone(),
            kept: SavedWorkbench::default(),
        };
        workbench.hide(saved.settings.hidden_patterns.clone());
        for kept in &saved.tabs {
            let mut tab = workbench.new_tab(TabId(kept.id), Rc::clone(&kept.address), moment);
            tab.rename(Rc::clone(&kept.name));
            tab.restore_room(&rooms.next().unwrap_or_default());
            tab.restore(kept, drafts.next().unwrap_or_default(), moment);
            workbench.next_id = workbench.next_id.max(kept.id.saturating_add(1));
            workbench.tabs.push(tab);
        }
        if workbench.tab(TabId(saved.shown)).is_some() {
            workbench.shown = TabId(saved.shown);
        }
        workbench.kept = workbench.saved();
        let mut effects = Vec::new();
        if is_new {
            effects.extend(workbench.connect(BORROWED, moment));
        }
        for tab in workbench.tabs_in_rooms() {
            effects.extend(workbench.connect(tab, moment));
        }
        if let Some(invitation) = invitation {
            effects.extend(workbench.accept(&invitation, &server, moment));
        }
        (workbench, effects)
    }

    /// Gives the lesson back its connection, with what is typed, for as long as the person looks at the
    /// lesson; the other tabs go on meanwhile. Its transport stays open, and what that tells goes to the
    /// lesson from then on.
    #[must_use]
    pub fn give_back(&mut self) -> Option<Lesson> {
        let index = self.tabs.iter().position(Tab::is_borrowed)?;
        Some(self.tabs.remove(index).give_back())
    }

    /// Borrows the lesson's connection again, for the first of the tabs. Not to be called while it has it.
    pub fn borrow(&mut self, lesson: Lesson, moment: Moment) {
        let mut tab = Tab::borrow(BORROWED, lesson, moment);
        tab.hide(self.settings.hidden_patterns.clone());
        self.tabs.insert(0, tab);
    }

    /// Takes in what happened and tells what is to be done about it.
    #[must_use]
    pub fn apply(&mut self, event: Event, moment: Moment) -> Vec<Effect> {
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
                tab.rename(name);
                self.add(tab);
                self.apply_in(id, connection::Event::ConnectPressed, moment)
            }
            Event::Duplicate(id) => {
                if self.tab(id).is_some() {
                    let copy = self.next_id();
                    let copy = self.tab(id).map(|tab| tab.duplicate(copy, moment));
                    copy.into_iter().for_each(|copy| self.add(copy));
                }
                vec![]
            }
            Event::Close(id) => self.close(id),
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
        };
        self.evict();
        let shown = self.shown;
        if let Some(tab) = self.tab_mut(shown) {
            tab.mark_read();
        }
        let saved = self.saved();
        if saved != self.kept {
            self.kept = saved.clone();
            effects.push(Effect::Keep(saved));
        }
        effects
    }

    /// Has the view of the tab that is shown take in at most this many records that it has not looked at
    /// yet. Says whether there are more. The views of other tabs wait until they are shown.
    pub fn advance(&mut self, max_records: usize) -> bool {
        let shown = self.shown;
        self.tab_mut(shown)
            .is_some_and(|tab| tab.advance(max_records))
    }

    /// When the workbench wants to be woken, and in which tab, if anything waits.
    #[must_use]
    pub fn next_deadline(&self) -> Option<(Time, TabId)> {
        self.tabs
            .iter()
            .filter_map(|tab| Some((tab.next_deadline()?, tab.id())))
            .min_by(|(one, _), (other, _)| one.0.total_cmp(&other.0))
    }

    /// The tabs, in their order.
    #[must_use]
    pub fn tabs(&self) -> &[Tab] {
        &self.tabs
    }

    /// The tab that is shown.
    #[must_use]
    pub fn shown(&self) -> TabId {
        self.shown
    }

    /// The addresses that were connected to lately.
    #[must_use]
    pub fn recent(&self) -> &Recent {
        &self.recent
    }

    /// What holds for all tabs.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// The tab of this id, if it is there.
    #[must_use]
    pub fn tab(&self, id: TabId) -> Option<&Tab> {
        self.tabs.iter().find(|tab| tab.id() == id)
    }

    /// The tab that has the lesson's connection.
    #[must_use]
    pub fn borrowed(&self) -> Option<&Tab> {
        self.tabs.iter().find(|tab| tab.is_borrowed())
    }

    /// How many bytes all logs hold together.
    #[must_use]
    pub fn bytes_of_logs(&self) -> usize {
        let tabs = self.tabs.iter();
        tabs.map(|tab| tab.connection().log().bytes()).sum()
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
        tab
    }

    /// What is hidden in one tab is hidden in all: a heartbeat is one wherever it comes from.
    fn hide(&mut self, patterns: Vec<Rc<str>>) {
        for tab in &mut self.tabs {
            tab.hide(patterns.clone());
        }
        self.settings.hidden_patterns = patterns;
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

    fn close(&mut self, id: TabId) -> Vec<Effect> {
        let mut tabs = self.tabs.iter();
        let Some(index) = tabs.position(|tab| tab.id() == id && !tab.is_borrowed()) else {
            return vec![];
        };
        self.tabs.remove(index);
        if self.shown == id {
            // The one that takes its place, or the last; with none the borrowed one, which comes back.
            let neighbour = index.min(self.tabs.len().saturating_sub(1));
            self.shown = self.tabs.get(neighbour).map_or(BORROWED, Tab::id);
        }
        vec![Effect::Forget(id)]
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

    /// Lets go of the oldest records of all, until the rest is within the budget. The newest record
    /// of a tab stays however large it is: what nobody could ever see would be worse.
    fn evict(&mut self) {
        let mut bytes: usize = self.bytes_of_logs();
        let budget_bytes = (self.settings.memory_budget_mib as usize) << 20;
        while bytes > budget_bytes {
            let logs = self.tabs.iter_mut().map(Tab::log_mut);
            let oldest = logs
                .filter(|log| log.numbers().end - log.numbers().start > 1)
                .filter_map(|log| Some((log.oldest()?.at, log)))
                .min_by(|(one, _), (other, _)| one.0.total_cmp(&other.0));
            let Some((_, log)) = oldest else { return };
            let before = log.bytes();
            log.evict_oldest();
            bytes -= before - log.bytes();
        }
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;
