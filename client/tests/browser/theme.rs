//! The theme of the document in a browser.

use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::Element;

use crate::mounted::{Mounted, until};
use crate::supervisor::address_of_stopped_server;

fn document_element() -> Element {
    let document = web_sys::window().unwrap().document().unwrap();
    document.document_element().unwrap()
}

fn theme() -> Option<String> {
    document_element().get_attribute("data-theme")
}

/// Restores a document without a theme.
fn forget_theme() {
    document_element().remove_attribute("data-theme").unwrap();
}

#[wasm_bindgen_test]
async fn chosen_theme_is_set_on_the_document_and_remembered() {
    let address = address_of_stopped_server().await;
    let page = Mounted::first_visit(&address).await;
    choose(&page, "dark").await;
    until(|| theme().as_deref() == Some("dark")).await;
    drop(page);
    forget_theme();

    let page = Mounted::again(&address).await;
    until(|| theme().as_deref() == Some("dark")).await;
    for other in ["light", "system"] {
        choose(&page, other).await;
        until(|| theme().as_deref() == Some(other)).await;
    }
}

async fn choose(page: &Mounted, theme: &str) {
    page.click(&format!("[data-theme-choice={theme}]"));
    let pressed = format!("[data-theme-choice={theme}][aria-pressed=true]");
    until(|| page.find(&pressed).is_some()).await;
}
