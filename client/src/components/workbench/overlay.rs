//! What opens over or beside the log when a person asks for it: menus, drawers, and the detail of a record.
//!
//! What belongs here: which of them there are. They are one part of the page, which loads with the first press or key,
//! while the server is there.

use yew::prelude::*;

use super::auth_form::{self, AuthFormProps};
use super::close_form::{CloseFormProps, close_form};
use super::connection_options::{ConnectionOptionsProps, connection_options};
use super::detail::{DetailProps, detail};
use super::drawer::{self, DrawerProps};
use super::file_choice::{FileChoice, FileChoiceProps};
use super::filter_details::{FilterDetailsProps, filter_details};
use super::filter_error::{FilterErrorTextProps, filter_error_text};
use super::keys_help::{self, KeysHelpProps};
use super::queued::{QueuedProps, queued};
use super::row_menu::{self, RowMenuProps};
use super::settings::{SettingsEvents, settings};
use super::splitter::{Splitter, SplitterProps};
use super::tab_list::{TabListProps, tab_list};
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
    /// The detail of a record, and the handle beside it.
    Detail(SplitterProps, &'a DetailProps),
    /// The list of all tabs.
    TabList(&'a TabListProps<'a>),
    /// The choice of a file to send.
    FileChoice(FileChoiceProps),
    /// What is wrong in the filter.
    FilterError(&'a FilterErrorTextProps),
    /// The queued messages.
    Queued(&'a QueuedProps),
    /// The menu of a row.
    RowMenu(RowMenuProps),
    /// The list of keys.
    KeysHelp(KeysHelpProps),
    /// The form for credentials.
    Auth(AuthFormProps),
    /// A drawer beside the log.
    Drawer(DrawerProps),
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
        Overlay::Detail(splitter, props) => html! {
            <>
                <Splitter ..splitter />
                { detail(props) }
            </>
        },
        Overlay::TabList(props) => tab_list(props),
        Overlay::FileChoice(props) => html! { <FileChoice ..props /> },
        Overlay::FilterError(props) => filter_error_text(props),
        Overlay::Queued(props) => queued(props),
        Overlay::RowMenu(props) => row_menu::view(props),
        Overlay::KeysHelp(props) => keys_help::view(props),
        Overlay::Auth(props) => auth_form::view(props),
        Overlay::Drawer(props) => drawer::view(props),
    }
}

/// The overlay, or that it is loading.
pub(super) fn show(language: Language, overlays: &Overlays, overlay: Overlay<'_>) -> Html {
    part(language, overlays.clone(), |make| make(overlay))
}
