//! The course of a price over the last minute, in pieces of half a second: more would not be seen, and a feed
//! that moves a thousand times in a second costs no more than one that moves once.

use crate::model::time::Time;

/// How many pieces the minute has.
pub const WINDOWS: i64 = 120;

const WINDOW_MS: f64 = 500.0;

/// A piece of half a second, by its number since 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Window(i64);

impl Window {
    /// Its number.
    #[must_use]
    pub fn number(self) -> i64 {
        self.0
    }

    /// The one in which a moment is.
    #[must_use]
    pub fn of(at: Time) -> Self {
        Self((at.0 / WINDOW_MS).floor() as i64)
    }
}

/// At which price each piece of the minute ended in which the price has changed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Course {
    /// In the order of time, one a window; without a price where the course breaks off.
    points: Vec<(Window, Option<i64>)>,
}

impl Course {
    /// The price is this from now on.
    pub(super) fn goes_to(&mut self, price: i64, now: Window) {
        self.push(now, Some(price));
    }

    /// Nothing is known of the price from now on. What was known within the same piece holds to its end, or a
    /// feed that was seen for less than that would leave nothing.
    pub(super) fn breaks_off(&mut self, now: Window) {
        if let Some(&(last, Some(_))) = self.points.last() {
            self.push(now.max(Window(last.0 + 1)), None);
        }
    }

    /// The minute before the end of `now`: from which piece on, of 0 to [`WINDOWS`], which price holds. What
    /// holds at its beginning is at 0.
    pub fn until(&self, now: Window) -> impl Iterator<Item = (i64, Option<i64>)> {
        let oldest = now.0 - WINDOWS;
        let begun = self
            .points
            .partition_point(|(window, _)| window.0 <= oldest);
        let points = self.points.iter().skip(begun.saturating_sub(1));
        points
            .take_while(move |(window, _)| *window <= now)
            .map(move |(window, price)| ((window.0 - oldest).max(0), *price))
    }

    /// The lowest and the highest price of that minute; `None` where none is known.
    #[must_use]
    pub fn bounds(&self, now: Window) -> Option<(i64, i64)> {
        let prices = self.until(now).filter_map(|(_, price)| price);
        prices.fold(None, |bounds, price| {
            let (low, high) = bounds.unwrap_or((price, price));
            Some((low.min(price), high.max(price)))
        })
    }

    fn push(&mut self, now: Window, price: Option<i64>) {
        while self.points.last().is_some_and(|(last, _)| *last >= now) {
            self.points.pop();
        }
        self.points.push((now, price));
        // What held at the beginning of the minute is still to be seen, one that ends with the piece before
        // this too: a course breaks off in the piece after the one that is now.
        while self
            .points
            .get(1)
            .is_some_and(|(window, _)| window.0 < now.0 - WINDOWS)
        {
            self.points.remove(0);
        }
    }
}
