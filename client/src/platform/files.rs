//! Files that a person chooses, pastes or drops.

use std::rc::Rc;

use js_sys::{ArrayBuffer, Uint8Array};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{ClipboardEvent, DragEvent, Event, HtmlInputElement};

use super::document;
use session::composer::file::{File, FileError, MAX_FILE_BYTES};

/// The browser's handle of a file that it has not read yet.
pub use web_sys::File as FileHandle;

/// The file that was chosen in the `<input>` that the event came from. The input is emptied, so that
/// choosing the same file again, which may have changed, is a change too.
#[must_use]
pub fn chosen(event: &Event) -> Option<FileHandle> {
    let input: HtmlInputElement = event.target()?.dyn_into().ok()?;
    let file = input.files()?.get(0);
    input.set_value("");
    file
}

/// The file that is pasted. A word processor puts a picture of a text beside the text; then the text
/// is meant, and there is no file.
#[must_use]
pub fn pasted(event: &Event) -> Option<FileHandle> {
    let data = event.dyn_ref::<ClipboardEvent>()?.clipboard_data()?;
    let text = data.get_data("text/plain").unwrap_or_default();
    text.is_empty().then(|| data.files()?.get(0)).flatten()
}

/// The text that is pasted or dropped. The field that it goes into loses its carriage returns.
#[must_use]
pub fn given_text(event: &Event) -> Option<String> {
    let data = match event.dyn_ref::<DragEvent>() {
        Some(drop) => drop.data_transfer(),
        None => event.dyn_ref::<ClipboardEvent>()?.clipboard_data(),
    };
    data?.get_data("text/plain").ok()
}

/// Whether a file is dragged, and not a text from elsewhere in the page.
#[must_use]
pub fn is_dragged(event: &DragEvent) -> bool {
    event
        .data_transfer()
        .is_some_and(|data| document::has_files(&data))
}

/// The file that is dropped.
#[must_use]
pub fn dropped(event: &DragEvent) -> Option<FileHandle> {
    event.data_transfer()?.files()?.get(0)
}

/// Reads all of a file.
///
/// # Errors
/// A file over the limit is refused before any of it is read. Else the browser could not read it.
pub async fn read(file: FileHandle) -> Result<File, FileError> {
    let size_bytes = file.size() as u64;
    if size_bytes > MAX_FILE_BYTES {
        return Err(FileError::TooLarge { size_bytes });
    }
    let read = JsFuture::from(file.array_buffer()).await;
    let buffer: ArrayBuffer = read
        .and_then(JsCast::dyn_into)
        .map_err(|_| FileError::Unreadable)?;
    Ok(File {
        name: file.name().into(),
        media_type: file.type_().into(),
        bytes: bytes_of(&Uint8Array::new(&buffer)),
    })
}

/// The bytes in the page's own memory. They are copied once, to their final place: `to_vec` would
/// need twice the memory.
fn bytes_of(array: &Uint8Array) -> Rc<[u8]> {
    let mut bytes: Rc<[u8]> = std::iter::repeat_n(0, array.length() as usize).collect();
    if let Some(bytes) = Rc::get_mut(&mut bytes) {
        array.copy_to(bytes);
    }
    bytes
}
