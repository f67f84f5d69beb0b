//! Saving and restoring a tab, duplicating it, and lending it the lesson.

use std::mem;
use std::rc::Rc;

use super::{Tab, TabId};
use crate::address::without_password;
use crate::composer::{self, Composer};
use crate::connection::Event;
use crate::filter::{CompileRegexes, Criteria};
use crate::lesson::Lesson;
use crate::letter_case::LetterCase;
use crate::room::Room;
use crate::saved::SavedTab;
use crate::time::Moment;
use crate::view::{self, Density};

impl Tab {
    /// A tab with the lesson's connection and draft.
    #[must_use]
    pub(crate) fn borrow(id: TabId, lesson: Lesson, moment: Moment) -> Self {
        let mut tab = Self::new(id, lesson.connection.idle(moment.now), moment);
        tab.is_borrowed = true;
        tab.borrow_again(lesson, moment);
        tab
    }

    /// Takes the lesson's connection and draft into this tab, which gave them back before.
    pub(crate) fn borrow_again(&mut self, lesson: Lesson, moment: Moment) {
        self.connection = lesson.connection;
        self.draft_kept = lesson.is_draft_kept;
        // An edit also ends a problem that is no longer one.
        let edited = composer::Event::Edited(lesson.draft);
        self.composer.apply(edited, moment);
        if lesson.send_failed {
            self.refuse_to_send(composer::Problem::SendFailed, moment);
        }
        self.update_panes();
        self.mark_read();
        // The rows of records that were evicted meanwhile are gone before anything is shown.
        self.advance(0);
    }

    /// The lesson with the connection and the draft of this tab. The rest stays for the next loan: the filter, what was
    /// sent before, the code to close with. A repetition stops, as the lesson has no button for that.
    #[must_use]
    pub(crate) fn give_back(&mut self, moment: Moment) -> Lesson {
        let send_failed = self.composer.problem() == Some(composer::Problem::SendFailed);
        let stop = composer::Event::RepeatStopPressed;
        self.composer.apply(stop, moment);
        let idle = self.connection.idle(moment.now);
        Lesson {
            connection: mem::replace(&mut self.connection, idle),
            draft: Rc::clone(self.composer.text()),
            is_draft_kept: self.draft_kept,
            send_failed,
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

    /// A form of the catalogue made the address.
    pub(crate) fn come_from_form(&mut self) {
        self.form_address = Rc::clone(self.connection.address());
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
            address: without_password(self.connection.address()).into(),
            subprotocols: Rc::clone(self.connection.subprotocols()),
            auto_reconnect: self.connection.reconnects(),
            queue_when_closed: self.connection.queues(),
            kind: self.composer.kind(),
            pane: self.pane,
        }
    }

    /// Closes the connection, as the tab is closed. The owner drops the transport and removes what is saved.
    pub(crate) fn leave(&mut self, moment: Moment) {
        let stop = composer::Event::RepeatStopPressed;
        self.composer.apply(stop, moment);
        self.want_room(false);
        let _ = self.drive(moment, |connection| connection.leave(moment));
        if let Some(room) = &mut self.room {
            room.forget_saved();
        }
    }

    /// Saves the draft and the room again, as the tab comes back.
    pub(crate) fn keep_again(&mut self) -> Vec<super::Effect> {
        let draft = super::Effect::KeepDraft(Rc::clone(self.composer.text()));
        self.keep_room().into_iter().chain([draft]).collect()
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

    /// Gives the view what knows the case of letters.
    pub(crate) fn set_letter_case(&mut self, letter_case: LetterCase) {
        self.view
            .set_letter_case(letter_case, self.connection.log());
    }

    /// Makes the rows of the log this high.
    pub(crate) fn set_density(&mut self, density: Density) {
        self.view.set_density(density);
    }

    /// Gives the view what compiles regular expressions, or `None` where it did not come.
    pub(crate) fn search_loaded(&mut self, compile: Option<CompileRegexes>) {
        self.view.search_loaded(compile, self.connection.log());
    }

    /// An idle tab with the settings and the draft of this one.
    #[must_use]
    pub(crate) fn duplicate(&self, id: TabId, moment: Moment) -> Self {
        let mut copy = Self::new(id, self.connection.idle(moment.now), moment);
        copy.name.clone_from(&self.name);
        copy.restore(&self.saved(), Rc::clone(self.composer.text()), moment);
        let criteria = view::Event::Criteria(self.view.criteria().clone());
        copy.view.apply(criteria, copy.connection.log());
        copy
    }
}
