//! Light or dark, as the document is told.

use wasm_bindgen_test::wasm_bindgen_test;

use crate::keeper::address_of_nobody;
use crate::mounted::Mounted;

fn theme() -> Option<String> {
    let document = web_sys::window().unwrap().document().unwrap();
    document
        .document_element()
        .unwrap()
        .get_attribute("data-theme")
}

#[wasm_bindgen_test]
async fn the_document_follows_the_chosen_theme_which_is_remembered() {
    let address = address_of_nobody().await;
    let page = Mounted::first_visit(&address).await;
    choose(&page, "dark").await;
    assert_eq!(theme().as_deref(), Some("dark"));
    drop(page);

    let page = Mounted::again(&address).await;
    assert_eq!(theme().as_deref(), Some("dark"));
    for other in ["light", "system"] {
        choose(&page, other).await;
        assert_eq!(theme().as_deref(), Some(other));
    }
}

async fn choose(page: &Mounted, theme: &str) {
    page.click(&format!("[data-theme-choice={theme}]"));
    let pressed = format!("[data-theme-choice={theme}][aria-pressed=true]");
    page.until(|| page.find(&pressed).is_some()).await;
}
