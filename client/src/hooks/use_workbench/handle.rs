//! What components have of the workbench: its state, and callbacks for events.

use std::cell::Ref;
use std::fmt;
use std::rc::Rc;

use yew::Callback;

use session::tab::{self, TabId};
use session::workbench::{Event, Workbench};

/// The workbench, and callbacks for events.
#[derive(Clone)]
pub struct UseWorkbench {
    driver: Rc<dyn Drive>,
}

/// What components know of the driver. Its code is behind a pointer. So a pane that loads on demand does not lead to it,
/// and the code stays in one file with the workbench.
pub(super) trait Drive {
    fn state(&self) -> Ref<'_, Workbench>;
    fn may_be_prompted(&self) -> bool;
    fn take_in(self: Rc<Self>, event: Event);
}

impl fmt::Debug for UseWorkbench {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("UseWorkbench")
            .finish_non_exhaustive()
    }
}

impl PartialEq for UseWorkbench {
    /// A workbench may change with every event, so it never equals an earlier one.
    fn eq(&self, _: &Self) -> bool {
        false
    }
}

impl UseWorkbench {
    pub(super) fn of(driver: Rc<dyn Drive>) -> Self {
        Self { driver }
    }

    /// The current state.
    #[must_use]
    pub fn state(&self) -> Ref<'_, Workbench> {
        self.driver.state()
    }

    /// Whether the browser may ask the person before the page reaches this machine.
    #[must_use]
    pub fn may_be_prompted(&self) -> bool {
        self.driver.may_be_prompted()
    }

    /// A callback that turns its argument into an event.
    pub fn on<T: 'static>(&self, event: impl Fn(T) -> Event + 'static) -> Callback<T> {
        let driver = Rc::clone(&self.driver);
        Callback::from(move |given| Rc::clone(&driver).take_in(event(given)))
    }

    /// A callback that turns its argument into an event of a tab.
    pub fn on_in<T: 'static, E: Into<tab::Event>>(
        &self,
        tab: TabId,
        event: impl Fn(T) -> E + 'static,
    ) -> Callback<T> {
        self.on(move |given| Event::InTab(tab, event(given).into()))
    }
}
