//! What opens over or beside the log when a person asks for it: menus, and the detail of a record.
//!
//! What belongs here: which of them there are. They are one part of the page, which loads with the first press or key,
//! while the server is there.

use yew::prelude::*;

use super::close_form::{CloseFormProps, close_form};
use super::connection_options::{ConnectionOptionsProps, connection_options};
use super::detail::{DetailProps, detail};
use super::filter_details::{FilterDetailsProps, filter_details};
use super::settings::{SettingsEvents, settings};
use crate::components::part::part;
use crate::hooks::UsePart;
use crate::i18n::Language;
use crate::parts::WorkbenchProps;
use session::workbench::Workbench;

/// One of them, with its properties.
#[derive(Debug)]
pub enum Overlay<'a> {
    /// The settings of all tabs.
    Settings(&'a WorkbenchProps, &'a Workbench, SettingsEvents<'a>),
    /// The options of a connection.
    Options(&'a ConnectionOptionsProps),
    /// The form for a close code and a reason.
    CloseForm(&'a CloseFormProps),
    /// The rarer criteria of the filter.
    FilterDetails(&'a FilterDetailsProps),
    /// The detail of a record.
    Detail(&'a DetailProps),
}

/// What makes them, as far as it is loaded.
pub type Overlays = UsePart<fn(Overlay<'_>) -> Html>;

/// The overlay, for a workbench that has loaded it.
pub fn view(overlay: Overlay<'_>) -> Html {
    match overlay {
        Overlay::Settings(props, state, on) => settings(props, state, &on),
        Overlay::Options(props) => connection_options(props),
        Overlay::CloseForm(props) => close_form(props),
        Overlay::FilterDetails(props) => filter_details(props),
        Overlay::Detail(props) => detail(props),
    }
}

/// The overlay, or that it is loading.
pub(super) fn show(language: Language, overlays: &Overlays, overlay: Overlay<'_>) -> Html {
    part(language, overlays.clone(), |make| make(overlay))
}
