//! Light or dark.

/// Which colours the page shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Theme {
    /// Those that the system prefers, also when it changes its mind in the evening.
    #[default]
    System,
    /// Light ones.
    Light,
    /// Dark ones.
    Dark,
}

impl Theme {
    /// All of them, as the theme switch lists them.
    pub const ALL: [Self; 3] = [Self::System, Self::Light, Self::Dark];

    /// The name by which it is remembered and marked.
    #[must_use]
    pub fn tag(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// The theme of this tag; the system's when there is none.
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
    fn a_theme_is_remembered_by_its_tag() {
        for theme in Theme::ALL {
            assert_eq!(Theme::of_tag(Some(theme.tag())), theme);
        }
    }

    #[test]
    fn what_is_no_theme_is_the_system_s() {
        assert_eq!(Theme::of_tag(Some("sepia")), Theme::System);
        assert_eq!(Theme::of_tag(None), Theme::System);
    }
}
