//! Light or dark.

use yew::prelude::*;

use crate::platform::storage::Key;
use crate::platform::{document, storage};
use session::theme::Theme;

/// The theme, and how to choose another.
#[derive(Debug, Clone, PartialEq)]
pub struct UseTheme {
    /// What the page shows.
    pub theme: Theme,
    /// Has the page show another.
    pub choose: Callback<Theme>,
}

/// The theme that was chosen last. The document follows it; a choice is remembered.
#[hook]
pub fn use_theme() -> UseTheme {
    let theme = use_state_eq(|| Theme::of_tag(storage::load(Key::Theme).as_deref()));
    use_effect_with(*theme, |theme| document::set_theme(theme.tag()));
    let choose = {
        let theme = theme.clone();
        Callback::from(move |chosen: Theme| {
            // A browser without storage shows the system's the next time.
            let _ = storage::save(Key::Theme, chosen.tag());
            theme.set(chosen);
        })
    };
    UseTheme {
        theme: *theme,
        choose,
    }
}
