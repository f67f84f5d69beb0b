//! Tests of `platform::files` in a browser.

use client::platform::files::read;
use js_sys::{Array, Function, Reflect, Uint8Array};
use session::composer::file::{FileError, MAX_FILE_BYTES};
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{Blob, File, FilePropertyBag};

fn file_of(parts: &Array, media_type: &str) -> File {
    let options = FilePropertyBag::new();
    options.set_type(media_type);
    File::new_with_blob_sequence_and_options(parts, "울림 1.bin", &options).unwrap()
}

#[wasm_bindgen_test]
async fn file_is_read_with_name_and_type() {
    let every_byte: Vec<u8> = (0..=u8::MAX).collect();
    let part = Uint8Array::from(&*every_byte);
    let file = read(file_of(&Array::of1(&part), "image/png"))
        .await
        .unwrap();
    assert_eq!(&*file.name, "울림 1.bin");
    assert_eq!(&*file.media_type, "image/png");
    assert_eq!(*file.bytes, *every_byte);
}

#[wasm_bindgen_test]
async fn empty_file_is_read() {
    let file = read(file_of(&Array::new(), "")).await.unwrap();
    assert_eq!(file.bytes.len(), 0);
    assert_eq!(&*file.media_type, "");
}

#[wasm_bindgen_test]
async fn file_of_the_limit_is_read_and_a_larger_one_is_not() {
    // A blob of many times the same blob: the bytes are in memory once.
    let mebibyte = Uint8Array::new_with_length(1 << 20);
    let blob = Blob::new_with_u8_array_sequence(&Array::of1(&mebibyte)).unwrap();
    let parts = Array::new();
    for _ in 0..MAX_FILE_BYTES >> 20 {
        parts.push(&blob);
    }
    let whole = read(file_of(&parts, "")).await.unwrap();
    assert_eq!(whole.bytes.len() as u64, MAX_FILE_BYTES);
    drop(whole);

    parts.push(&"x".into());
    let larger = file_of(&parts, "");
    let never = Function::new_no_args("throw new Error('it was read')");
    Reflect::set(&larger, &"arrayBuffer".into(), &never).unwrap();
    let size_bytes = MAX_FILE_BYTES + 1;
    assert_eq!(read(larger).await, Err(FileError::TooLarge { size_bytes }));
}

#[wasm_bindgen_test]
async fn file_the_browser_cannot_read_is_unreadable() {
    let file = file_of(&Array::new(), "");
    // Browsers do this with a folder, and with a file that has changed since it was chosen.
    let denied =
        Function::new_no_args("return Promise.reject(new DOMException('gone', 'NotFoundError'))");
    Reflect::set(&file, &"arrayBuffer".into(), &denied).unwrap();
    assert_eq!(read(file).await, Err(FileError::Unreadable));
}
