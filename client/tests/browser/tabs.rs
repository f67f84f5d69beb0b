//! The strip of tabs in a browser: the focus of the keyboard, and closing.

use client::platform::frame::next_frame;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{
    Element, HtmlElement, HtmlInputElement, InputEvent, InputEventInit, KeyboardEvent,
    KeyboardEventInit,
};

use crate::mounted::{Mounted, forget_everything, set_query, until};
use crate::supervisor::{Server, address_of_stopped_server};

/// The workbench of a first visit, with this many tabs beside the lesson's.
async fn workbench(server: &str, tabs: u32) -> Mounted {
    forget_everything();
    set_query("?view=workbench");
    let page = Mounted::again(server).await;
    for count in 1..=tabs {
        page.click("#new-tab");
        until(|| page.count(".tab") == count + 1).await;
    }
    page
}

fn focused() -> Element {
    let document = web_sys::window().unwrap().document().unwrap();
    document.active_element().unwrap()
}

/// Presses a key at the focus.
fn press(key: &str) {
    let init = KeyboardEventInit::new();
    init.set_bubbles(true);
    init.set_key(key);
    let event = KeyboardEvent::new_with_keyboard_event_init_dict("keydown", &init).unwrap();
    focused().dispatch_event(&event).unwrap();
}

fn type_into(page: &Mounted, field: &str, text: &str) {
    let input: HtmlInputElement = page.get(field);
    input.set_value(text);
    let init = InputEventInit::new();
    init.set_bubbles(true);
    let event = InputEvent::new_with_event_init_dict("input", &init).unwrap();
    input.dispatch_event(&event).unwrap();
}

fn focus_shown_tab(page: &Mounted) {
    let tab: HtmlElement = page.get(".tab[aria-selected=true]");
    tab.focus().unwrap();
}

/// Waits until the tab at this position, from 1, is shown and has the focus.
async fn until_on_tab(page: &Mounted, place: u32) {
    let tab = format!(".tab:nth-child({place})[aria-selected=true]");
    until(|| page.find(&tab).is_some_and(|tab| tab == focused())).await;
}

#[wasm_bindgen_test]
async fn arrows_home_and_end_move_the_focus() {
    let page = workbench(&address_of_stopped_server().await, 2).await;
    focus_shown_tab(&page);
    for (key, place) in [
        ("ArrowRight", 1),
        ("ArrowRight", 2),
        ("ArrowLeft", 1),
        ("ArrowLeft", 3),
        ("Home", 1),
        ("End", 3),
    ] {
        press(key);
        until_on_tab(&page, place).await;
        assert_eq!(page.count(".tab[tabindex='0']"), 1);
    }
}

#[wasm_bindgen_test]
async fn f2_edits_the_name_and_enter_accepts_it() {
    let page = workbench(&address_of_stopped_server().await, 1).await;
    focus_shown_tab(&page);
    for (name, key, kept) in [
        ("시세 <b>", "Enter", "시세 <b>"),
        ("something else", "Escape", "시세 <b>"),
    ] {
        press("F2");
        until(|| {
            page.find("#tab-name")
                .is_some_and(|field| field == focused())
        })
        .await;
        type_into(&page, "#tab-name", name);
        press(key);
        until_on_tab(&page, 2).await;
        until(|| page.find("#tab-name").is_none()).await;
        assert_eq!(page.text(".tab[aria-selected=true] .tab-name"), kept);
    }
}

#[wasm_bindgen_test]
async fn close_of_an_open_tab_is_immediate_and_undone_with_the_focus_on_it() {
    let server = Server::start().await;
    let page = workbench(server.address(), 1).await;
    type_into(&page, "#address", server.address());
    until(|| page.is_enabled("#connect")).await;
    page.click("#connect");
    page.until_state("open").await;

    focus_shown_tab(&page);
    press("Delete");
    until_on_tab(&page, 1).await;
    assert_eq!(page.count(".tab"), 1);
    page.get::<HtmlElement>("#undo-close").focus().unwrap();
    page.click("#undo-close");
    until_on_tab(&page, 2).await;
    page.until_state("closed").await;
    assert_eq!(page.count("#undo-close"), 0);
}

#[wasm_bindgen_test]
async fn new_tab_puts_the_focus_in_the_address() {
    let page = workbench(&address_of_stopped_server().await, 0).await;
    page.click("#new-tab");
    until(|| focused().id() == "address").await;
}

#[wasm_bindgen_test]
async fn close_of_a_disconnected_tab_is_immediate() {
    let page = workbench(&address_of_stopped_server().await, 1).await;
    focus_shown_tab(&page);
    press("Delete");
    until_on_tab(&page, 1).await;
    press("Delete");
    next_frame().await;
    assert_eq!(page.count(".tab"), 1, "the lesson's tab stays");
}
