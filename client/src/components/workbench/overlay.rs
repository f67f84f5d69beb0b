//! What opens over or beside the log when a person asks for it: menus, drawers, and the detail of a record.
//!
//! What belongs here: which of them there are. They are one part of the page, which loads with the first press or key,
//! while the server is there.

use yew::prelude::*;

use super::auth_form::{self, AuthFormProps};
use super::close_form::{CloseFormProps, close_form};
use super::columns::{Columns, ColumnsProps};
use super::connection_options::{ConnectionOptionsProps, connection_options};
use super::detail::{DetailProps, detail};
use super::drawer::{self, DrawerProps};
use super::file_choice::{FileChoice, FileChoiceProps};
use super::filter_details::{FilterDetailsProps, filter_details};
use super::filter_error::{FilterErrorTextProps, filter_error_text};
use super::keys_help::{self, KeysHelpProps};
use super::panel::PanelProps;
use super::queued::{QueuedProps, queued};
use super::repeat_controls::{RepeatControlsProps, repeat_controls};
use super::row_menu::{self, RowMenuProps};
use super::settings::{SettingsEvents, settings};
use super::splitter::{Splitter, SplitterProps};
use super::tab_list::{TabListProps, tab_list};
use crate::components::part::part;
use crate::hooks::UsePart;
use crate::i18n::Language;
use crate::parts::WorkbenchProps;
use session::layout::Size;
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
    /// Another handle.
    Handle(SplitterProps),
    /// The line above the rows of the log, with its handles.
    Columns(ColumnsProps),
    /// The list of all tabs.
    TabList(&'a TabListProps<'a>),
    /// The choice of a file to send.
    FileChoice(FileChoiceProps),
    /// What is wrong in the filter.
    FilterError(&'a FilterErrorTextProps),
    /// The controls of the repetition.
    Repeat(&'a RepeatControlsProps<'a>),
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
        Overlay::Handle(props) => html! { <Splitter ..props /> },
        Overlay::Columns(props) => html! { <Columns ..props /> },
        Overlay::TabList(props) => tab_list(props),
        Overlay::FileChoice(props) => html! { <FileChoice ..props /> },
        Overlay::FilterError(props) => filter_error_text(props),
        Overlay::Repeat(props) => repeat_controls(props),
        Overlay::Queued(props) => queued(props),
        Overlay::RowMenu(props) => row_menu::view(props),
        Overlay::KeysHelp(props) => keys_help::view(props),
        Overlay::Auth(props) => auth_form::view(props),
        Overlay::Drawer(props) => drawer::view(props),
    }
}

/// A handle of a pane.
pub(super) fn handle(props: &PanelProps, size: Size) -> SplitterProps {
    SplitterProps {
        language: props.language,
        size,
        layout: props.workbench.state().settings().layout,
        on_arrange: props.on_arrange.clone(),
    }
}

/// The handle above the composer, as soon as it is loaded. Until then the edge of the composer looks the same.
pub(super) fn composer_handle(props: &PanelProps) -> Html {
    match &props.overlays {
        UsePart::Loaded(make) => make(Overlay::Handle(handle(props, Size::Composer))),
        UsePart::Loading | UsePart::Failed(_) => html! {},
    }
}

/// The overlay, or that it is loading.
pub(super) fn show(language: Language, overlays: &Overlays, overlay: Overlay<'_>) -> Html {
    part(language, overlays.clone(), |make| make(overlay))
}
