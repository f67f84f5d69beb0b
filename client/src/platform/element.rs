//! An element of the page, by the [`NodeRef`] that a component has of it.
//!
//! While the element is not in the page, a function here does nothing, or returns `None`.

use wasm_bindgen::JsCast as _;
use web_sys::{
    Document, Element, Event, EventInit, HtmlDocument, HtmlElement, HtmlInputElement,
    HtmlSelectElement, HtmlTextAreaElement, ScrollIntoViewOptions, ScrollLogicalPosition,
    Selection,
};
use yew::NodeRef;

/// The limit on a text that is written so that it can be undone. Chromium takes in some 30 lines a millisecond.
const MAX_RETYPED_BYTES: usize = 256 << 10;

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

/// Where the caret of a `<textarea>` is, or the start of what is selected, in UTF-16 code units.
#[must_use]
pub fn caret(node: &NodeRef) -> Option<u32> {
    let text = node.cast::<HtmlTextAreaElement>()?;
    text.selection_start().ok()?
}

/// Puts the caret of a `<textarea>` there, or behind its text where that is shorter.
pub fn set_caret(node: &NodeRef, caret: u32) {
    if let Some(text) = node.cast::<HtmlTextAreaElement>() {
        // Only an element that is not in the page could refuse.
        let _ = text.set_selection_range(caret, caret);
    }
}

/// The text of a `<textarea>`.
#[must_use]
pub fn text(node: &NodeRef) -> Option<String> {
    node.cast::<HtmlTextAreaElement>().map(|text| text.value())
}

/// Replaces the text of a `<textarea>` as if the person had typed it, so that the person can undo it. The field sends
/// its `input` event. A text over [`MAX_RETYPED_BYTES`] is only set, and cannot be undone.
pub fn retype(node: &NodeRef, text: &str) {
    let Some(field) = node.cast::<HtmlTextAreaElement>() else {
        return;
    };
    if field.value() == text {
        return;
    }
    let document = field.owner_document();
    let focused = document.as_ref().and_then(Document::active_element);
    if text.len() <= MAX_RETYPED_BYTES
        && let Some(document) = document.and_then(|it| it.dyn_into::<HtmlDocument>().ok())
    {
        focus_on(&field);
        field.select();
        let run = |command, value: &str| {
            let ran = document.exec_command_with_show_ui_and_value(command, false, value);
            ran.unwrap_or(false)
        };
        // For Chromium the text is escaped markup, from which a text area takes the text: typed, a thousand lines would
        // take it seconds. Firefox inserts no markup there, and types a thousand lines at once.
        let is_in = text.contains('\n') && run("insertHTML", &escaped(text));
        if !is_in || field.value() != text {
            field.select();
            run(
                if text.is_empty() {
                    "delete"
                } else {
                    "insertText"
                },
                text,
            );
        }
        let focused = focused.and_then(|it| it.dyn_into::<HtmlElement>().ok());
        if let Some(focused) = focused.filter(|it| it.tag_name() != "BODY") {
            focus_on(&focused);
        }
    }
    if field.value() != text {
        field.set_value(text);
        let init = EventInit::new();
        init.set_bubbles(true);
        // Neither can fail: the name is no name of a property, and nothing else sends the event.
        if let Ok(input) = Event::new_with_event_init_dict("input", &init) {
            let _ = field.dispatch_event(&input);
        }
    }
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

/// Places an element of the window's top layer at a point, in pixels, and within the window.
pub fn place_in_window(node: &NodeRef, (left_px, top_px): (i32, i32)) {
    let root = web_sys::window()
        .and_then(|window| window.document())
        .and_then(|document| document.document_element());
    let (Some(element), Some(root)) = (node.cast::<HtmlElement>(), root) else {
        return;
    };
    let left_px = left_px.min(root.client_width() - element.offset_width());
    let top_px = top_px.min(root.client_height() - element.offset_height());
    set_style_px(node, "left", left_px.max(0).into());
    set_style_px(node, "top", top_px.max(0).into());
}

/// Sets a length in the element's own style. An attribute could not: the page's
/// Content-Security-Policy forbids `style` in markup.
pub fn set_style_px(node: &NodeRef, property: &str, px: i64) {
    if let Some(element) = node.cast::<HtmlElement>() {
        // Only an unknown property is refused.
        let _ = element.style().set_property(property, &format!("{px}px"));
    }
}

/// The number of columns in the element around `letters`, which is as wide as ten of its letters, without the padding.
#[must_use]
pub fn columns(letters: &NodeRef, padding_px: f64) -> Option<usize> {
    let letters = letters.cast::<Element>()?;
    let around_px = f64::from(letters.parent_element()?.client_width());
    let letter_px = letters.get_bounding_client_rect().width() / 10.0;
    (letter_px > 0.0).then(|| ((around_px - padding_px) / letter_px) as usize)
}

/// How much of an element a person has selected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Selected {
    /// Nothing, here or elsewhere in the page.
    Nothing,
    /// Something, of it or of another.
    Some,
    /// All of it.
    All,
}

/// How much of an element is selected.
#[must_use]
pub fn selected(node: &NodeRef) -> Selected {
    let selection = selection().filter(|it| !it.is_collapsed());
    let (Some(selection), Some(element)) = (selection, node.cast::<Element>()) else {
        return Selected::Nothing;
    };
    let Some(content) = element.first_element_child() else {
        return Selected::Some;
    };
    // Chromium moves the ends of a selection to text before it says what is contained, but not its anchor and focus.
    let ends = [selection.anchor_node(), selection.focus_node()];
    let is_around = !ends.iter().any(|end| content.contains(end.as_ref()));
    match selection.contains_node_with_allow_partial_containment(&content, true) {
        Ok(true) if is_around => Selected::All,
        _ => Selected::Some,
    }
}

/// Selects the only child of an element, which stays selected when its own content changes.
pub fn select_all(node: &NodeRef) {
    if let (Some(selection), Some(element)) = (selection(), node.cast::<Element>()) {
        // Only an element that is not in the page could refuse.
        let _ = selection.select_all_children(&element);
    }
}

fn selection() -> Option<Selection> {
    web_sys::window()?.get_selection().ok()?
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

fn focus_on(element: &HtmlElement) {
    // Only an element that is not in the page could refuse.
    let _ = element.focus();
}
