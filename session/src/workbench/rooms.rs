//! How a page comes into rooms as it opens: those that it was in, and the one that it was opened for.

use std::rc::Rc;

use super::{Effect, Event, TabId, Workbench};
use crate::connection;
use crate::pane::Pane;
use crate::room::room_address::Invitation;
use crate::tab::{self, Tab};
use crate::time::Moment;

impl Workbench {
    pub(super) fn connect(&mut self, id: TabId, moment: Moment) -> Vec<Effect> {
        let event = connection::Event::ConnectPressed;
        self.apply(Event::InTab(id, event.into()), moment)
    }

    /// The tabs in a room, which are there again after a reload.
    pub(super) fn tabs_in_rooms(&self) -> Vec<TabId> {
        let tabs = self.tabs.iter();
        tabs.filter(|tab| tab.is_in_room()).map(Tab::id).collect()
    }

    /// Shows the room that the page was opened for: in the tab that is in it, or else in a new one.
    pub(super) fn accept(
        &mut self,
        invitation: &Invitation,
        server: &str,
        moment: Moment,
    ) -> Vec<Effect> {
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
