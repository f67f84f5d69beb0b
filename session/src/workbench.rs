//! All that the page knows: its connections, side by side, and what they share.
//!
//! What belongs here: tabs, and the memory that all logs together may take. What may not enter:
//! anything about a single connection ([`tab`](super::tab)).

mod rooms;

use std::rc::Rc;

use super::face::Face;
use super::recent::Recent;
use super::room::room_address::Invitation;
use super::saved::{SavedTab, SavedWorkbench, Settings};
use super::tab::{self, Session};
use super::time::{Moment, Time};

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

/// A connection and the name that the person gave it.
#[derive(Debug)]
pub struct Tab {
    id: TabId,
    name: Option<Rc<str>>,
    session: Session,
    read_messages: u64,
}

/// Which tab; never reused while the page is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct TabId(pub u32);

impl TabId {
    /// The tab of the lesson: the first, and always there.
    pub const LESSON: Self = Self(0);
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
    /// What the session of a tab asks for.
    InTab(TabId, tab::Effect),
    /// The tab is gone: close its socket and forget what was kept for it.
    Forget(TabId),
    /// Put this where it outlives a reload.
    Keep(SavedWorkbench),
}

/// What the page knows before anything happens.
#[derive(Debug, Clone, Default)]
pub struct Start {
    /// The WebSocket address of the lesson's server.
    pub server: Rc<str>,
    /// Whether the page came by https.
    pub page_is_secure: bool,
    /// What was kept of the workbench.
    pub saved: SavedWorkbench,
    /// What was typed in the lesson, and in each of the tabs kept, in their order.
    pub drafts: Vec<Rc<str>>,
    /// What was kept of the room of each of these tabs; empty where there was none.
    pub rooms: Vec<Rc<str>>,
    /// The room that the page's address asks for.
    pub invitation: Option<Invitation>,
}

impl Workbench {
    /// The page as it opens: the lesson's tab, connecting to the lesson's server by itself, and the
    /// other tabs of before a reload, not connected but for those in a room.
    #[must_use]
    pub fn start(start: Start, moment: Moment) -> (Self, Vec<Effect>) {
        let Start {
            server,
            page_is_secure,
            saved,
            drafts,
            rooms,
            invitation,
        } = start;
        let (mut drafts, mut rooms) = (drafts.into_iter(), rooms.into_iter());
        let mut lesson = Session::new(Rc::clone(&server), page_is_secure, moment);
        lesson.keep_to_lesson();
        lesson.restore_draft(drafts.next().unwrap_or_default(), moment);
        let mut workbench = Self {
            page_is_secure,
            tabs: vec![Tab::new(TabId::LESSON, lesson)],
            shown: TabId::LESSON,
            next_id: 1,
            recent: saved.recent.clone(),
            settings: saved.settings.clone(),
            kept: SavedWorkbench::default(),
        };
        workbench.hide(saved.settings.hidden_patterns.clone());
        for tab in &saved.tabs {
            let mut session = workbench.session(Rc::clone(&tab.address), moment);
            session.restore_room(&rooms.next().unwrap_or_default());
            session.restore(tab, drafts.next().unwrap_or_default(), moment);
            workbench.next_id = workbench.next_id.max(tab.id.saturating_add(1));
            workbench.tabs.push(Tab {
                name: (!tab.name.is_empty()).then(|| Rc::clone(&tab.name)),
                ..Tab::new(TabId(tab.id), session)
            });
        }
        if workbench.tab(TabId(saved.shown)).is_some() {
            workbench.shown = TabId(saved.shown);
        }
        workbench.kept = workbench.saved();
        let mut effects = workbench.connect(TabId::LESSON, moment);
        for tab in workbench.tabs_in_rooms() {
            effects.extend(workbench.connect(tab, moment));
        }
        if let Some(invitation) = invitation {
            effects.extend(workbench.accept(&invitation, &server, moment));
        }
        (workbench, effects)
    }

