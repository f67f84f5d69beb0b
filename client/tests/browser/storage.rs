//! Tests of `platform::storage` in a browser.

use client::platform::storage::{Key, adopt, load, save};
use js_sys::{Function, Object, Reflect};
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::mounted::forget_everything;

#[wasm_bindgen_test]
fn saved_text_is_loaded() {
    forget_everything();
    assert_eq!(load(Key::Draft), None);
    assert!(save(Key::Draft, "초안\n둘째 줄"));
    assert_eq!(load(Key::Draft).as_deref(), Some("초안\n둘째 줄"));
    assert_eq!(load(Key::Language), None);
}

#[wasm_bindgen_test]
fn text_of_another_tab_does_not_replace_this_ones() {
    forget_everything();
    assert!(save(Key::Draft, "이 탭의 글"));
    let shared = web_sys::window().unwrap().local_storage().unwrap().unwrap();
    let name = shared.key(0).unwrap().unwrap();
    shared.set_item(&name, "다른 탭의 글").unwrap();
    assert_eq!(load(Key::Draft).as_deref(), Some("이 탭의 글"));
}

#[wasm_bindgen_test]
fn workbench_tab_is_read_beside_the_list_of_tabs() {
    forget_everything();
    let own = web_sys::window()
        .unwrap()
        .session_storage()
        .unwrap()
        .unwrap();
    assert!(save(Key::Workbench, "목록"));
    assert!(save(Key::RoomOfTab(1), "방"));
    assert_eq!(load(Key::RoomOfTab(1)).as_deref(), Some("방"));
    own.remove_item("ullim.room.1").unwrap();
    assert_eq!(load(Key::RoomOfTab(1)), None, "another list's tab has one");
    own.clear().unwrap();
    assert_eq!(load(Key::RoomOfTab(1)).as_deref(), Some("방"));
}

#[wasm_bindgen_test]
fn new_tab_starts_from_a_copy_of_the_saved_text() {
    forget_everything();
    let window = web_sys::window().unwrap();
    let own = window.session_storage().unwrap().unwrap();
    let shared = window.local_storage().unwrap().unwrap();
    for (key, value) in [
        (Key::Workbench, "목록"),
        (Key::DraftOfTab(1), "글"),
        (Key::RoomOfTab(2), "방"),
    ] {
        assert!(save(key, value));
    }
    own.clear().unwrap();
    adopt([1, 2].into_iter());
    shared.clear().unwrap();
    adopt([1, 2].into_iter());
    assert_eq!(load(Key::Workbench).as_deref(), Some("목록"));
    assert_eq!(load(Key::DraftOfTab(1)).as_deref(), Some("글"));
    assert_eq!(load(Key::DraftOfTab(2)), None);
    assert_eq!(load(Key::RoomOfTab(2)).as_deref(), Some("방"));
}

#[wasm_bindgen_test]
fn full_storage_is_an_error_and_removes_outdated_text() {
    forget_everything();
    assert!(save(Key::Draft, "옛 글"));
    let larger_than_any_storage = "글".repeat(20 << 20);
    assert!(!save(Key::Draft, &larger_than_any_storage));
    assert_eq!(load(Key::Draft), None);
}

#[wasm_bindgen_test]
fn denied_storage_saves_nothing() {
    let window = Object::from(JsValue::from(web_sys::window().unwrap()));
    let denied = Object::new();
    let deny = Function::new_no_args("throw new DOMException('denied', 'SecurityError')");
    Reflect::set(&denied, &"get".into(), &deny).unwrap();
    Reflect::set(&denied, &"configurable".into(), &JsValue::TRUE).unwrap();
    let storages = ["localStorage", "sessionStorage"].map(JsValue::from);
    let allowed = storages.clone().map(|name| {
        let allowed = Object::get_own_property_descriptor(&window, &name);
        Object::define_property(&window, &name, &denied);
        allowed
    });

    let saved = save(Key::Draft, "글");
    let loaded = load(Key::Draft);

    for (name, allowed) in storages.iter().zip(&allowed) {
        Object::define_property(&window, name, allowed.unchecked_ref());
    }
    assert!(!saved);
    assert_eq!(loaded, None);
}
