//! In which order symbols are shown.

use std::cmp::Ordering;
use std::rc::Rc;

use super::Line;

/// What they can be sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Column {
    /// The symbol.
    Symbol,
    /// The price.
    Price,
    /// The change since the feed began, in percent.
    Change,
}

/// How they are sorted; by default as the server named them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Sort(Option<(Column, Way)>);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    Ascending,
    Descending,
}

impl Sort {
    /// What comes when the heading of a column is pressed: what one looks for first, names from A on and
    /// figures from the largest on; the other way round; as the server named them.
    pub(super) fn after(self, column: Column) -> Self {
        let first = match column {
            Column::Symbol => Way::Ascending,
            Column::Price | Column::Change => Way::Descending,
        };
        Self(match self.0 {
            Some((sorted, way)) if sorted == column => {
                (way == first).then(|| (column, way.reversed()))
            }
            _ => Some((column, first)),
        })
    }

    /// How a column is sorted, as `aria-sort` says it.
    #[must_use]
    pub fn of(self, column: Column) -> Option<&'static str> {
        let (sorted, way) = self.0?;
        (sorted == column).then_some(match way {
            Way::Ascending => "ascending",
            Way::Descending => "descending",
        })
    }

    /// Lines in this order; of equals, the one that the server named first. Each is put where it belongs:
    /// there are few, and the standard library's way of sorting many would weigh more than this table.
    pub(super) fn sorted(self, lines: &[Rc<Line>]) -> Vec<Rc<Line>> {
        let Some((column, way)) = self.0 else {
            return lines.to_vec();
        };
        let mut sorted: Vec<Rc<Line>> = Vec::with_capacity(lines.len());
        for line in lines {
            let place = sorted.partition_point(|other| {
                let order = match column {
                    Column::Symbol => other.symbol.cmp(&line.symbol),
                    Column::Price => other.price.cmp(&line.price),
                    Column::Change => other.change_basis_points().cmp(&line.change_basis_points()),
                };
                order
                    != match way {
                        Way::Ascending => Ordering::Greater,
                        Way::Descending => Ordering::Less,
                    }
            });
            sorted.insert(place, Rc::clone(line));
        }
        sorted
    }
}

impl Way {
    fn reversed(self) -> Self {
        match self {
            Self::Ascending => Self::Descending,
            Self::Descending => Self::Ascending,
        }
    }
}
