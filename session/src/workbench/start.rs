//! The start of a workbench, and the loan of the lesson's connection.

use std::rc::Rc;

use super::{BORROWED, Effect, Event, TabId, Workbench};
use crate::connection;
use crate::lesson::Lesson;
use crate::letter_case::LetterCase;
use crate::pane::Pane;
use crate::room::room_address::Invitation;
use crate::saved::SavedWorkbench;
use crate::tab::{self, Tab};
use crate::time::Moment;
use crate::view::Density;

/// The saved data and the surroundings at the start.
#[derive(Debug)]
pub struct Start {
    /// The WebSocket address of the page's server.
    pub server: Rc<str>,
    /// The lesson, idle or not. The workbench borrows it for its first tab.
    pub lesson: Lesson,
    /// The saved workbench.
    pub saved: SavedWorkbench,
    /// The saved drafts, in the order of the saved tabs.
    pub drafts: Vec<Rc<str>>,
    /// The saved rooms, in the order of the saved tabs; empty for a tab without one.
    pub rooms: Vec<Rc<str>>,
    /// Whether the browser delays reconnects by itself, as Firefox does.
    pub browser_delays: bool,
    /// What the platform knows of the case of letters.
    pub letter_case: LetterCase,
    /// The room in the page's address.
    pub invitation: Option<Invitation>,
}

impl Workbench {
    /// Starts a workbench with the lesson's tab and the saved tabs. An idle lesson connects, and so do the tabs in
    /// rooms; other tabs stay idle.
    #[must_use]
    pub fn start(start: Start, moment: Moment) -> (Self, Vec<Effect>) {
        let Start {
            server,
            lesson,
            saved,
            drafts,
            rooms,
            browser_delays,
            letter_case,
            invitation,
        } = start;
        let (mut drafts, mut rooms) = (drafts.into_iter(), rooms.into_iter());
        let page_is_secure = lesson.connection.page_is_secure();
        let is_new = *lesson.connection.state() == connection::State::Idle;
        let mut workbench = Self {
            page_is_secure,
            tabs: vec![Tab::borrow(BORROWED, lesson, moment)],
            closed: Vec::new(),
            given_back: None,
            shown: BORROWED,
            next_id: BORROWED.0 + 1,
            recent: saved.recent.clone(),
            settings: saved.settings.clone(),
            browser_delays,
            letter_case,
            least_density: Density::default(),
            server: Rc::clone(&server),
            kept: SavedWorkbench::default(),
            regexes: super::Regexes::default(),
        };
        workbench.limit_connecting();
        workbench.lay_out_rows();
        workbench.tabs[0].set_letter_case(letter_case);
        workbench.tabs[0].set_server(Rc::clone(&server));
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
        let mut effects: Vec<_> = workbench.load_search().into_iter().collect();
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

    /// Gives the lesson back while the person looks at it. The other tabs go on. The transport stays open, and its
    /// events go to the lesson from then on. What the person set in the lesson's tab stays for the next loan.
    #[must_use]
    pub fn give_back(&mut self, moment: Moment) -> Option<Lesson> {
        let index = self.tabs.iter().position(Tab::is_borrowed)?;
        let mut tab = self.tabs.remove(index);
        let lesson = tab.give_back(moment);
        self.given_back = Some(Box::new(tab));
        Some(lesson)
    }

    /// Borrows the lesson again, for the first tab, and returns the effect of that, if any. The workbench must not have
    /// a borrowed tab already.
    #[must_use]
    pub fn borrow(&mut self, lesson: Lesson, moment: Moment) -> Option<Effect> {
        let mut tab = match self.given_back.take() {
            Some(mut tab) => {
                tab.borrow_again(lesson, moment);
                *tab
            }
            None => {
                let mut tab = Tab::borrow(BORROWED, lesson, moment);
                tab.set_letter_case(self.letter_case);
                tab.set_server(Rc::clone(&self.server));
                tab
            }
        };
        tab.hide(self.settings.hidden_patterns.clone());
        tab.set_connect_limit(self.connect_limit());
        tab.set_density(self.density());
        self.tabs.insert(0, tab);
        self.load_search()
    }

    fn connect(&mut self, id: TabId, moment: Moment) -> Vec<Effect> {
        let event = connection::Event::ConnectPressed;
        self.apply(Event::InTab(id, event.into()), moment)
    }

    /// The tabs in rooms, which join again after a reload.
    fn tabs_in_rooms(&self) -> Vec<TabId> {
        let tabs = self.tabs.iter();
        tabs.filter(|tab| tab.is_in_room()).map(Tab::id).collect()
    }

    /// Shows the room of an invitation, in the tab that is in it or in a new one.
    fn accept(&mut self, invitation: &Invitation, server: &str, moment: Moment) -> Vec<Effect> {
        let address: Rc<str> = invitation.address(server).into();
        let mut tabs = self.tabs.iter();
        let tab = tabs.find(|tab| tab.is_for_room(&address));
        let Some(id) = tab.map(Tab::id) else {
            let name = Rc::clone(&invitation.room);
            return self.apply(Event::OpenTab { address, name }, moment);
        };
        let mut effects = self.apply(Event::Show(id), moment);
        let pane = tab::Event::PaneChosen(Pane::Room);
        effects.extend(self.apply(Event::InTab(id, pane), moment));
        effects.extend(self.connect(id, moment));
        effects
    }
}
