//! How high the rows of a log are.

use serde::Serialize;

/// How high the rows of a log are. `log_row.css` has the same values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Density {
    /// A row of one line has 22 pixels.
    #[default]
    Compact,
    /// A row of one line has 28 pixels.
    Comfortable,
    /// A row of one line has 44 pixels, which a finger hits (WCAG 2.2, 2.5.5).
    Touch,
}

impl Density {
    /// Those that a person chooses; the screen chooses the other one.
    pub const CHOICES: [Self; 2] = [Self::Compact, Self::Comfortable];

    /// The name, in a form, in the style sheet and in saved settings.
    #[must_use]
    pub fn tag(self) -> &'static str {
        match self {
            Self::Compact => "compact",
            Self::Comfortable => "comfortable",
            Self::Touch => "touch",
        }
    }

    /// The choice of this name.
    #[must_use]
    pub fn of_tag(tag: &str) -> Option<Self> {
        Self::CHOICES
            .into_iter()
            .find(|density| density.tag() == tag)
    }

    /// The height of a line of a row.
    #[must_use]
    pub fn line_px(self) -> u64 {
        match self {
            Self::Compact => 18,
            Self::Comfortable | Self::Touch => 20,
        }
    }

    /// The height of a row beside its lines: the padding and the edge.
    #[must_use]
    pub fn padding_px(self) -> u64 {
        match self {
            Self::Compact => 4,
            Self::Comfortable => 8,
            Self::Touch => 24,
        }
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;

    #[test]
    fn row_of_one_line_is_22_28_or_44_pixels_high() {
        let densities = [Density::Compact, Density::Comfortable, Density::Touch];
        let heights = densities.map(|density| density.line_px() + density.padding_px());
        assert_eq!(heights, [22, 28, 44]);
    }

    #[test]
    fn tag_of_each_choice_finds_it() {
        for density in Density::CHOICES {
            assert_eq!(Density::of_tag(density.tag()), Some(density));
        }
        assert_eq!(Density::of_tag("touch"), None);
    }
}
