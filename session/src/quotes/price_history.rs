//! The history of a price over the last minute, in slots of half a second. Finer slots would not be
//! visible, and a feed with a thousand changes a second costs no more than one with a single change.

use crate::time::Time;

/// The number of slots in the minute.
pub const SLOTS: i64 = 120;

const SLOT_MS: f64 = 500.0;

/// A slot of half a second, numbered from the start of the clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Slot(i64);

impl Slot {
    /// The slot's number.
    #[must_use]
    pub fn number(self) -> i64 {
        self.0
    }

    /// The slot of a time.
    #[must_use]
    pub fn of(at: Time) -> Self {
        Self((at.0 / SLOT_MS).floor() as i64)
    }
}

/// The last price of each slot in which the price changed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PriceHistory {
    /// In order, one a slot; `None` where the history ends.
    points: Vec<(Slot, Option<i64>)>,
}

impl PriceHistory {
    /// Sets the price from now on.
    pub(super) fn set(&mut self, price: i64, now: Slot) {
        self.push(now, Some(price));
    }

    /// Ends the history. The price holds to the end of its slot, or a feed seen for less than a slot would
    /// leave nothing.
    pub(super) fn end(&mut self, now: Slot) {
        if let Some(&(last, Some(_))) = self.points.last() {
            self.push(now.max(Slot(last.0 + 1)), None);
        }
    }

    /// The minute that ends with `now`: each change as its slot, from 0 to [`SLOTS`], and the price from
    /// there on. The price at the start of the minute is at 0.
    pub fn until(&self, now: Slot) -> impl Iterator<Item = (i64, Option<i64>)> {
        let oldest = now.0 - SLOTS;
        let begun = self.points.partition_point(|(slot, _)| slot.0 <= oldest);
        let points = self.points.iter().skip(begun.saturating_sub(1));
        points
            .take_while(move |(slot, _)| *slot <= now)
            .map(move |(slot, price)| ((slot.0 - oldest).max(0), *price))
    }

    /// The lowest and the highest price of that minute; `None` without a price.
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
        // The entry that holds at the start of the minute stays. So does one that ends a slot earlier, as a
        // history ends in the slot after the current one.
        while self
            .points
            .get(1)
            .is_some_and(|(slot, _)| slot.0 < now.0 - SLOTS)
        {
            self.points.remove(0);
        }
    }
}
