//! The time that a row of the log tells.

/// The time that a row of the log tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum RowTime {
    /// The time of day.
    #[default]
    Clock,
    /// The duration since the connection opened.
    SinceOpen,
    /// The duration since the record before.
    SincePrevious,
    /// The duration since a row that the person chose, or until it.
    SinceRow,
}

impl RowTime {
    /// Those that need no chosen row, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::Clock, Self::SinceOpen, Self::SincePrevious];

    /// The name in a form.
    #[must_use]
    pub fn tag(self) -> &'static str {
        match self {
            Self::Clock => "clock",
            Self::SinceOpen => "open",
            Self::SincePrevious => "previous",
            Self::SinceRow => "row",
        }
    }

    /// The one with this name.
    #[must_use]
    pub fn of_tag(tag: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|time| time.tag() == tag)
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;

    #[test]
    fn tag_of_each_choice_finds_it() {
        for time in RowTime::ALL {
            assert_eq!(RowTime::of_tag(time.tag()), Some(time));
        }
        assert_eq!(RowTime::of_tag("row"), None);
    }
}
