//! The workbench, which lives as long as the component that uses it.

mod effects;
mod handle;
mod rendering;

use std::any::Any;
use std::cell::{Cell, Ref, RefCell};
use std::rc::Rc;

use yew::platform::spawn_local;
use yew::prelude::*;

use self::handle::Drive;
pub use self::handle::UseWorkbench;
use super::{Borrower, UseLesson};
use crate::i18n::Language;
use crate::parts::Parts;
use crate::platform::document::{self, WindowWatch};
use crate::platform::storage::{self, Key};
use crate::platform::timer::Timeout;
use crate::platform::transports::{Transports, WorkerAlarm};
use crate::platform::{address, clock, invitation, navigator, screen, visibility};
use session::connection;
use session::lesson::Lesson;
use session::letter_case::LetterCase;
use session::saved::SavedWorkbench;
use session::tab::{self, Tab, TabId};
use session::time::Time;
use session::transport::Transport;
use session::view::Density;
use session::workbench::{Effect, Event, Start, Workbench, rows};

/// The time for which the view may scan the log before it yields to the browser. It is three quarters of a
/// frame at 60 Hz, as each turn costs a render.
const WORK_MS: f64 = 12.0;

/// The number of records scanned between two looks at the clock.
const WORK_RECORDS: usize = 1_024;

/// The workbench of the server at this address, with the connection that it borrows from the lesson. It outlives the
/// component: its tabs stay connected while the page shows the lesson, and the lesson stops it when the page ends.
#[hook]
pub fn use_workbench(
    lesson: &UseLesson,
    server: &AttrValue,
    language: Language,
    parts: Parts,
) -> UseWorkbench {
    let render = use_force_update();
    let driver = use_memo(server.clone(), |server| Driver::of(lesson, server, parts));
    let driver: Rc<Driver> = Rc::clone(&*driver);
    driver.show(render, language);
    use_effect_with((), {
        let driver = Rc::clone(&driver);
        move |()| {
            driver.start();
            driver.look_at_screen();
            let watch = screen::watch(move || driver.look_at_screen());
            move || drop(watch)
        }
    });
    UseWorkbench::of(driver)
}

/// Applies events and runs effects, in one place. A Yew reducer cannot own the workbench: reducers may not
/// have effects. Yew also renders later and once for many events, and an event must meet the state that the
/// event before it made.
struct Driver {
    workbench: RefCell<Workbench>,
    first_effects: RefCell<Vec<Effect>>,
    transports: Transports,
    /// At most one a tab, so a linear search is enough.
    open: RefCell<Vec<(TabId, Rc<dyn Transport>)>>,
    alarm: RefCell<Option<Alarm>>,
    work: RefCell<Option<Timeout>>,
    /// Asks before the page is left, while something would be lost with it.
    leaving: RefCell<Option<WindowWatch>>,
    language: Cell<Language>,
    render: RefCell<Option<UseForceUpdateHandle>>,
    /// Whether a render waits for a frame.
    is_render_due: Cell<bool>,
    rendered_at: Cell<Time>,
    lesson: UseLesson,
    parts: Parts,
    may_be_prompted: Rc<Cell<bool>>,
    least_density: Cell<Density>,
}

impl Drive for Driver {
    fn state(&self) -> Ref<'_, Workbench> {
        self.workbench.borrow()
    }

    fn may_be_prompted(&self) -> bool {
        self.may_be_prompted.get()
    }

    fn take_in(self: Rc<Self>, event: Event) {
        self.dispatch(event);
    }
}

impl Borrower for Driver {
    fn hear(self: Rc<Self>, event: connection::Event) {
        let tab = self.workbench.borrow().borrowed().map(Tab::id);
        if let Some(tab) = tab {
            self.dispatch_in(tab, event);
        }
    }

