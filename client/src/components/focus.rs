//! Where the focus goes when what had it is gone. Not a component, but what several of them share.

use web_sys::HtmlElement;
use yew::NodeRef;

/// Puts the focus on an element.
pub(super) fn focus(node: &NodeRef) {
    if let Some(element) = node.cast::<HtmlElement>() {
        // Refused for nothing that is on the page.
        let _ = element.focus();
    }
}
