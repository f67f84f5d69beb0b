//! How the rows of all logs look, and which are hidden: one choice for all tabs.

use std::rc::Rc;

use super::{Effect, Workbench};
use crate::layout;
use crate::view::{Column, Density};

/// An event of how the rows look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Event {
    /// The person chose how high the rows are.
    DensityChosen(Density),
    /// The screen is another one: its rows are at least this high, whatever the person chose.
    ScreenChanged(Density),
    /// The person hid a column, or showed it again.
    ColumnToggled(Column),
    /// The person turned the keys of a single letter on or off.
    SingleKeysChosen(bool),
}

impl Workbench {
    pub(super) fn change_rows(&mut self, event: Event) -> Vec<Effect> {
        let settings = &mut self.settings;
        match event {
            Event::DensityChosen(density) => settings.density = density,
            Event::ScreenChanged(density) => self.least_density = density,
            Event::ColumnToggled(column) => {
                settings.hidden_columns = settings.hidden_columns.toggled(column);
            }
            Event::SingleKeysChosen(chosen) => settings.single_keys = chosen,
        }
        self.lay_out_rows();
        vec![]
    }

    pub(super) fn arrange(&mut self, change: layout::Change) -> Vec<Effect> {
        self.settings.layout.apply(change);
        vec![]
    }

    /// How high the rows are.
    pub(super) fn density(&self) -> Density {
        self.settings.density.max(self.least_density)
    }

    pub(super) fn lay_out_rows(&mut self) {
        let density = self.density();
        for tab in &mut self.tabs {
            tab.set_density(density);
        }
    }

    /// Hides messages in all tabs: a heartbeat is of no interest in any of them.
    pub(super) fn hide(&mut self, patterns: Vec<Rc<str>>) {
        for tab in &mut self.tabs {
            tab.hide(patterns.clone());
        }
        self.settings.hidden_patterns = patterns;
    }
}
