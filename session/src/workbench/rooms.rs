//! How a page comes into rooms as it opens: those that it was in, and the one that it was opened for.

use std::rc::Rc;

use super::{Effect, Event, TabId, Workbench};
use crate::face::Face;
use crate::room::room_address::Invitation;
use crate::tab;
use crate::time::Moment;

impl Workbench {
    pub(super) fn connect(&mut self, id: TabId, moment: Moment) -> Vec<Effect> {
        self.apply(Event::InTab(id, tab::Event::ConnectPressed), moment)
    }

    /// The tabs in a room, which are there again after a reload.
    pub(super) fn tabs_in_rooms(&self) -> Vec<TabId> {
        let tabs = self.tabs.iter();
        tabs.filter(|tab| tab.session.is_in_room())
            .map(|tab| tab.id)
            .collect()
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
        let tab = tabs.find(|tab| tab.session.is_for_room(&address));
        let Some(id) = tab.map(|tab| tab.id) else {
            let name = Rc::clone(&invitation.room);
            return self.apply(Event::OpenTab { address, name }, moment);
        };
        let mut effects = self.apply(Event::Show(id), moment);
        let face = tab::Event::FaceChosen(Face::Room);
        effects.extend(self.apply(Event::InTab(id, face), moment));
        effects.extend(self.connect(id, moment));
        effects
    }
}
