//! What of a tab outlives a reload, or goes on in another tab or in the lesson.

use std::rc::Rc;

use super::{Tab, TabId};
use crate::composer::{self, Composer};
use crate::connection::{Connection, Event};
use crate::filter::Criteria;
use crate::lesson::Lesson;
use crate::room::Room;
use crate::saved::SavedTab;
use crate::time::Moment;
use crate::view;

impl Tab {
    /// A tab for the lesson's connection, with what is typed there.
    #[must_use]
    pub(crate) fn borrow(id: TabId, lesson: Lesson, moment: Moment) -> Self {
        let mut tab = Self::new(id, lesson.connection, moment);
        tab.is_borrowed = true;
        tab.draft_kept = lesson.is_draft_kept;
        tab.restore_draft(lesson.draft, moment);
        if lesson.send_failed {
            tab.refuse_to_send(composer::Problem::NotTaken, moment);
        }
        tab.update_panes();
        tab.mark_read();
        tab
    }

    /// The lesson with its connection, and what is typed.
    #[must_use]
    pub(crate) fn give_back(self) -> Lesson {
        Lesson {
            connection: self.connection,
            draft: Rc::clone(self.composer.text()),
            is_draft_kept: self.draft_kept,
            send_failed: self.composer.problem() == Some(composer::Problem::NotTaken),
        }
    }

    /// What to report of having kept a draft: nothing, where the outcome is that of before. Each key press
    /// keeps a draft, and each report costs a render.
    #[must_use]
    pub fn on_draft_kept(&self, is_kept: bool) -> Option<super::Event> {
        (is_kept != self.draft_kept).then_some(super::Event::DraftKept(is_kept))
    }

    /// As [`on_draft_kept`](Self::on_draft_kept), of what was kept of the room.
    #[must_use]
    pub fn on_room_kept(&self, is_kept: bool) -> Option<super::Event> {
        (is_kept != self.room_kept).then_some(super::Event::RoomKept(is_kept))
    }

    /// Gives the tab a name; an empty one takes the name away.
    pub(crate) fn rename(&mut self, name: Rc<str>) {
        self.name = Some(name).filter(|name| !name.trim().is_empty());
    }

    /// Puts back what was typed before a reload.
    pub(crate) fn restore_draft(&mut self, draft: Rc<str>, moment: Moment) {
        self.composer = Composer::new(draft, moment);
    }

    /// Puts back what was kept of the room before a reload.
    pub(crate) fn restore_room(&mut self, kept: &str) {
        if !kept.is_empty() {
            self.room = Some(Box::new(Room::restored(kept)));
        }
    }

    /// Puts back what the person set and typed before a reload.
    pub(crate) fn restore(&mut self, saved: &SavedTab, draft: Rc<str>, moment: Moment) {
        for event in [
            Event::SubprotocolsEdited(Rc::clone(&saved.subprotocols)),
            Event::ReconnectChosen(saved.auto_reconnect),
            Event::QueueChosen(saved.queue_when_closed),
        ] {
            let _ = self.apply_to_connection(event, moment);
        }
        let _ = self.choose_pane(saved.pane, moment);
        self.restore_draft(draft, moment);
        self.composer
            .apply(composer::Event::KindChosen(saved.kind), moment);
    }

    /// What of it outlives a reload.
    pub(crate) fn saved(&self) -> SavedTab {
        SavedTab {
            id: self.id.0,
            name: self.name.clone().unwrap_or_default(),
            address: Rc::clone(self.connection.address()),
            subprotocols: Rc::clone(self.connection.subprotocols()),
            auto_reconnect: self.connection.reconnects(),
            queue_when_closed: self.connection.queues(),
            kind: self.composer.kind(),
            pane: self.pane,
        }
    }

    /// Has the view hide messages that match one of these patterns, and no others.
    pub(crate) fn hide(&mut self, hidden: Vec<Rc<str>>) {
        let criteria = Criteria {
            hidden,
            ..self.view.criteria().clone()
        };
        let event = view::Event::Criteria(criteria);
        self.view.apply(event, self.connection.log());
    }

    /// Another tab with what the person set and typed in this one, not connected.
    #[must_use]
    pub(crate) fn duplicate(&self, id: TabId, moment: Moment) -> Self {
        let connection = &self.connection;
        let address = Rc::clone(connection.address());
        let connection = Connection::new(address, connection.page_is_secure(), moment.now);
        let mut copy = Self::new(id, connection, moment);
        copy.name.clone_from(&self.name);
        copy.restore(&self.saved(), Rc::clone(self.composer.text()), moment);
        let criteria = view::Event::Criteria(self.view.criteria().clone());
        copy.view.apply(criteria, copy.connection.log());
        copy
    }
}
