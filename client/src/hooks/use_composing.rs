//! The way in for what a person does to a message.

use yew::platform::spawn_local;
use yew::prelude::*;

use super::UseWorkbench;
use crate::platform::files::{self, FileHandle};
use session::composer;
use session::tab::Event;
use session::workbench::TabId;

/// Callbacks of the composer of one tab.
#[derive(Debug, Clone, PartialEq)]
pub struct UseComposing {
    /// Something with the message that is being written.
    pub on_event: Callback<composer::Event>,
    /// A file is given: it is read, and then the composer has it.
    pub on_file: Callback<FileHandle>,
    /// The message is to be sent.
    pub on_send: Callback<()>,
}

/// The same callbacks at each render, as long as the tab is the same. So a message that arrives does not
/// have the text rendered again, which would be compared with what is in the page, all of it.
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
