//! Files that a person gives to the page.

use std::rc::Rc;

use js_sys::{ArrayBuffer, Uint8Array};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;

use crate::model::composer::file::{File, FileError, LIMIT_BYTES};

/// Reads all of a file.
///
/// # Errors
/// When it is too large, which is seen before any of it is read, or when the browser cannot read it.
pub async fn read(file: web_sys::File) -> Result<File, FileError> {
    let size_bytes = file.size() as u64;
    if size_bytes > LIMIT_BYTES {
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

/// The bytes in memory of the page's own. They are copied once, to where they stay: `to_vec` would
/// need room for them twice.
fn bytes_of(array: &Uint8Array) -> Rc<[u8]> {
    let mut bytes: Rc<[u8]> = std::iter::repeat_n(0, array.length() as usize).collect();
    if let Some(bytes) = Rc::get_mut(&mut bytes) {
        array.copy_to(bytes);
    }
    bytes
}
