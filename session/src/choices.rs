//! What a person chooses for the page: the screen, and the theme.

/// A screen. Both show the same connections.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Screen {
    /// The lesson, shown by default.
    #[default]
    Lesson,
    /// The workbench: tabs, composer, log and the rest.
    Workbench,
}

impl Screen {
    /// Its name in the page's address, as in `?view=workbench`.
    #[must_use]
    pub fn tag(self) -> &'static str {
        match self {
            Self::Lesson => "lesson",
            Self::Workbench => "workbench",
        }
    }

    /// The screen with this name; the lesson for any other.
    #[must_use]
    pub fn of_tag(tag: Option<&str>) -> Self {
        match tag {
            Some("workbench") => Self::Workbench,
            _ => Self::Lesson,
        }
    }
}

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
    fn of_tag_returns_the_screen_or_the_lesson() {
        for screen in [Screen::Lesson, Screen::Workbench] {
            assert_eq!(Screen::of_tag(Some(screen.tag())), screen);
        }
        assert_eq!(Screen::of_tag(None), Screen::Lesson);
        assert_eq!(Screen::of_tag(Some("<b>")), Screen::Lesson);
    }

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
