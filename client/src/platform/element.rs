//! An element of the page, by the [`NodeRef`] that a component has of it.
//!
//! While the element is not in the page, a function here does nothing, or returns `None`.

use wasm_bindgen::JsCast as _;
use web_sys::{
    Element, HtmlElement, HtmlInputElement, HtmlSelectElement, HtmlTextAreaElement,
    ScrollIntoViewOptions, ScrollLogicalPosition,
};
use yew::NodeRef;

/// Puts the focus on an element.
pub fn focus(node: &NodeRef) {
    if let Some(element) = node.cast::<HtmlElement>() {
        focus_on(&element);
    }
}

/// Puts the focus on the first element inside that matches the selector.
pub fn focus_first(node: &NodeRef, selector: &str) {
    let first = node
        .cast::<Element>()
        .and_then(|element| element.query_selector(selector).ok()?);
    if let Some(first) = first.and_then(|it| it.dyn_into::<HtmlElement>().ok()) {
        focus_on(&first);
    }
}

/// Puts the focus on an element if no element of the page has it.
pub fn focus_if_lost(node: &NodeRef) {
    let Some(element) = node.cast::<HtmlElement>() else {
        return;
    };
    let document = element.owner_document();
    let focused = document.and_then(|document| document.active_element());
    if focused.is_none_or(|focused| focused.tag_name() == "BODY") {
        focus_on(&element);
    }
}

/// Puts the focus on an `<input>` and selects all of its text.
pub fn focus_and_select(node: &NodeRef) {
    if let Some(input) = node.cast::<HtmlInputElement>() {
        focus_on(&input);
        input.select();
    }
}

/// Chooses an option of a `<select>` by its value.
pub fn set_chosen(node: &NodeRef, value: &str) {
    if let Some(select) = node.cast::<HtmlSelectElement>() {
        select.set_value(value);
    }
}

/// Puts the caret of a `<textarea>` before its text.
pub fn move_caret_to_start(node: &NodeRef) {
    move_caret(node, |_| 0);
}

/// Puts the caret of a `<textarea>` after its text.
pub fn move_caret_to_end(node: &NodeRef) {
    move_caret(node, HtmlTextAreaElement::text_length);
}

/// Scrolls what is around an element, by no more than it takes to have all of the element in view.
pub fn bring_into_view(node: &NodeRef) {
    if let Some(element) = node.cast::<Element>() {
        let options = ScrollIntoViewOptions::new();
        options.set_block(ScrollLogicalPosition::Nearest);
        options.set_inline(ScrollLogicalPosition::Nearest);
        element.scroll_into_view_with_scroll_into_view_options(&options);
    }
}

/// Scrolls the first element inside that matches the selector to the top of the view.
pub fn scroll_to_first(node: &NodeRef, selector: &str) {
    let first = node
        .cast::<Element>()
        .and_then(|element| element.query_selector(selector).ok()?);
    if let Some(first) = first {
        first.scroll_into_view();
    }
}

/// How far an element is scrolled down.
#[must_use]
pub fn scroll_top_px(node: &NodeRef) -> Option<i32> {
    node.cast::<Element>().map(|element| element.scroll_top())
}

/// Scrolls an element.
pub fn set_scroll_top_px(node: &NodeRef, top_px: i32) {
    if let Some(element) = node.cast::<Element>() {
        element.set_scroll_top(top_px);
    }
}

/// The height of the part of an element that shows its content.
#[must_use]
pub fn viewport_px(node: &NodeRef) -> Option<i32> {
    node.cast::<Element>()
        .map(|element| element.client_height())
}

/// Sets a length in the element's own style. An attribute could not: the page's
/// Content-Security-Policy forbids `style` in markup.
pub fn set_style_px(node: &NodeRef, property: &str, px: i64) {
    if let Some(element) = node.cast::<HtmlElement>() {
        // Only an unknown property is refused.
        let _ = element.style().set_property(property, &format!("{px}px"));
    }
}

fn focus_on(element: &HtmlElement) {
    // Only an element that is not in the page could refuse.
    let _ = element.focus();
}

fn move_caret(node: &NodeRef, to: fn(&HtmlTextAreaElement) -> u32) {
    if let Some(text) = node.cast::<HtmlTextAreaElement>() {
        let caret = to(&text);
        // Only an element that is not in the page could refuse.
        let _ = text.set_selection_range(caret, caret);
    }
}
