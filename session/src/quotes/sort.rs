//! In which order symbols are shown.

use std::cmp::Ordering;
use std::rc::Rc;

use super::Quote;

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
pub struct Sort(Option<(Column, SortOrder)>);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum SortOrder {
    Ascending,
    Descending,
}

impl Sort {
    /// What comes when the heading of a column is pressed: what one looks for first, names from A on and
    /// figures from the largest on; the other way round; as the server named them.
    pub(super) fn after(self, column: Column) -> Self {
        let first = match column {
            Column::Symbol => SortOrder::Ascending,
            Column::Price | Column::Change => SortOrder::Descending,
        };
        Self(match self.0 {
            Some((sorted, order)) if sorted == column => {
                (order == first).then(|| (column, order.reversed()))
            }
            _ => Some((column, first)),
        })
    }

    /// How a column is sorted, as `aria-sort` says it.
    #[must_use]
    pub fn of(self, column: Column) -> Option<&'static str> {
        let (sorted, order) = self.0?;
        (sorted == column).then_some(match order {
            SortOrder::Ascending => "ascending",
            SortOrder::Descending => "descending",
        })
    }

    /// Lines in this order; of equals, the one that the server named first. Each is put where it belongs:
    /// there are few, and the standard library's way of sorting many would weigh more than this table.
    pub(super) fn sorted(self, quotes: &[Rc<Quote>]) -> Vec<Rc<Quote>> {
        let Some((column, direction)) = self.0 else {
            return quotes.to_vec();
        };
        let mut sorted: Vec<Rc<Quote>> = Vec::with_capacity(quotes.len());
        for quote in quotes {
            let index = sorted.partition_point(|other| {
                let order = match column {
                    Column::Symbol => other.symbol.cmp(&quote.symbol),
                    Column::Price => other.price.cmp(&quote.price),
                    Column::Change => other
                        .change_basis_points()
                        .cmp(&quote.change_basis_points()),
                };
                order
                    != match direction {
                        SortOrder::Ascending => Ordering::Greater,
                        SortOrder::Descending => Ordering::Less,
                    }
            });
            sorted.insert(index, Rc::clone(quote));
        }
        sorted
    }
}

impl SortOrder {
    fn reversed(self) -> Self {
        match self {
            Self::Ascending => Self::Descending,
            Self::Descending => Self::Ascending,
        }
    }
}
