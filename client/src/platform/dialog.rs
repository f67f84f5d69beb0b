//! A modal dialog.

use web_sys::HtmlDialogElement;
use yew::NodeRef;

/// A modal `<dialog>`, open until this is dropped. Meanwhile the browser keeps the focus inside and
/// makes the rest of the page inert; afterwards it gives the focus back.
#[derive(Debug)]
pub struct OpenDialog(HtmlDialogElement);

impl OpenDialog {
    /// Opens the dialog, if the node is one.
    #[must_use]
    pub fn show(node: &NodeRef) -> Option<Self> {
        let dialog = node.cast::<HtmlDialogElement>()?;
        // Refused only for a dialog that is open already or not in the page.
        let _ = dialog.show_modal();
        Some(Self(dialog))
    }
}

impl Drop for OpenDialog {
    fn drop(&mut self) {
        self.0.close();
    }
}
