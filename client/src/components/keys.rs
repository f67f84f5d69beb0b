//! What keys mean in a text that is being written. Not a component, but what two of them share.

use yew::events::KeyboardEvent;

use crate::platform::events;

/// Ctrl+Enter, or ⌘+Enter on a Mac. While an input method composes, Enter is the input method's:
/// it ends a Hangul syllable, say, and must not send what is not yet written.
pub(super) fn is_send_shortcut(event: &KeyboardEvent) -> bool {
    event.key() == "Enter" && (event.ctrl_key() || event.meta_key()) && !event.is_composing()
}

/// Enter, as people are used to from other chats; with Shift it begins a line. While an input method
/// composes it is the input method's, and in Safari, which ends composing before it tells of the key,
/// the key is known by its code 229.
pub(super) fn is_say_key(event: &KeyboardEvent) -> bool {
    event.key() == "Enter" && !event.shift_key() && !event.is_composing() && event.key_code() != 229
}

/// A way out of the text, past its first character or past its last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Edge {
    /// ↑ with the caret before everything.
    Start,
    /// ↓ with the caret after everything.
    End,
}

/// The edge of the text over which this key leads. Anywhere else an arrow moves the caret, with
/// Shift it selects, and while an input method composes it is the input method's.
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
