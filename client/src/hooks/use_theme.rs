//! The theme of the page.

use yew::prelude::*;

use crate::platform::storage::Key;
use crate::platform::{document, storage};
use session::theme::Theme;

/// The theme, and a way to choose another.
#[derive(Debug, Clone, PartialEq)]
pub struct UseTheme {
    /// The theme.
    pub theme: Theme,
    /// Chooses a theme.
    pub choose: Callback<Theme>,
}

/// The theme chosen last. The document follows it, and a choice is remembered.
#[hook]
pub fn use_theme() -> UseTheme {
    let theme = use_state_eq(|| Theme::of_tag(storage::load(Key::Theme).as_deref()));
    use_effect_with(*theme, |theme| document::set_theme(theme.tag()));
    let choose = {
        let theme = theme.clone();
        Callback::from(move |chosen: Theme| {
            // Without storage, the next visit has the system's theme.
            let _ = storage::save(Key::Theme, chosen.tag());
            theme.set(chosen);
        })
    };
    UseTheme {
        theme: *theme,
        choose,
    }
}
