//! Where the focus goes when what had it is gone, or a key leads on. Not a component, but what several of them share.

use wasm_bindgen::JsCast as _;
use web_sys::HtmlElement;
use yew::NodeRef;

/// Puts the focus on an element.
pub(super) fn focus(node: &NodeRef) {
    focus_on(node.cast());
}

/// Puts the focus on the element with this id.
pub(super) fn focus_id(id: &str) {
    let document = web_sys::window().and_then(|window| window.document());
    let element = document.and_then(|document| document.get_element_by_id(id));
    focus_on(element.and_then(|element| element.dyn_into().ok()));
}

fn focus_on(element: Option<HtmlElement>) {
    if let Some(element) = element {
        // Refused for nothing that is on the page.
        let _ = element.focus();
    }
}
