//! The quotes of `/ticker`.
//!
//! What belongs here: each symbol's prices, and the order of the symbols. What may not enter: how a price
//! is drawn. Messages are read by hand, so unknown members of a newer server are ignored. A message that
//! cannot be read changes nothing.

pub mod figure;
mod incoming;
mod price_history;
mod quote;
mod sort;

use std::rc::Rc;

pub use price_history::{PriceHistory, SLOTS, Slot};
pub use quote::{PriceChange, Quote};
pub use sort::{Column, Sort};

use self::incoming::{Message, QuoteUpdate};
use super::payload::Payload;
use super::time::{Moment, Time, WallTime};

/// The limit on symbols; further ones are ignored.
const MAX_SYMBOLS: usize = 256;

/// The state of a feed.
#[derive(Debug, Clone, Default)]
pub struct Quotes {
    /// In the server's order.
    quotes: Vec<Rc<Quote>>,
    sort: Sort,
    skipped: u64,
    unreadable: u64,
    last_message_at: Option<(Time, WallTime)>,
}

impl Quotes {
    /// Reads messages that came together.
    pub fn received(&mut self, payloads: &[Payload], moment: Moment) {
        for payload in payloads {
            match incoming::parse(payload) {
                Some(Some(message)) => self.apply(message, moment),
                Some(None) => {}
                None => self.unreadable += 1,
            }
        }
    }

    /// The connection is closed: price histories end here.
    pub fn closed(&mut self, now: Time) {
        for quote in &mut self.quotes {
            Rc::make_mut(quote).price_history.end(Slot::of(now));
        }
    }

    /// Sorts by a column; again, the other way round; a third time, not at all.
    pub fn sort_by(&mut self, column: Column) {
        self.sort = self.sort.after(column);
    }

    /// How the symbols are sorted.
    #[must_use]
    pub fn sort(&self) -> Sort {
        self.sort
    }

    /// The symbols, sorted.
    #[must_use]
    pub fn sorted(&self) -> Vec<Rc<Quote>> {
        self.sort.sorted(&self.quotes)
    }

    /// The number of changes that the server left out because a newer price followed.
    #[must_use]
    pub fn skipped(&self) -> u64 {
        self.skipped
    }

    /// The number of messages that could not be read.
    #[must_use]
    pub fn unreadable(&self) -> u64 {
        self.unreadable
    }

    /// When the last message came.
    #[must_use]
    pub fn last_message_at(&self) -> Option<Time> {
        self.last_message_at.map(|(now, _)| now)
    }

    /// The same on the wall clock.
    #[must_use]
    pub fn last_message_wall(&self) -> Option<WallTime> {
        self.last_message_at.map(|(_, wall)| wall)
    }

    fn apply(&mut self, message: Message, moment: Moment) {
        self.last_message_at = Some((moment.now, moment.wall));
        self.skipped = self.skipped.saturating_add(message.skipped);
        let slot = Slot::of(moment.now);
        if message.is_snapshot {
            self.begin(message.quotes, slot);
            return;
        }
        for update in message.quotes {
            // Without a snapshot the symbol's opening price is unknown.
            if let Some(index) = index_of(&self.quotes, &update) {
                Rc::make_mut(&mut self.quotes[index]).update(update.price, slot);
            }
        }
    }

    /// Takes in a snapshot. Known symbols keep their price history.
    fn begin(&mut self, quotes: Vec<QuoteUpdate>, slot: Slot) {
        let mut before = std::mem::take(&mut self.quotes);
        for update in quotes {
            if self.quotes.len() == MAX_SYMBOLS || index_of(&self.quotes, &update).is_some() {
                continue;
            }
            let quote = match index_of(&before, &update) {
                Some(index) => {
                    let mut quote = before.swap_remove(index);
                    Rc::make_mut(&mut quote).restart(update.price, update.open, slot);
                    quote
                }
                None => Rc::new(Quote::new(&update.symbol, update.price, update.open, slot)),
            };
            self.quotes.push(quote);
        }
    }
}

fn index_of(quotes: &[Rc<Quote>], update: &QuoteUpdate) -> Option<usize> {
    quotes
        .iter()
        .position(|quote| *quote.symbol == *update.symbol)
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;
