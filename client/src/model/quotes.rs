//! The quotes of `/ticker`, as its messages tell them.
//!
//! What belongs here: what is known of each symbol, and in which order they are shown. What may not enter:
//! how a price is drawn. A message is read as it comes and not by types that a newer server would break: what
//! is in it beside what is known here is passed over, and one that cannot be read changes nothing.

mod course;
pub mod figure;
mod line;
mod reading;
mod sort;

use std::rc::Rc;

pub use course::{Course, WINDOWS, Window};
pub use line::{Line, Move};
pub use sort::{Column, Sort};

use self::reading::{Message, Quote};
use super::payload::Payload;
use super::time::Time;

/// No more symbols than this are kept, whatever a server sends.
const MAX_SYMBOLS: usize = 256;

/// What is known of a feed.
#[derive(Debug, Clone, Default)]
pub struct Quotes {
    /// In the order in which the server named them.
    lines: Vec<Rc<Line>>,
    sort: Sort,
    skipped: u64,
    misread: u64,
    heard: Option<Time>,
}

impl Quotes {
    /// Takes in what has come together.
    pub fn received(&mut self, payloads: &[Payload], now: Time) {
        for payload in payloads {
            match reading::read(payload) {
                Some(Some(message)) => self.take_in(message, now),
                Some(None) => {}
                None => self.misread += 1,
            }
        }
    }

    /// The connection is lost: what comes next does not go on from here.
    pub fn closed(&mut self, now: Time) {
        for line in &mut self.lines {
            Rc::make_mut(line).course.breaks_off(Window::of(now));
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
    pub fn lines(&self) -> Vec<Rc<Line>> {
        self.sort.sorted(&self.lines)
    }

    /// How many changes the server left out because there was a newer price.
    #[must_use]
    pub fn skipped(&self) -> u64 {
        self.skipped
    }

    /// How many messages could not be read.
    #[must_use]
    pub fn misread(&self) -> u64 {
        self.misread
    }

    /// When the last quote came; `None` when none has.
    #[must_use]
    pub fn heard(&self) -> Option<Time> {
        self.heard
    }

    fn take_in(&mut self, message: Message, now: Time) {
        self.heard = Some(now);
        self.skipped = self.skipped.saturating_add(message.skipped);
        let window = Window::of(now);
        if message.is_snapshot {
            self.begin(message.quotes, window);
            return;
        }
        for quote in message.quotes {
            // A symbol that no snapshot named is passed over: nobody knows where it began.
            if let Some(place) = place_of(&self.lines, &quote) {
                Rc::make_mut(&mut self.lines[place]).go_to(quote.price, window);
            }
        }
    }

    /// A symbol that was there before keeps its course.
    fn begin(&mut self, quotes: Vec<Quote>, window: Window) {
        let mut before = std::mem::take(&mut self.lines);
        for quote in quotes {
            if self.lines.len() == MAX_SYMBOLS || place_of(&self.lines, &quote).is_some() {
                continue;
            }
            let line = match place_of(&before, &quote) {
                Some(place) => {
                    let mut line = before.swap_remove(place);
                    Rc::make_mut(&mut line).begin_again(quote.price, quote.open, window);
                    line
                }
                None => Rc::new(Line::new(&quote.symbol, quote.price, quote.open, window)),
            };
            self.lines.push(line);
        }
    }
}

fn place_of(lines: &[Rc<Line>], quote: &Quote) -> Option<usize> {
    lines.iter().position(|line| *line.symbol == *quote.symbol)
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;
