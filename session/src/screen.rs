//! Which of its two screens the page shows: the lesson, or the workbench around it.

/// A screen to be in. The connections are the same in both.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Screen {
    /// The lesson, to the letter: what opens when nobody asks for anything else.
    #[default]
    Lesson,
    /// Tabs, composer, log and the rest.
    Workbench,
}

impl Screen {
    /// What stands for it in the page's address, as in `?view=workbench`.
    #[must_use]
    pub fn tag(self) -> &'static str {
        match self {
            Self::Lesson => "lesson",
            Self::Workbench => "workbench",
        }
    }

    /// The screen that an address asks for; the lesson for anything unknown.
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
    fn an_address_finds_the_screen_that_wrote_it_and_else_the_lesson() {
        for screen in [Screen::Lesson, Screen::Workbench] {
            assert_eq!(Screen::of_tag(Some(screen.tag())), screen);
        }
        assert_eq!(Screen::of_tag(None), Screen::Lesson);
        assert_eq!(Screen::of_tag(Some("<b>")), Screen::Lesson);
    }
}
