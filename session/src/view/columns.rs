//! The columns of a log that a person may hide.

use serde::Serialize;

/// A column that may be hidden. The direction and the payload are always shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Column {
    /// The number of the record.
    Number,
    /// The time.
    Time,
    /// The size of the payload.
    Size,
}

impl Column {
    /// All of them, from left to right.
    pub const ALL: [Self; 3] = [Self::Number, Self::Time, Self::Size];

    /// The name in the style sheet.
    #[must_use]
    pub fn tag(self) -> &'static str {
        match self {
            Self::Number => "number",
            Self::Time => "time",
            Self::Size => "size",
        }
    }
}

/// Which of the columns are hidden: a bit for each, so that it is saved as a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(transparent)]
pub struct HiddenColumns(u32);

impl HiddenColumns {
    /// Reads what was saved; bits of no column are dropped.
    #[must_use]
    pub fn of_saved(bits: u32) -> Self {
        Self(bits & 0b111)
    }

    /// Whether the column is hidden.
    #[must_use]
    pub fn contains(self, column: Column) -> bool {
        self.0 & bit(column) != 0
    }

    /// Hides a column that is shown, and shows one that is hidden.
    #[must_use]
    pub fn toggled(self, column: Column) -> Self {
        Self(self.0 ^ bit(column))
    }

    /// The names of the hidden columns, with spaces between, for the style sheet.
    #[must_use]
    pub fn tags(self) -> String {
        let mut columns = Column::ALL.to_vec();
        columns.retain(|column| self.contains(*column));
        let tags: Vec<_> = columns.into_iter().map(Column::tag).collect();
        tags.join(" ")
    }
}

fn bit(column: Column) -> u32 {
    1 << column as u32
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;

    #[test]
    fn hidden_column_is_named_and_shown_again() {
        let hidden = HiddenColumns::default()
            .toggled(Column::Size)
            .toggled(Column::Number);
        assert_eq!(hidden.tags(), "number size");
        assert!(!hidden.contains(Column::Time));
        assert_eq!(hidden.toggled(Column::Number).tags(), "size");
        assert_eq!(HiddenColumns::of_saved(u32::MAX).tags(), "number time size");
    }
}