    fn hear_of_page(self: Rc<Self>, event: connection::Event) {
        let is_left = matches!(event, connection::Event::Suspended);
        self.dispatch(Event::PageChanged { is_left });
        if is_left {
            // The worker stops with the page, perhaps before it sees that it should close. It ends with all that holds
            // it, and its sockets with it.
            self.open.take();
            self.alarm.take();
            self.transports.stop();
        }
    }

    fn give_back(&self) -> Option<Lesson> {
        self.render.take();
        self.workbench.borrow_mut().give_back(clock::moment())
    }

    fn stop(&self) {
        self.alarm.take();
        self.work.take();
        self.open.take();
        self.leaving.take();
    }

    fn as_any(self: Rc<Self>) -> Rc<dyn Any> {
        self
    }
}

/// The timer that wakes a tab at its deadline. Dropping it cancels it.
#[derive(Debug)]
struct Alarm {
    at: Time,
    tab: TabId,
    is_seen: bool,
    _timeout: Timeout,
    _in_worker: Option<WorkerAlarm>,
}

impl Driver {
    /// The one that borrowed the lesson before, or a new one.
    fn of(lesson: &UseLesson, server: &AttrValue, parts: Parts) -> Rc<Self> {
        let before = lesson.borrower().map(|borrower| borrower.as_any());
        if let Some(driver) = before.and_then(|before| before.downcast().ok()) {
            return driver;
        }
        let driver = Rc::new(Self::new(lesson, server, parts));
        let borrower: Rc<dyn Borrower> = Rc::<Self>::clone(&driver);
        lesson.set_borrower(borrower);
        driver
    }

    fn new(lesson: &UseLesson, server: &AttrValue, parts: Parts) -> Self {
        let saved = SavedWorkbench::parse(&storage::load(Key::Workbench).unwrap_or_default());
        storage::adopt(saved.tabs.iter().map(|tab| tab.id));
        let load = |key| Rc::from(storage::load(key).unwrap_or_default());
        let tabs = saved.tabs.iter();
        let drafts = tabs.map(|tab| load(Key::DraftOfTab(tab.id))).collect();
        let tabs = saved.tabs.iter();
        let rooms = tabs.map(|tab| load(Key::RoomOfTab(tab.id))).collect();
        let server: Rc<str> = server.as_str().into();
        let new_lesson = || {
            let (draft, now) = (load(Key::Draft), clock::now());
            Lesson::new(Rc::clone(&server), address::is_secure(), draft, now)
        };
        let start = Start {
            lesson: lesson.lend().unwrap_or_else(new_lesson),
            server: Rc::clone(&server),
            saved,
            drafts,
            rooms,
            browser_delays: navigator::is_firefox(),
            letter_case: LetterCase::new(navigator::both_cases),
            invitation: invitation::take(),
        };
        let (workbench, first_effects) = Workbench::start(start, clock::moment());
        Self {
            workbench: RefCell::new(workbench),
            first_effects: RefCell::new(first_effects),
            transports: Transports::default(),
            open: RefCell::default(),
            alarm: RefCell::default(),
            work: RefCell::default(),
            leaving: RefCell::default(),
            language: Cell::default(),
            render: RefCell::default(),
            is_render_due: Cell::default(),
            rendered_at: Cell::new(Time(f64::NEG_INFINITY)),
            lesson: lesson.clone(),
            parts,
            may_be_prompted: effects::may_be_prompted(),
            least_density: Cell::default(),
        }
    }

    /// Has the lesson, and renders in the component that shows the workbench now.
    fn show(&self, render: UseForceUpdateHandle, language: Language) {
        self.render.replace(Some(render));
        self.language.set(language);
        if self.workbench.borrow().borrowed().is_none()
            && let Some(lesson) = self.lesson.lend()
        {
            let effect = self.workbench.borrow_mut().borrow(lesson, clock::moment());
            self.first_effects.borrow_mut().extend(effect);
        }
    }

