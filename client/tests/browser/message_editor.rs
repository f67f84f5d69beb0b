//! The message editor in a browser: keys, the clipboard, and a dragged file.

use client::platform::frame::next_frame;
use js_sys::{Array, Object, Reflect, Uint8Array};
use session::composer::draft::DraftKind;
use wasm_bindgen::JsCast as _;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{
    ClipboardEvent, ClipboardEventInit, DataTransfer, DragEvent, DragEventInit, Element, Event,
    EventInit, File, HtmlElement, HtmlSelectElement, HtmlTextAreaElement, KeyboardEvent,
    KeyboardEventInit,
};

use crate::mounted::{Mounted, forget_everything, set_query, until};
use crate::supervisor::Server;

/// A workbench with an open connection to a server that answers.
async fn workbench(server: &Server) -> Mounted {
    forget_everything();
    set_query("?view=workbench");
    let page = Mounted::again(server.address()).await;
    page.until_state("open").await;
    page
}

fn text_of(page: &Mounted) -> HtmlTextAreaElement {
    page.get("#message")
}

/// Presses a key in the text. Returns whether it has its default effect.
fn press(page: &Mounted, key: &str) -> bool {
    let init = KeyboardEventInit::new();
    init.set_bubbles(true);
    init.set_cancelable(true);
    init.set_key(key);
    let event = KeyboardEvent::new_with_keyboard_event_init_dict("keydown", &init).unwrap();
    text_of(page).dispatch_event(&event).unwrap()
}

fn put_caret(page: &Mounted, at: u32) {
    text_of(page).set_selection_range(at, at).unwrap();
}

fn caret(page: &Mounted) -> u32 {
    let text = text_of(page);
    let start = text.selection_start().unwrap().unwrap();
    assert_eq!(text.selection_end().unwrap(), Some(start));
    start
}

fn kind(page: &Mounted) -> String {
    page.get::<HtmlSelectElement>("#compose-kind").value()
}

async fn choose_kind(page: &Mounted, kind: DraftKind) {
    let select: HtmlSelectElement = page.get("#compose-kind");
    select.set_value(kind.name());
    let init = EventInit::new();
    init.set_bubbles(true);
    let event = Event::new_with_event_init_dict("change", &init).unwrap();
    select.dispatch_event(&event).unwrap();
    until(|| page.find("#compose-format").is_some() == (kind == DraftKind::Json)).await;
}

async fn until_typed(page: &Mounted, text: &str) {
    until(|| page.typed() == text).await;
}

fn picture() -> File {
    let bytes = Uint8Array::from(&b"\x89PNG\r\n"[..]);
    File::new_with_u8_array_sequence(&Array::of1(&bytes), "그림.png").unwrap()
}

fn transfer_of(file: &File, text: &str) -> DataTransfer {
    let data = DataTransfer::new().unwrap();
    data.items().add_with_file(file).unwrap();
    if !text.is_empty() {
        data.set_data("text/plain", text).unwrap();
    }
    data
}

fn paste(page: &Mounted, data: &DataTransfer) -> bool {
    let init = ClipboardEventInit::new();
    init.set_bubbles(true);
    init.set_cancelable(true);
    let event = ClipboardEvent::new_with_event_init_dict("paste", &init).unwrap();
    // Firefox ignores `clipboardData` for synthetic events.
    let value = Object::new();
    Reflect::set(&value, &"value".into(), data).unwrap();
    Object::define_property(&event, &"clipboardData".into(), &value);
    text_of(page).dispatch_event(&event).unwrap()
}

fn drag(page: &Mounted, what: &str, data: &DataTransfer) -> bool {
    let init = DragEventInit::new();
    init.set_bubbles(true);
    init.set_cancelable(true);
    init.set_data_transfer(Some(data));
    let event = DragEvent::new_with_event_init_dict(what, &init).unwrap();
    page.get::<Element>(".message-editor")
        .dispatch_event(&event)
        .unwrap()
}

async fn until_file(page: &Mounted) {
    until(|| page.find(".file-choice-name").is_some()).await;
    assert_eq!(page.text(".file-choice-name"), "그림.png");
    assert!(page.text(".file-choice").contains("89 50 4e 47 0d 0a"));
    assert_eq!(page.text("#compose-size"), "6바이트");
}

