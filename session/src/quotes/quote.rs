//! The quote of one symbol.

use std::rc::Rc;

use super::price_history::{PriceHistory, Slot};

/// The quote of one symbol, with prices in hundredths.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quote {
    /// The symbol.
    pub symbol: Rc<str>,
    /// The current price.
    pub price: i64,
    /// The price at the start of the feed.
    pub open: i64,
    /// The lowest price seen of this feed.
    pub low: i64,
    /// The highest price seen of this feed.
    pub high: i64,
    /// The last change since the page has been watching.
    pub last_change: Option<PriceChange>,
    /// The prices of the last minute.
    pub price_history: PriceHistory,
}

/// A change of the price.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PriceChange {
    /// Whether the price went up.
    pub is_up: bool,
    /// The slot of the change. Changes within a slot are shown as one, so the display does not flicker.
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

    /// Takes in a snapshot. Another opening price means another feed, of which nothing was seen before.
    pub(super) fn restart(&mut self, price: i64, open: i64, now: Slot) {
        if self.open != open {
            (self.low, self.high) = (price, price);
        }
        self.open = open;
        self.last_change = None;
        self.set(price, now);
    }

    /// Takes in a change.
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

    /// The change since the start of the feed.
    #[must_use]
    pub fn change(&self) -> i64 {
        self.price - self.open
    }

    /// The change in hundredths of a percent; `None` for an opening price of 0.
    #[must_use]
    pub fn change_basis_points(&self) -> Option<i64> {
        if self.open <= 0 {
            return None;
        }
        let doubled = self.change() * 20_000 / self.open;
        // Rounds to the nearest, and halves away from zero.
        Some((doubled + doubled.signum()) / 2)
    }
}
