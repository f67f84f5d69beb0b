//! The lesson, which lives as long as the component that uses it, and its loan to the workbench.
//!
//! What belongs here: the lesson's connection and its transport, wherever the connection is shown. What may not enter:
//! anything of the workbench. It is loaded later, borrows the lesson, and is called through [`Borrower`] only.

use std::any::Any;
use std::cell::{Cell, Ref, RefCell};
use std::fmt;
use std::rc::Rc;

use yew::prelude::*;

use crate::i18n::Language;
use crate::i18n::lesson::LessonPhrase;
use crate::platform::document::Lifecycle;
use crate::platform::socket::Socket;
use crate::platform::storage::{self, Key};
use crate::platform::timer::Timeout;
use crate::platform::{address, clock, document};
use session::connection;
use session::lesson::{Effect, Event, Lesson};
use session::time::Time;
use session::transport::{Transport, TransportEvent};

/// Borrows the lesson, with its connection, and shows it in its own way.
pub trait Borrower {
    /// Takes in an event of the borrowed connection.
    fn hear(self: Rc<Self>, event: connection::Event);
    /// Gives the lesson back; `None` where it does not have it.
    fn give_back(&self) -> Option<Lesson>;
    /// Takes in an event of the page, for all its connections.
    fn hear_of_page(self: Rc<Self>, event: connection::Event);
    /// Drops everything that it has open, as the page ends.
    fn stop(&self);
    /// Itself, for code that knows its type.
    fn as_any(self: Rc<Self>) -> Rc<dyn Any>;
}

/// The lesson, and callbacks for events.
#[derive(Clone)]
pub struct UseLesson {
    driver: Rc<Driver>,
}

impl PartialEq for UseLesson {
    /// A lesson may change with every event, so it never equals an earlier one.
    fn eq(&self, _: &Self) -> bool {
        false
    }
}

impl fmt::Debug for UseLesson {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("UseLesson").finish_non_exhaustive()
    }
}

impl UseLesson {
    /// The current state; `None` while it is lent.
    #[must_use]
    pub fn state(&self) -> Ref<'_, Option<Lesson>> {
        self.driver.lesson.borrow()
    }

    /// A callback that turns its argument into an event.
    pub fn on<T: 'static, E: Into<Event>>(&self, event: impl Fn(T) -> E + 'static) -> Callback<T> {
        let driver = Rc::clone(&self.driver);
        Callback::from(move |given| driver.dispatch(event(given).into()))
    }

    /// Takes the lesson back from its borrower.
    pub fn reclaim(&self) {
        if self.driver.lesson.borrow().is_some() {
            return;
        }
        let borrower = self.borrower();
        if let Some(lesson) = borrower.and_then(|borrower| borrower.give_back()) {
            self.driver.lesson.replace(Some(lesson));
            self.driver.set_alarm();
        }
    }

    /// Takes the lesson, for a borrower. Its transport stays here; what that tells goes to the borrower.
    #[must_use]
    pub fn lend(&self) -> Option<Lesson> {
        self.driver.alarm.take();
        self.driver.lesson.take()
    }

    /// The one that borrows the lesson, now or again.
    #[must_use]
    pub fn borrower(&self) -> Option<Rc<dyn Borrower>> {
        self.driver.borrower.borrow().clone()
    }

    /// Names the one that borrows the lesson.
    pub fn set_borrower(&self, borrower: Rc<dyn Borrower>) {
        self.driver.borrower.replace(Some(borrower));
    }

    /// Runs an effect of the connection, for its borrower.
    pub fn run(&self, effect: connection::Effect) {
        self.driver.run_in_connection(effect);
    }
}

/// The lesson of the server at this address.
#[hook]
pub fn use_lesson(server: &AttrValue, language: Language) -> UseLesson {
    let render = use_force_update();
    let driver = use_memo(server.clone(), |server| Driver::new(server, render));
    driver.language.set(language);
    use_effect_with(server.clone(), {
        let driver = Rc::clone(&driver);
        move |_| {
            driver.hear(connection::Event::ConnectPressed);
            let watch = {
                let driver = Rc::clone(&driver);
                document::watch_life(move |change| driver.hear_of_page(change))
            };
            move || {
                drop(watch);
                driver.stop();
            }
        }
    });
    UseLesson { driver }
}

