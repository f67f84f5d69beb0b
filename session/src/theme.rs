//! The theme: light or dark.

/// A theme.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Theme {
    /// The system's, also when it changes.
    #[default]
    System,
    /// Light colours.
    Light,
    /// Dark colours.
    Dark,
}

impl Theme {
    /// Every theme, in the order of the theme switch.
    pub const ALL: [Self; 3] = [Self::System, Self::Light, Self::Dark];

    /// Its name in the browser's storage and in the document.
    #[must_use]
    pub fn tag(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// The theme with this name; the system's for any other.
    #[must_use]
    pub fn of_tag(tag: Option<&str>) -> Self {
        Self::ALL
            .into_iter()
            .find(|theme| Some(theme.tag()) == tag)
            .unwrap_or_default()
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;

    #[test]
    fn of_tag_returns_each_theme() {
        for theme in Theme::ALL {
            assert_eq!(Theme::of_tag(Some(theme.tag())), theme);
        }
    }

    #[test]
    fn of_tag_of_other_text_is_the_systems() {
        assert_eq!(Theme::of_tag(Some("sepia")), Theme::System);
        assert_eq!(Theme::of_tag(None), Theme::System);
    }
}