#[wasm_bindgen_test]
async fn arrows_at_the_edges_go_through_the_history() {
    let server = Server::start().await;
    let page = workbench(&server).await;
    for text in ["하나", "둘"] {
        page.type_text(text);
        page.click("#send");
    }
    page.type_text("쓰다 만");

    put_caret(&page, 1);
    assert!(press(&page, "ArrowUp"), "inside the text ↑ moves the caret");
    put_caret(&page, 0);
    assert!(!press(&page, "ArrowUp"));
    until_typed(&page, "둘").await;
    until(|| caret(&page) == 0).await;
    assert!(!press(&page, "ArrowUp"));
    until_typed(&page, "하나").await;
    until(|| caret(&page) == 0).await;

    assert!(press(&page, "ArrowDown"), "↓ is for the end of the text");
    put_caret(&page, 2);
    assert!(!press(&page, "ArrowDown"));
    until_typed(&page, "둘").await;
    until(|| caret(&page) == 1).await;
    assert!(!press(&page, "ArrowDown"));
    until_typed(&page, "쓰다 만").await;
}

#[wasm_bindgen_test]
async fn list_of_kinds_follows_a_recalled_message() {
    let server = Server::start().await;
    let page = workbench(&server).await;
    choose_kind(&page, DraftKind::Json).await;
    page.type_text("{}");
    page.click("#send");
    choose_kind(&page, DraftKind::Text).await;
    page.type_text("");
    until(|| page.text("#compose-size") == "0바이트").await;
    page.click("#compose-older");
    until_typed(&page, "{}").await;
    until(|| kind(&page) == "json").await;
}

#[wasm_bindgen_test]
async fn invalid_json_stays_with_an_error_at_its_position() {
    let server = Server::start().await;
    let page = workbench(&server).await;
    choose_kind(&page, DraftKind::Json).await;
    page.type_text("{\"a\":1,\n}");
    page.click("#send");
    until(|| page.text("#compose-error").contains("2행 1번째 글자")).await;
    page.click("#compose-format");
    next_frame().await;
    assert_eq!(page.typed(), "{\"a\":1,\n}");
    page.type_text("{\"a\":1}");
    until(|| page.text("#compose-error").is_empty()).await;
    page.click("#compose-format");
    until_typed(&page, "{\n  \"a\": 1\n}").await;
}

#[wasm_bindgen_test]
async fn pasted_picture_is_a_file_and_keeps_a_focus() {
    let server = Server::start().await;
    let page = workbench(&server).await;
    page.type_text("글");
    page.get::<HtmlElement>("#message").focus().unwrap();
    assert!(!paste(&page, &transfer_of(&picture(), "")));
    until_file(&page).await;
    until(|| kind(&page) == "file").await;
    let document = web_sys::window().unwrap().document().unwrap();
    until(|| {
        let focused = document.active_element();
        focused.is_some_and(|focused| focused.id() == "compose-file")
    })
    .await;
    page.click("#compose-file-remove");
    until(|| page.find(".file-choice-name").is_none()).await;
    choose_kind(&page, DraftKind::Text).await;
    until(|| page.find("#message").is_some()).await;
    assert_eq!(page.typed(), "글");
}

#[wasm_bindgen_test]
async fn pasted_text_with_a_picture_is_text() {
    let server = Server::start().await;
    let page = workbench(&server).await;
    assert!(paste(&page, &transfer_of(&picture(), "글")));
    assert!(page.find("#message").is_some());
}

#[wasm_bindgen_test]
async fn dropped_file_is_taken_and_text_is_left_to_the_browser() {
    let server = Server::start().await;
    let page = workbench(&server).await;
    let text = DataTransfer::new().unwrap();
    text.set_data("text/plain", "글").unwrap();
    for what in ["dragover", "drop"] {
        assert!(drag(&page, what, &text), "{what}");
    }
    let file = transfer_of(&picture(), "");
    assert!(!drag(&page, "dragover", &file));
    until(|| page.find(".message-editor-under-file").is_some()).await;
    assert!(!drag(&page, "drop", &file));
    until_file(&page).await;
    assert!(page.find(".message-editor-under-file").is_none());
}

#[wasm_bindgen_test]
async fn repeat_with_a_count_sends_that_often_and_stops() {
    let server = Server::start().await;
    let page = workbench(&server).await;
    page.type_text("{{n}}");
    // The controls load with the first press.
    page.click("#repeat");
    until(|| page.find("#repeat-every").is_some()).await;
    for (id, typed) in [("#repeat-every", "10"), ("#repeat-count", "3")] {
        let input: web_sys::HtmlInputElement = page.get(id);
        input.set_value(typed);
        let init = web_sys::InputEventInit::new();
        init.set_bubbles(true);
        let event = web_sys::InputEvent::new_with_event_init_dict("input", &init).unwrap();
        input.dispatch_event(event.unchecked_ref()).unwrap();
    }
    page.click("#repeat-start");
    until(|| page.text(".repeat-controls").contains("반복을 마쳤습니다.")).await;
    assert_eq!(page.text("#repeat-sent"), "메시지 3개 보냄");
    assert_eq!(page.text("#compose-preview code"), "4");
}
