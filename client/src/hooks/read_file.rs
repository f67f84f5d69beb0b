//! Files that a person gives, on their way to the model.

use wasm_bindgen_futures::spawn_local;
use yew::Callback;

use crate::model::composer::file::{File, FileError};
use crate::platform::files;

/// A callback that reads the file it is given, and passes on what is in it.
#[must_use]
pub fn read_file(on_read: Callback<Result<File, FileError>>) -> Callback<web_sys::File> {
    Callback::from(move |file| {
        let on_read = on_read.clone();
        spawn_local(async move { on_read.emit(files::read(file).await) });
    })
}