/// Applies events and runs effects. The transport is its own while the lesson is lent: an open socket is not moved.
struct Driver {
    lesson: RefCell<Option<Lesson>>,
    borrower: RefCell<Option<Rc<dyn Borrower>>>,
    transport: RefCell<Option<Rc<dyn Transport>>>,
    alarm: RefCell<Option<(Time, Timeout)>>,
    language: Cell<Language>,
    render: UseForceUpdateHandle,
}

impl Driver {
    fn new(server: &AttrValue, render: UseForceUpdateHandle) -> Self {
        let lesson = Lesson::new(
            server.as_str().into(),
            address::is_secure(),
            storage::load(Key::Draft).unwrap_or_default().into(),
            clock::now(),
        );
        Self {
            lesson: RefCell::new(Some(lesson)),
            borrower: RefCell::default(),
            transport: RefCell::default(),
            alarm: RefCell::default(),
            language: Cell::default(),
            render,
        }
    }

    fn stop(&self) {
        self.alarm.take();
        self.transport.take();
        if let Some(borrower) = self.borrower.take() {
            borrower.stop();
        }
    }

    fn hear_of_page(self: &Rc<Self>, change: Lifecycle) {
        let event = match change {
            Lifecycle::Suspended => connection::Event::Suspended,
            Lifecycle::Resumed => connection::Event::Resumed,
        };
        let borrower = self.borrower.borrow().clone();
        if let Some(borrower) = borrower {
            borrower.hear_of_page(event.clone());
        }
        // Without the lesson this does nothing.
        self.dispatch(event.into());
    }

    /// Takes an event of the connection to where the connection is.
    fn hear(self: &Rc<Self>, event: connection::Event) {
        if self.lesson.borrow().is_some() {
            self.dispatch(event.into());
            return;
        }
        let borrower = self.borrower.borrow().clone();
        if let Some(borrower) = borrower {
            borrower.hear(event);
        }
    }

    fn dispatch(self: &Rc<Self>, event: Event) {
        let effects = match &mut *self.lesson.borrow_mut() {
            Some(lesson) => lesson.apply(event, clock::moment()),
            None => return,
        };
        for effect in effects {
            match effect {
                Effect::Connection(effect) => self.run_in_connection(effect),
                Effect::Print(line) => {
                    document::print(&self.language.get().say(LessonPhrase::Console(line)));
                }
                Effect::KeepDraft(draft) => {
                    let kept = storage::save(Key::Draft, &draft);
                    let report = self
                        .lesson
                        .borrow()
                        .as_ref()
                        .and_then(|it| it.on_draft_kept(kept));
                    report.into_iter().for_each(|event| self.dispatch(event));
                }
            }
        }
        self.set_alarm();
        self.render.force_update();
    }

    fn run_in_connection(self: &Rc<Self>, effect: connection::Effect) {
        match effect {
            connection::Effect::Open { attempt, request } => {
                let driver = Rc::clone(self);
                let hear = move |event| {
                    driver.hear(connection::Event::Transport(attempt, event));
                };
                let transport: Rc<dyn Transport> = Rc::new(Socket::open(&request, hear));
                self.transport.replace(Some(transport));
            }
            connection::Effect::Send {
                attempt,
                message,
                payload,
            } => match self.transport() {
                Some(transport) => transport.send(message, payload),
                None => {
                    let failed = TransportEvent::SendFailed(message);
                    self.hear(connection::Event::Transport(attempt, failed));
                }
            },
            connection::Effect::Close(with) => {
                if let Some(transport) = self.transport() {
                    transport.close(with);
                }
            }
            connection::Effect::LetGo => {
                self.transport.take();
            }
        }
    }

    /// The transport. The caller uses it after the cell is no longer borrowed, as its events may open another.
    fn transport(&self) -> Option<Rc<dyn Transport>> {
        self.transport.borrow().clone()
    }

    /// Sets the timer for the deadline of the connection. A workbench may have had it connect again by itself.
    fn set_alarm(self: &Rc<Self>) {
        let next = self
            .lesson
            .borrow()
            .as_ref()
            .and_then(Lesson::next_deadline);
        let mut alarm = self.alarm.borrow_mut();
        if alarm.as_ref().map(|(at, _)| *at) == next {
            return;
        }
        *alarm = next.map(|at| {
            let driver = Rc::clone(self);
            let wake = move || {
                driver.alarm.take();
                driver.dispatch(connection::Event::Woke.into());
            };
            // A timer that fires a fraction early would wake a connection that still waits.
            let delay_ms = at.ms_since(clock::now()).max(0.0).ceil() as u32;
            (at, Timeout::new(delay_ms, wake))
        });
    }
}
