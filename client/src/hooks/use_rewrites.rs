//! A text field that the page writes into, too.

use std::rc::Rc;

use yew::prelude::*;

use crate::platform::element;
use session::composer::caret;
use session::composer::line_ends::shown;

/// Writes the text into the field whenever `rewrites` has changed, so that the person can undo it. `on_written` is
/// called with the place of the caret where it is known.
///
/// The field must not have the text as its `value`: a browser forgets what it could undo when a value is set. It has
/// it as its default value, which is what it begins with.
#[hook]
pub fn use_rewrites(
    field: &NodeRef,
    text: &Rc<str>,
    rewrites: u64,
    on_written: impl FnOnce(Option<u32>) + 'static,
) {
    let written = use_mut_ref(|| rewrites);
    use_effect_with(rewrites, {
        let (field, text) = (field.clone(), Rc::clone(text));
        move |rewrites| {
            if written.replace(*rewrites) == *rewrites {
                return;
            }
            let text = shown(&text);
            let (before, at) = (element::text(&field), element::caret(&field));
            element::retype(&field, &text);
            let caret = before.zip(at);
            on_written(caret.and_then(|(before, at)| caret::after_formatting(&before, &text, at)));
        }
    });
}
