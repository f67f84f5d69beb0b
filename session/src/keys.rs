//! The keys of the workbench: what a key does, by where the focus is.
//!
//! What belongs here: the meaning of keys in the log and outside of fields. What may not enter: keys that a browser
//! has for itself (Ctrl+T, W, L, K and F), and those of a field.

use crate::view::SelectionMove;

/// Where the focus is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Focus {
    /// In the list of the log.
    Log,
    /// On a button, a link or another control, which has keys of its own.
    Control,
    /// In a field or a dialog: every key is its own.
    Field,
    /// On none of these.
    Page,
}

/// A key that was pressed, as `KeyboardEvent` has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Press<'a> {
    /// The key, as in `ArrowUp` or `j`.
    pub key: &'a str,
    /// The place of the key on the keyboard, as in `KeyJ`.
    pub code: &'a str,
    /// Whether Ctrl or ⌘ is held.
    pub ctrl: bool,
    /// Whether Alt is held.
    pub alt: bool,
    /// Whether Shift is held.
    pub shift: bool,
}

/// What a key does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// Moves the selection.
    Move(SelectionMove),
    /// Moves the end of the selected range.
    Extend(SelectionMove),
    /// Selects all rows.
    SelectAll,
    /// Copies the selected rows.
    Copy,
    /// Opens the detail, or closes it.
    Detail(bool),
    /// Opens the menu of the selected row.
    Menu,
    /// Freezes the log, or unfreezes it.
    Freeze,
    /// Goes to the filter.
    Filter,
    /// Goes to the address.
    Address,
    /// Goes to the message.
    Compose,
    /// Shows the tab to the left.
    PreviousTab,
    /// Shows the tab to the right.
    NextTab,
    /// Shows the list of keys.
    Help,
}

/// The keys of one letter, which may be turned off (WCAG 2.2, 2.1.4). One of them is two letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct SingleKeys {
    is_after_g: bool,
}

/// What a key does in the log. Keys of a letter alone are not among them.
#[must_use]
pub fn in_log(press: Press<'_>) -> Option<Action> {
    if press.alt {
        return None;
    }
    if press.ctrl {
        return match letter(press) {
            "a" if !press.shift => Some(Action::SelectAll),
            "c" if !press.shift => Some(Action::Copy),
            _ => None,
        };
    }
    let to = match press.key {
        "ArrowUp" => SelectionMove::Up,
        "ArrowDown" => SelectionMove::Down,
        "PageUp" => SelectionMove::PageUp,
        "PageDown" => SelectionMove::PageDown,
        "Home" => SelectionMove::Home,
        "End" => SelectionMove::End,
        "Enter" => return Some(Action::Detail(true)),
        "Escape" => return Some(Action::Detail(false)),
        "ContextMenu" => return Some(Action::Menu),
        "F10" if press.shift => return Some(Action::Menu),
        _ => return None,
    };
    Some(if press.shift {
        Action::Extend(to)
    } else {
        Action::Move(to)
    })
}

impl SingleKeys {
    /// What a key of one letter does.
    #[must_use]
    pub fn press(&mut self, press: Press<'_>, focus: Focus) -> Option<Action> {
        let is_after_g = std::mem::take(&mut self.is_after_g);
        if press.ctrl || press.alt || focus == Focus::Field {
            return None;
        }
        let action = match letter(press) {
            "?" => Action::Help,
            _ if press.shift => return None,
            "a" if is_after_g => Action::Address,
            "g" => {
                self.is_after_g = true;
                return None;
            }
            "j" => Action::Move(SelectionMove::Down),
            "k" => Action::Move(SelectionMove::Up),
            "/" => Action::Filter,
            "c" => Action::Compose,
            "[" => Action::PreviousTab,
            "]" => Action::NextTab,
            // A control has these two for itself.
            " " if focus != Focus::Control => Action::Freeze,
            "Enter" if focus == Focus::Page => Action::Detail(true),
            _ => return None,
        };
        Some(action)
    }
}

