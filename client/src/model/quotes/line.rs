//! A symbol.

use std::rc::Rc;

use super::course::{Course, Window};

/// What is known of a symbol. Prices are in hundredths.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The symbol.
    pub symbol: Rc<str>,
    /// Its price.
    pub price: i64,
    /// Its price when the feed began.
    pub open: i64,
    /// The lowest price that was seen of this feed.
    pub low: i64,
    /// The highest price that was seen of this feed.
    pub high: i64,
    /// Its last change, if it has changed before one's eyes.
    pub moved: Option<Move>,
    /// The last minute.
    pub course: Course,
}

/// A change of price.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Move {
    /// Whether the price is higher than before.
    pub is_up: bool,
    /// When it was. Changes within a window are one, so that what shows them does not flicker.
    pub window: Window,
}

impl Line {
    pub(super) fn new(symbol: &str, price: i64, open: i64, now: Window) -> Self {
        let mut course = Course::default();
        course.goes_to(price, now);
        Self {
            symbol: symbol.into(),
            price,
            open,
            low: price,
            high: price,
            moved: None,
            course,
        }
    }

    /// Goes on with a snapshot. One that opened at another price is of another feed, of which nothing was
    /// seen before.
    pub(super) fn begin_again(&mut self, price: i64, open: i64, now: Window) {
        if self.open != open {
            (self.low, self.high) = (price, price);
        }
        self.open = open;
        self.moved = None;
        self.set(price, now);
    }

    /// Goes to another price.
    pub(super) fn go_to(&mut self, price: i64, now: Window) {
        if price != self.price {
            self.moved = Some(Move {
                is_up: price > self.price,
                window: now,
            });
        }
        self.set(price, now);
    }

    fn set(&mut self, price: i64, now: Window) {
        self.price = price;
        self.low = self.low.min(price);
        self.high = self.high.max(price);
        self.course.goes_to(price, now);
    }

    /// How much it has changed since the feed began.
    #[must_use]
    pub fn change(&self) -> i64 {
        self.price - self.open
    }

    /// The same in hundredths of a percent; `None` where it began at nothing.
    #[must_use]
    pub fn change_basis_points(&self) -> Option<i64> {
        if self.open <= 0 {
            return None;
        }
        let doubled = self.change() * 20_000 / self.open;
        // To the nearest, and halves away from zero.
        Some((doubled + doubled.signum()) / 2)
    }
}
