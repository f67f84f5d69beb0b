//! Saving and restoring a tab, duplicating it, and lending it the lesson.

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
    /// A tab with the lesson's connection and draft.
    #[must_use]
    pub(crate) fn borrow(id: TabId, lesson: Lesson, moment: Moment) -> Self {
        let mut tab = Self::new(id, lesson.connection, moment);
        tab.is_borrowed = true;
        tab.draft_kept = lesson.is_draft_kept;
        tab.restore_draft(lesson.draft, moment);
        if lesson.send_failed {
            tab.refuse_to_send(composer::Problem::SendFailed, moment);
        }
        tab.update_panes();
        tab.mark_read();
        tab
    }

    /// The lesson with the connection and the draft of this tab.
    #[must_use]
    pub(crate) fn give_back(self) -> Lesson {
        Lesson {
            connection: self.connection,
            draft: Rc::clone(self.composer.text()),
            is_draft_kept: self.draft_kept,
            send_failed: self.composer.problem() == Some(composer::Problem::SendFailed),
        }
    }

    /// The event for the outcome of saving the draft; `None` for the same outcome as before. Each key press saves
    /// the draft, and each event costs a render.
    #[must_use]
    pub fn on_draft_kept(&self, is_kept: bool) -> Option<super::Event> {
        (is_kept != self.draft_kept).then_some(super::Event::DraftKept(is_kept))
    }

    /// As [`on_draft_kept`](Self::on_draft_kept), for the room.
    #[must_use]
    pub fn on_room_kept(&self, is_kept: bool) -> Option<super::Event> {
        (is_kept != self.room_kept).then_some(super::Event::RoomKept(is_kept))
    }

    /// Names the tab; an empty text removes its name.
    pub(crate) fn rename(&mut self, name: Rc<str>) {
        self.name = Some(name).filter(|name| !name.trim().is_empty());
    }

    /// Restores the draft.
    pub(crate) fn restore_draft(&mut self, draft: Rc<str>, moment: Moment) {
        self.composer = Composer::new(draft, moment);
    }

    /// Restores the room.
    pub(crate) fn restore_room(&mut self, kept: &str) {
        if !kept.is_empty() {
            self.room = Some(Box::new(Room::restored(kept)));
        }
    }

    /// Restores the settings and the draft.
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

    /// The tab as it is saved.
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

    /// Hides the messages that match one of these patterns, and no others.
    pub(crate) fn hide(&mut self, hidden: Vec<Rc<str>>) {
        let criteria = Criteria {
            hidden,
            ..self.view.criteria().clone()
        };
        let event = view::Event::Criteria(criteria);
        self.view.apply(event, self.connection.log());
    }

    /// An idle tab with the settings and the draft of this one.
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
