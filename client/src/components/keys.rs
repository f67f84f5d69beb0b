//! The keys of text fields, shared by several components.

use yew::events::KeyboardEvent;

use crate::platform::events;

/// Ctrl+Enter, or ⌘+Enter on a Mac. While an input method composes, Enter belongs to it: it may end a
/// Hangul syllable, and must not send half of one.
pub(super) fn is_send_shortcut(event: &KeyboardEvent) -> bool {
    event.key() == "Enter" && (event.ctrl_key() || event.meta_key()) && !event.is_composing()
}

/// Enter without Shift, as in other chats. While an input method composes, Enter belongs to it. Safari ends
/// composing before it reports the key, which then has the code 229.
pub(super) fn is_say_key(event: &KeyboardEvent) -> bool {
    event.key() == "Enter" && !event.shift_key() && !event.is_composing() && event.key_code() != 229
}

/// An edge of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Edge {
    /// ↑ with the caret before everything.
    Start,
    /// ↓ with the caret after everything.
    End,
}

/// The edge that this key leads over. Elsewhere an arrow moves the caret, with Shift it selects, and while
/// an input method composes it belongs to that.
pub(super) fn edge(event: &KeyboardEvent) -> Option<Edge> {
    let is_dressed = event.shift_key() || event.ctrl_key() || event.alt_key() || event.meta_key();
    if is_dressed || event.is_composing() {
        return None;
    }
    let selection = events::selection(event)?;
    match event.key().as_str() {
        "ArrowUp" if selection.end == 0 => Some(Edge::Start),
        "ArrowDown" if selection.start == selection.text_length => Some(Edge::End),
        _ => None,
    }
}
