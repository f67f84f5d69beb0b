//! The callbacks of a composer.

use yew::platform::spawn_local;
use yew::prelude::*;

use super::UseWorkbench;
use crate::platform::files::{self, FileHandle};
use session::composer;
use session::tab::Event;
use session::tab::TabId;

/// The callbacks of one tab's composer.
#[derive(Debug, Clone, PartialEq)]
pub struct UseComposing {
    /// Called with an event of the composer.
    pub on_event: Callback<composer::Event>,
    /// Called with a file that the person gave, which is then read into the composer.
    pub on_file: Callback<FileHandle>,
    /// Called to send the message.
    pub on_send: Callback<()>,
}

/// The callbacks stay the same while the tab is the same. With new ones, each received message would render
/// and compare the whole text.
#[hook]
pub fn use_composing(workbench: &UseWorkbench, tab: TabId) -> UseComposing {
    let composing = use_memo(tab, |&tab| {
        let on_event = workbench.on_in(tab, Event::Compose);
        UseComposing {
            on_file: on_file(on_event.reform(composer::Event::FileRead)),
            on_event,
            on_send: workbench.on_in(tab, |()| Event::SendPressed),
        }
    });
    (*composing).clone()
}

fn on_file(
    on_read: Callback<Result<composer::file::File, composer::file::FileError>>,
) -> Callback<FileHandle> {
    Callback::from(move |file| {
        let on_read = on_read.clone();
        spawn_local(async move { on_read.emit(files::read(file).await) });
    })
}