/// The letter of a key. On a Korean keyboard `j` is `ㅓ` while Hangul is written, or `Process` where an input method has
/// it. There its place on the keyboard tells the letter.
fn letter(press: Press<'_>) -> &str {
    let is_known = press.key.is_ascii() && press.key != "Process";
    let place = if is_known { "" } else { press.code };
    match place {
        "KeyA" => "a",
        "KeyC" => "c",
        "KeyG" => "g",
        "KeyJ" => "j",
        "KeyK" => "k",
        "BracketLeft" => "[",
        "BracketRight" => "]",
        "Slash" if press.shift => "?",
        "Slash" => "/",
        _ => press.key,
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;

    fn key(key: &str) -> Press<'_> {
        Press {
            key,
            ..Press::default()
        }
    }

    fn alone(press: Press<'_>, focus: Focus) -> Option<Action> {
        SingleKeys::default().press(press, focus)
    }

    #[test]
    fn arrow_in_the_log_moves_and_with_shift_extends() {
        let down = key("ArrowDown");
        assert_eq!(in_log(down), Some(Action::Move(SelectionMove::Down)));
        let extended = in_log(Press {
            shift: true,
            ..down
        });
        assert_eq!(extended, Some(Action::Extend(SelectionMove::Down)));
        assert_eq!(in_log(Press { alt: true, ..down }), None);
        assert_eq!(in_log(Press { ctrl: true, ..down }), None);
    }

    #[test]
    fn key_of_the_browser_does_nothing() {
        for letter in ["t", "w", "l", "k", "f", "r", "n"] {
            let press = Press {
                ctrl: true,
                ..key(letter)
            };
            assert_eq!(in_log(press), None, "{letter}");
            for focus in [Focus::Log, Focus::Control, Focus::Page] {
                assert_eq!(alone(press, focus), None, "{letter}");
            }
        }
    }

    #[test]
    fn letter_in_a_field_is_the_fields() {
        for letter in ["j", "k", "/", "?", " ", "c", "[", "Enter"] {
            assert_eq!(alone(key(letter), Focus::Field), None, "{letter}");
            assert!(alone(key(letter), Focus::Page).is_some(), "{letter}");
        }
    }

    #[test]
    fn space_and_enter_on_a_control_press_it() {
        assert_eq!(alone(key(" "), Focus::Control), None);
        assert_eq!(alone(key("Enter"), Focus::Control), None);
        assert_eq!(alone(key(" "), Focus::Log), Some(Action::Freeze));
        assert_eq!(alone(key("/"), Focus::Control), Some(Action::Filter));
    }

    #[test]
    fn a_after_g_alone_goes_to_the_address() {
        let mut keys = SingleKeys::default();
        let mut press = |letter| keys.press(key(letter), Focus::Page);
        assert_eq!(press("a"), None);
        assert_eq!(press("g"), None);
        assert_eq!(press("a"), Some(Action::Address));
        assert_eq!(press("a"), None);
        assert_eq!((press("g"), press("x"), press("a")), (None, None, None));
    }

    #[test]
    fn letter_of_a_korean_keyboard_is_known_by_its_place() {
        for typed in ["ㅓ", "Process"] {
            let press = Press {
                code: "KeyJ",
                ..key(typed)
            };
            let down = Some(Action::Move(SelectionMove::Down));
            assert_eq!(alone(press, Focus::Page), down);
        }
        // A Latin keyboard of another layout says what is written on the key.
        let press = Press {
            code: "KeyC",
            ..key("j")
        };
        assert_ne!(alone(press, Focus::Page), Some(Action::Compose));
        let all = Press {
            code: "KeyA",
            ctrl: true,
            ..key("ㅁ")
        };
        assert_eq!(in_log(all), Some(Action::SelectAll));
    }
}
