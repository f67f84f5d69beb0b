//! Closing a tab, taking that back, and what would be lost with the page.

use super::{BORROWED, Effect, Event, TabId, Workbench};
use crate::tab::Tab;
use crate::time::{Moment, Time};

/// The time in which a closed tab can come back, in milliseconds. It is long enough to see that it was the wrong one.
const UNDO_TIMEOUT_MS: f64 = 10_000.0;

/// The limit on closed tabs that can come back; beyond it the oldest is gone for good.
const MAX_CLOSED: usize = 8;

/// A closed tab that can come back. Its connection is closed: the peer must not wait for a second thought.
#[derive(Debug)]
pub(super) struct ClosedTab {
    pub(super) tab: Tab,
    /// Its place among the tabs.
    index: usize,
    until: Time,
}

impl Workbench {
    /// The tab that was closed last and can come back.
    #[must_use]
    pub fn last_closed(&self) -> Option<&Tab> {
        self.closed.last().map(|closed| &closed.tab)
    }

    /// Whether something would be lost with the page that would not come back after a reload.
    #[must_use]
    pub fn is_lost_with_page(&self) -> bool {
        self.tabs.iter().any(Tab::is_lost_with_page)
    }

    pub(super) fn close(&mut self, id: TabId, moment: Moment) -> Vec<Effect> {
        let mut tabs = self.tabs.iter();
        let Some(index) = tabs.position(|tab| tab.id() == id && !tab.is_borrowed()) else {
            return vec![];
        };
        let mut tab = self.tabs.remove(index);
        tab.leave(moment);
        if self.closed.len() == MAX_CLOSED {
            self.closed.remove(0);
        }
        self.closed.push(ClosedTab {
            tab,
            index,
            until: moment.now.after_ms(UNDO_TIMEOUT_MS),
        });
        if self.shown == id {
            // The tab in its place, or the last one; without any, the borrowed one, which comes back.
            let neighbour = index.min(self.tabs.len().saturating_sub(1));
            self.shown = self.tabs.get(neighbour).map_or(BORROWED, Tab::id);
        }
        vec![Effect::Forget(id)]
    }

    /// Brings back the tab that was closed last, in its place. It is not connected.
    pub(super) fn undo_close(&mut self) -> Vec<Effect> {
        let Some(ClosedTab { mut tab, index, .. }) = self.closed.pop() else {
            return vec![];
        };
        let id = tab.id();
        let effects = tab.keep_again().into_iter();
        // Others may share something else by now.
        tab.hide(self.settings.hidden_patterns.clone());
        self.place(&mut tab);
        self.shown = id;
        self.tabs.insert(index.min(self.tabs.len()), tab);
        effects.map(|effect| Effect::InTab(id, effect)).collect()
    }

    /// Drops the closed tabs whose time is over.
    pub(super) fn drop_closed(&mut self, event: &Event, moment: Moment) {
        // The person may have pressed the button before the page took it away.
        if !matches!(event, Event::UndoClose) {
            self.closed.retain(|closed| closed.until > moment.now);
        }
    }

    /// The time at which a closed tab is gone for good, and the tab.
    pub(super) fn undo_deadline(&self) -> Option<(Time, TabId)> {
        let oldest = self.closed.first()?;
        Some((oldest.until, oldest.tab.id()))
    }
}
