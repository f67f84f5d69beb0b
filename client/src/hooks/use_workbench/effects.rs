//! What tabs ask for, done by the platform.

use std::cell::Cell;
use std::rc::Rc;

use yew::platform::spawn_local;

use super::Driver;
use crate::i18n::lesson::LessonPhrase;
use crate::platform::storage::{self, Key};
use crate::platform::transports::Thread;
use crate::platform::{address, catalogue, clipboard, document, navigator};
use session::connection;
use session::payload::{self, Payload};
use session::tab::{self, Tab, TabId};
use session::transport::{Attempt, Transport, TransportEvent};
use session::workbench::Event;

impl Driver {
    pub(super) fn run_in(self: &Rc<Self>, tab: TabId, effect: tab::Effect) {
        match effect {
            tab::Effect::Connection(effect) => self.run_in_connection(tab, effect),
            tab::Effect::Print(line) => {
                document::print(&self.language.get().say(LessonPhrase::Console(line)));
            }
            tab::Effect::Copy(payload) => {
                let driver = Rc::clone(self);
                spawn_local(async move {
                    let copied = match &payload {
                        Payload::Text(text) => clipboard::write(text).await,
                        Payload::Binary(bytes) => clipboard::write(&payload::hex(bytes)).await,
                    };
                    driver.dispatch_in(tab, tab::Event::Copied(copied));
                });
            }
            tab::Effect::TryHandshake { attempt, address } => {
                let driver = Rc::clone(self);
                spawn_local(async move {
                    let answer = catalogue::try_handshake(&address).await;
                    driver.dispatch_in(tab, tab::Event::HandshakeTried(attempt, answer));
                });
            }
            tab::Effect::KeepRoom(room) => {
                let kept = storage::save(Key::RoomOfTab(tab.0), &room);
                self.report(tab, |tab| tab.on_room_kept(kept));
            }
            tab::Effect::KeepDraft(draft) => {
                let kept = storage::save(self.draft_key(tab), &draft);
                self.report(tab, |tab| tab.on_draft_kept(kept));
            }
        }
    }

    fn run_in_connection(self: &Rc<Self>, tab: TabId, effect: connection::Effect) {
        if self.is_borrowed(tab) {
            // The lesson has its socket where it would have it without a workbench.
            self.lesson.run(effect);
            return;
        }
        match effect {
            connection::Effect::Open { attempt, request } => {
                let driver = Rc::clone(self);
                let hear = move |event| driver.hear_transport(tab, attempt, event);
                let transport = self.transports.open(Thread::Worker, request, hear);
                self.let_go(tab);
                self.open.borrow_mut().push((tab, transport));
            }
            connection::Effect::Send {
                attempt,
                message,
                payload,
            } => match self.transport(tab) {
                Some(transport) => transport.send(message, payload),
                None => {
                    let failed = TransportEvent::SendFailed(message);
                    self.dispatch_in(tab, connection::Event::Transport(attempt, failed));
                }
            },
            connection::Effect::Close(with) => {
                if let Some(transport) = self.transport(tab) {
                    transport.close(with);
                }
            }
            connection::Effect::LetGo => self.let_go(tab),
        }
    }

    /// Takes in what a transport tells. In a flood it tells more often than the page draws.
    fn hear_transport(self: &Rc<Self>, tab: TabId, attempt: Attempt, event: TransportEvent) {
        let is_flood = matches!(event, TransportEvent::Received(_));
        let event = connection::Event::Transport(attempt, event);
        self.apply(Event::InTab(tab, event.into()));
        if is_flood {
            self.settle();
            self.render_soon();
        } else {
            self.go_on();
        }
    }

    /// Dispatches what the tab wants to be told, if anything.
    fn report(self: &Rc<Self>, tab: TabId, event: impl FnOnce(&Tab) -> Option<tab::Event>) {
        let event = self.workbench.borrow().tab(tab).and_then(event);
        if let Some(event) = event {
            self.dispatch_in(tab, event);
        }
    }

    /// The transport of a tab. The caller uses it after the list is no longer borrowed, as its events may open
    /// another transport.
    fn transport(&self, tab: TabId) -> Option<Rc<dyn Transport>> {
        let open = self.open.borrow();
        let entry = open.iter().find(|(opener, _)| *opener == tab);
        entry.map(|(_, transport)| Rc::clone(transport))
    }

    pub(super) fn let_go(&self, tab: TabId) {
        self.open.borrow_mut().retain(|(opener, _)| *opener != tab);
    }

    fn draft_key(&self, tab: TabId) -> Key {
        if self.is_borrowed(tab) {
            Key::Draft
        } else {
            Key::DraftOfTab(tab.0)
        }
    }

    fn is_borrowed(&self, tab: TabId) -> bool {
        let workbench = self.workbench.borrow();
        workbench.tab(tab).is_some_and(Tab::is_borrowed)
    }
}

/// `true` as soon as the browser has said that a page from another machine may not reach this one (W3C Local Network
/// Access). Firefox holds no WebSocket for it, and a browser that does not know the permission does not ask.
pub(super) fn may_be_prompted() -> Rc<Cell<bool>> {
    let may_be_prompted: Rc<Cell<bool>> = Rc::default();
    if !address::is_on_this_machine() && !navigator::is_firefox() {
        let known = Rc::clone(&may_be_prompted);
        spawn_local(async move {
            let is_granted = navigator::may_reach_this_machine().await;
            known.set(is_granted == Some(false));
        });
    }
    may_be_prompted
}
