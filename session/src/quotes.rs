//! The quotes of `/ticker`, as its messages tell them.
//!
//! What belongs here: what is known of each symbol, and in which order they are shown. What may not enter:
//! how a price is drawn. A message is read as it comes and not by types that a newer server would break: what
//! is in it beside what is known here is passed over, and one that cannot be read changes nothing.

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
use super::time::Time;

/// No more symbols than this are kept, whatever a server sends.
const MAX_SYMBOLS: usize = 256;

/// What is known of a feed.
#[derive(Debug, Clone, Default)]
pub struct Quotes {
    /// In the order in which the server named them.
    quotes: Vec<Rc<Quote>>,
    sort: Sort,
    skipped: u64,
    unreadable: u64,
    last_message_at: Option<Time>,
}

impl Quotes {
    /// Takes in what has come together.
    pub fn received(&mut self, payloads: &[Payload], now: Time) {
        for payload in payloads {
            match incoming::parse(payload) {
                Some(Some(message)) => self.apply(message, now),
                Some(None) => {}
                None => self.unreadable += 1,
            }
        }
    }

    /// The connection is lost: what comes next does not go on from here.
    pub fn closed(&mut self, now: Time) {
        for quote in &mut self.quotes {
            Rc::make_mut(quote).price_history.end(Slot::of(now));
        }
    }

    /// Sorts by a column, or by it the other way round, or no longer.
    pub fn sort_by(&mut self, column: Column) {
        self.sort = self.sort.after(column);
    }

    /// How they are sorted.
    #[must_use]
    pub fn sort(&self) -> Sort {
        self.sort
    }

    /// Every symbol, sorted.
    #[must_use]
    pub fn sorted(&self) -> Vec<Rc<Quote>> {
        self.sort.sorted(&self.quotes)
    }

    /// How many changes the server left out because there was a newer price.
    #[must_use]
    pub fn skipped(&self) -> u64 {
        self.skipped
    }

    /// How many messages could not be read.
    #[must_use]
    pub fn unreadable(&self) -> u64 {
        self.unreadable
    }

    /// When the last quote came; `None` when none has.
    #[must_use]
    pub fn last_message_at(&self) -> Option<Time> {
        self.last_message_at
    }

    fn apply(&mut self, message: Message, now: Time) {
        self.last_message_at = Some(now);
        self.skipped = self.skipped.saturating_add(message.skipped);
        let slot = Slot::of(now);
        if message.is_snapshot {
            self.begin(message.quotes, slot);
            return;
        }
        for update in message.quotes {
            // A symbol that no snapshot named is passed over: nobody knows where it began.
            if let Some(index) = index_of(&self.quotes, &update) {
                Rc::make_mut(&mut self.quotes[index]).update(update.price, slot);
            }
        }
    }

    /// A symbol that was there before keeps its history.
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