    /// Goes on with what waits: the first effects, deadlines, and a log that was not scanned yet.
    fn start(self: &Rc<Self>) {
        self.run(self.first_effects.take());
        self.go_on();
    }

    /// Has rows be as high as the screen needs.
    fn look_at_screen(self: &Rc<Self>) {
        let density = screen::least_density();
        if self.least_density.replace(density) != density {
            self.dispatch(Event::Rows(rows::Event::ScreenChanged(density)));
        }
    }

    fn go_on(self: &Rc<Self>) {
        self.settle();
        self.render();
    }

    fn settle(self: &Rc<Self>) {
        self.set_alarm();
        self.watch_leaving();
        if self.work.borrow().is_none() {
            self.work();
        }
    }

    fn apply(self: &Rc<Self>, event: Event) {
        let effects = self.workbench.borrow_mut().apply(event, clock::moment());
        self.run(effects);
    }

    fn dispatch(self: &Rc<Self>, event: Event) {
        self.apply(event);
        self.go_on();
    }

    fn watch_leaving(&self) {
        let is_lost = self.workbench.borrow().is_lost_with_page();
        let mut watch = self.leaving.borrow_mut();
        if is_lost != watch.is_some() {
            *watch = is_lost.then(document::ask_before_leaving);
        }
    }

    /// Scans the log in slices, so that the page answers in between.
    fn work(self: &Rc<Self>) {
        let until = clock::now().after_ms(WORK_MS);
        while self.workbench.borrow_mut().advance(WORK_RECORDS) {
            if clock::now() >= until {
                let driver = Rc::clone(self);
                let go_on = move || {
                    driver.work.take();
                    driver.work();
                    driver.render_soon();
                };
                *self.work.borrow_mut() = Some(Timeout::new(0, go_on));
                return;
            }
        }
    }

    fn dispatch_in(self: &Rc<Self>, tab: TabId, event: impl Into<tab::Event>) {
        self.dispatch(Event::InTab(tab, event.into()));
    }

    fn run(self: &Rc<Self>, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                Effect::InTab(tab, effect) => self.run_in(tab, effect),
                Effect::LoadSearch => {
                    let driver = Rc::clone(self);
                    spawn_local(async move {
                        let loaded = (driver.parts.search)().await.ok();
                        driver.dispatch(Event::SearchLoaded(loaded));
                    });
                }
                Effect::Keep(saved) => {
                    // Without storage the tabs last until the person leaves the page.
                    let _ = storage::save(Key::Workbench, &saved.to_json());
                }
                Effect::Forget(tab) => {
                    storage::forget(Key::DraftOfTab(tab.0));
                    storage::forget(Key::RoomOfTab(tab.0));
                    self.let_go(tab);
                }
            }
        }
    }

    /// Sets the timer for the nearest deadline of any tab.
    fn set_alarm(self: &Rc<Self>) {
        let next = self.workbench.borrow().next_deadline();
        let mut alarm = self.alarm.borrow_mut();
        let is_seen = visibility::is_seen();
        let is_set = alarm.as_ref().is_some_and(|it| it.is_seen == is_seen);
        if is_set && alarm.as_ref().map(|alarm| (alarm.at, alarm.tab)) == next {
            return;
        }
        *alarm = next.map(|(at, tab)| {
            let wake = || {
                let driver = Rc::clone(self);
                move || {
                    driver.alarm.take();
                    driver.dispatch_in(tab, tab::Event::Woke);
                }
            };
            // A timer that fires a fraction early would wake a tab that still waits.
            let delay_ms = at.ms_since(clock::now()).max(0.0).ceil() as u32;
            Alarm {
                at,
                tab,
                is_seen,
                _timeout: Timeout::new(delay_ms, wake()),
                // In a hidden page timers run once a second, and after five minutes once a minute; those of a worker
                // do not. The first that fires cancels the other.
                _in_worker: if is_seen {
                    None
                } else {
                    self.transports.alarm(delay_ms, wake())
                },
            }
        });
    }
}
