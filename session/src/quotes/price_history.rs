//! The course of a price over the last minute, in pieces of half a second: more would not be seen, and a feed
//! that moves a thousand times in a second costs no more than one that moves once.

use crate::time::Time;

/// How many pieces the minute has.
pub const SLOTS: i64 = 120;

const SLOT_MS: f64 = 500.0;

/// A piece of half a second, by its number since 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Slot(i64);

impl Slot {
    /// Its number.
    #[must_use]
    pub fn number(self) -> i64 {
        self.0
    }

    /// The one in which a moment is.
    #[must_use]
    pub fn of(at: Time) -> Self {
        Self((at.0 / SLOT_MS).floor() as i64)
    }
}

/// At which price each piece of the minute ended in which the price has changed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PriceHistory {
    /// In the order of time, one a slot; without a price where the course breaks off.
    points: Vec<(Slot, Option<i64>)>,
}

impl PriceHistory {
    /// The price is this from now on.
    pub(super) fn set(&mut self, price: i64, now: Slot) {
        self.push(now, Some(price));
    }

    /// Nothing is known of the price from now on. What was known within the same piece holds to its end, or a
    /// feed that was seen for less than that would leave nothing.
    pub(super) fn end(&mut self, now: Slot) {
        if let Some(&(last, Some(_))) = self.points.last() {
            self.push(now.max(Slot(last.0 + 1)), None);
        }
    }

    /// The minute before the end of `now`: from which piece on, of 0 to [`SLOTS`], which price holds. What
    /// holds at its beginning is at 0.
    pub fn until(&self, now: Slot) -> impl Iterator<Item = (i64, Option<i64>)> {
        let oldest = now.0 - SLOTS;
        let begun = self.points.partition_point(|(slot, _)| slot.0 <= oldest);
        let points = self.points.iter().skip(begun.saturating_sub(1));
        points
            .take_while(move |(slot, _)| *slot <= now)
            .map(move |(slot, price)| ((slot.0 - oldest).max(0), *price))
    }

    /// The lowest and the highest price of that minute; `None` where none is known.
    #[must_use]
    pub fn bounds(&self, now: Slot) -> Option<(i64, i64)> {
        let prices = self.until(now).filter_map(|(_, price)| price);
        prices.fold(None, |bounds, price| {
            let (low, high) = bounds.unwrap_or((price, price));
            Some((low.min(price), high.max(price)))
        })
    }

    fn push(&mut self, now: Slot, price: Option<i64>) {
        while self.points.last().is_some_and(|(last, _)| *last >= now) {
            self.points.pop();
        }
        self.points.push((now, price));
        // What held at the beginning of the minute is still to be seen, one that ends with the piece before
        // this too: a course breaks off in the piece after the one that is now.
        while self
            .points
            .get(1)
            .is_some_and(|(slot, _)| slot.0 < now.0 - SLOTS)
        {
            self.points.remove(0);
        }
    }
}