    /// Takes in what happened and tells what is to be done about it.
    #[must_use]
    pub fn apply(&mut self, event: Event, moment: Moment) -> Vec<Effect> {
        let mut effects = match event {
            Event::InTab(id, event) => self.apply_in(id, event, moment),
            Event::NewTab => {
                self.shown = self.add(None, self.session("".into(), moment));
                vec![]
            }
            Event::OpenTab { address, name } => {
                let mut session = self.session(address, moment);
                session.suit_endpoint(moment);
                self.shown = self.add(Some(name), session);
                self.apply_in(self.shown, tab::Event::ConnectPressed, moment)
            }
            Event::Duplicate(id) => {
                if let Some(tab) = self.tab(id) {
                    let (name, session) = (tab.name.clone(), tab.session.duplicate(moment));
                    self.shown = self.add(name, session);
                }
                vec![]
            }
            Event::Close(id) => self.close(id),
            Event::Rename(id, name) => {
                if let Some(tab) = self.tab_mut(id) {
                    tab.name = Some(name).filter(|name| !name.trim().is_empty());
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
            tab.read_messages = tab.session.rates().totals().received.messages;
        }
        let saved = self.saved();
        if saved != self.kept {
            self.kept = saved.clone();
            effects.push(Effect::Keep(saved));
        }
        effects
    }

    /// Has the view of the tab that is shown take in what it has not yet looked at, at most so many
    /// records of it. Says whether there is more. The views of other tabs wait until they are shown.
    pub fn advance(&mut self, max_records: usize) -> bool {
        let shown = self.shown;
        self.tab_mut(shown)
            .is_some_and(|tab| tab.session.advance(max_records))
    }

    /// When the workbench wants to be woken, and in which tab, if anything waits.
    #[must_use]
    pub fn next_deadline(&self) -> Option<(Time, TabId)> {
        self.tabs
            .iter()
            .filter_map(|tab| Some((tab.session.next_deadline()?, tab.id)))
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
        self.tabs.iter().find(|tab| tab.id == id)
    }

    fn tab_mut(&mut self, id: TabId) -> Option<&mut Tab> {
        self.tabs.iter_mut().find(|tab| tab.id == id)
    }

    fn apply_in(&mut self, id: TabId, event: tab::Event, moment: Moment) -> Vec<Effect> {
        let Some(tab) = self.tab_mut(id) else {
            return vec![];
        };
        let effects = tab.session.apply(event, moment);
        let hidden = tab.session.view().criteria().hidden.clone();
        if hidden != self.settings.hidden_patterns {
            self.hide(hidden);
        }
        for effect in &effects {
            if let tab::Effect::Open { address, .. } = effect
                && id != TabId::LESSON
            {
                self.recent.remember(Rc::clone(address));
            }
        }
        effects
            .into_iter()
            // The console lines are the lesson's, and of its connection alone.
            .filter(|effect| id == TabId::LESSON || !matches!(effect, tab::Effect::Print(_)))
            .map(|effect| Effect::InTab(id, effect))
            .collect()
    }

    fn session(&self, address: Rc<str>, moment: Moment) -> Session {
        let mut session = Session::new(address, self.page_is_secure, moment);
        session.hide(self.settings.hidden_patterns.clone());
        session
    }

    /// What is hidden in one tab is hidden in all: a heartbeat is one wherever it comes from.
    fn hide(&mut self, patterns: Vec<Rc<str>>) {
        for tab in &mut self.tabs {
            tab.session.hide(patterns.clone());
        }
        self.settings.hidden_patterns = patterns;
    }

    fn add(&mut self, name: Option<Rc<str>>, session: Session) -> TabId {
        let id = TabId(self.next_id);
        self.next_id += 1;
        self.tabs.push(Tab {
            name,
            ..Tab::new(id, session)
        });
        id
    }

    fn close(&mut self, id: TabId) -> Vec<Effect> {
        if id == TabId::LESSON {
            return vec![];
        }
        let Some(index) = self.tabs.iter().position(|tab| tab.id == id) else {
            return vec![];
        };
        self.tabs.remove(index);
        if self.shown == id {
            // The one that takes its place, or the last: the lesson's is always there.
            let neighbour = index.min(self.tabs.len() - 1);
            self.shown = self.tabs[neighbour].id;
        }
        vec![Effect::Forget(id)]
    }

    fn saved(&self) -> SavedWorkbench {
        let tabs = self.tabs.iter().filter(|tab| tab.id != TabId::LESSON);
        SavedWorkbench {
            tabs: tabs
                .map(|tab| SavedTab {
                    id: tab.id.0,
                    name: tab.name.clone().unwrap_or_default(),
                    ..tab.session.saved()
                })
                .collect(),
            shown: self.shown.0,
            recent: self.recent.clone(),
            settings: self.settings.clone(),
        }
    }

    /// Lets go of the oldest records of all, until the rest is within the budget. The newest record
    /// of a tab stays however large it is: what nobody could ever see would be worse.
    fn evict(&mut self) {
        let mut bytes: usize = self.tabs.iter().map(|tab| tab.session.log().bytes()).sum();
        let budget_bytes = (self.settings.memory_budget_mib as usize) << 20;
        while bytes > budget_bytes {
            let logs = self.tabs.iter_mut().map(|tab| tab.session.log_mut());
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

impl Tab {
    fn new(id: TabId, session: Session) -> Self {
        Self {
            id,
            name: None,
            session,
            read_messages: 0,
        }
    }

    /// Which tab it is.
    #[must_use]
    pub fn id(&self) -> TabId {
        self.id
    }

    /// The name that the person gave it.
    #[must_use]
    pub fn name(&self) -> Option<&Rc<str>> {
        self.name.as_ref()
    }

    /// Its connection.
    #[must_use]
    pub fn session(&self) -> &Session {
        &self.session
    }

    /// How many messages came since it was last shown.
    #[must_use]
    pub fn unread_messages(&self) -> u64 {
        let is_room = self.session.faces().contains(&Face::Room);
        match self.session.room().filter(|_| is_room) {
            Some(room) => room.timeline().unread_count(),
            None => self.session.rates().totals().received.messages - self.read_messages,
        }
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;
