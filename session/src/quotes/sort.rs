//! The order of the symbols.

use std::cmp::Ordering;
use std::rc::Rc;

use super::Quote;

/// A column to sort by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Column {
    /// The symbol.
    Symbol,
    /// The price.
    Price,
    /// The change since the start of the feed, in percent.
    Change,
}

/// How the symbols are sorted; by default in the server's order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Sort(Option<(Column, SortOrder)>);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum SortOrder {
    Ascending,
    Descending,
}

impl Sort {
    /// The order after a press on a column's heading: first names from A on or the largest figures, then
    /// the reverse, then the server's order.
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

    /// The order of a column, as a value of `aria-sort`.
    #[must_use]
    pub fn of(self, column: Column) -> Option<&'static str> {
        let (sorted, order) = self.0?;
        (sorted == column).then_some(match order {
            SortOrder::Ascending => "ascending",
            SortOrder::Descending => "descending",
        })
    }

    /// Sorts the quotes; equal ones stay in the server's order. An insertion sort is enough for few
    /// symbols, and weighs less in the page than the standard library's sort.
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
