//! The two screens of the page: the lesson, and the workbench.

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

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::Screen;

    #[test]
    fn of_tag_returns_the_screen_or_the_lesson() {
        for screen in [Screen::Lesson, Screen::Workbench] {
            assert_eq!(Screen::of_tag(Some(screen.tag())), screen);
        }
        assert_eq!(Screen::of_tag(None), Screen::Lesson);
        assert_eq!(Screen::of_tag(Some("<b>")), Screen::Lesson);
    }
}
