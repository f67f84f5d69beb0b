//! A session with a server, kept for as long as the component that uses it.

use std::cell::{Cell, Ref, RefCell};
use std::rc::Rc;

use yew::prelude::*;

use crate::i18n::{Language, Phrase};
use crate::model::session::{Effect, Event, Session};
use crate::platform::console;
use crate::platform::socket::Socket;
use crate::platform::storage::{self, Key};

/// A session to look at, and the way in for events.
#[derive(Debug, Clone)]
pub struct UseSession {
    driver: Rc<Driver>,
}

impl UseSession {
    /// The session as it is now.
    #[must_use]
    pub fn session(&self) -> Ref<'_, Session> {
        self.driver.session.borrow()
    }

    /// A callback that makes an event of what it is given.
    pub fn on<T: 'static>(&self, event: impl Fn(T) -> Event + 'static) -> Callback<T> {
        let driver = Rc::clone(&self.driver);
        Callback::from(move |given| driver.dispatch(event(given)))
    }
}

/// A session with the server at this address, which begins with the component and ends with it.
#[hook]
pub fn use_session(server: &AttrValue, language: Language) -> UseSession {
    let render = use_force_update();
    let driver = use_memo(server.clone(), |server| Driver::new(server.clone(), render));
    driver.language.set(language);
    use_effect_with(server.clone(), {
        let driver = Rc::clone(&driver);
        move |_| {
            driver.start();
            move || driver.stop()
        }
    });
    UseSession { driver }
}

/// The one place where events go in and effects come out. It owns the session rather than a Yew
/// reducer, because a reducer may not have effects, and because an event must meet the state that
/// the event before it made, not the one last rendered: Yew renders later and at once for many.
#[derive(Debug)]
struct Driver {
    session: RefCell<Session>,
    first_effects: RefCell<Vec<Effect>>,
    socket: RefCell<Option<Socket>>,
    server: AttrValue,
    language: Cell<Language>,
    render: UseForceUpdateHandle,
}

impl Driver {
    fn new(server: AttrValue, render: UseForceUpdateHandle) -> Self {
        let draft = storage::load(Key::Draft).unwrap_or_default();
        let (session, first_effects) = Session::start(draft.into());
        Self {
            session: RefCell::new(session),
            first_effects: RefCell::new(first_effects),
            socket: RefCell::new(None),
            server,
            language: Cell::default(),
            render,
        }
    }

    fn start(self: &Rc<Self>) {
        self.run(self.first_effects.take());
    }

    fn stop(&self) {
        if let Some(socket) = self.socket.take() {
            // Only a code or a reason could be refused.
            let _ = socket.close(None);
        }
    }

    fn dispatch(self: &Rc<Self>, event: Event) {
        let effects = self.session.borrow_mut().apply(event);
        self.run(effects);
        self.render.force_update();
    }

    fn run(self: &Rc<Self>, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                Effect::Open(attempt) => {
                    let driver = Rc::clone(self);
                    *self.socket.borrow_mut() = Socket::open(&self.server, move |event| {
                        driver.dispatch(Event::Socket(attempt, event));
                    });
                }
                Effect::Send(text) => {
                    let sent = self.with_socket(|socket| socket.send(&text).is_ok());
                    if !sent {
                        self.dispatch(Event::SendFailed);
                    }
                }
                Effect::Close => {
                    self.with_socket(|socket| socket.close(None).is_ok());
                }
                Effect::Print(line) => {
                    console::print(&self.language.get().say(Phrase::Console(line)));
                }
                Effect::KeepDraft(draft) => {
                    self.dispatch(Event::DraftKept(storage::save(Key::Draft, &draft)));
                }
            }
        }
    }

    fn with_socket(&self, act: impl FnOnce(&Socket) -> bool) -> bool {
        self.socket.borrow().as_ref().is_some_and(act)
    }
}
