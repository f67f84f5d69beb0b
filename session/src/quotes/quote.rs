//! A symbol.

use std::rc::Rc;

use super::price_history::{PriceHistory, Slot};

/// What is known of a symbol. Prices are in hundredths.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quote {
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
    pub last_change: Option<PriceChange>,
    /// The last minute.
    pub price_history: PriceHistory,
}

/// A change of price.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PriceChange {
    /// Whether the price is higher than before.
    pub is_up: bool,
    /// When it was. Changes within a slot are one, so that what shows them does not flicker.
    pub slot: Slot,
}

impl Quote {
    pub(super) fn new(symbol: &str, price: i64, open: i64, now: Slot) -> Self {
        let mut price_history = PriceHistory::default();
        price_history.set(price, now);
        Self {
            symbol: symbol.into(),
            price,
            open,
            low: price,
            high: price,
            last_change: None,
            price_history,
        }
    }

    /// Goes on with a snapshot. One that opened at another price is of another feed, of which nothing was
    /// seen before.
    pub(super) fn restart(&mut self, price: i64, open: i64, now: Slot) {
        if self.open != open {
            (self.low, self.high) = (price, price);
        }
        self.open = open;
        self.last_change = None;
        self.set(price, now);
    }

    /// Goes to another price.
    pub(super) fn update(&mut self, price: i64, now: Slot) {
        if price != self.price {
            self.last_change = Some(PriceChange {
                is_up: price > self.price,
                slot: now,
            });
        }
        self.set(price, now);
    }

    fn set(&mut self, price: i64, now: Slot) {
        self.price = price;
        self.low = self.low.min(price);
        self.high = self.high.max(price);
        self.price_history.set(price, now);
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
