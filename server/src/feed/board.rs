//! A feed as plain data: every symbol with its price.

use std::collections::HashMap;
use std::sync::Arc;

use protocol::ticker::{FullQuote, Quote, Snapshot, TickerMessage};
use tokio_tungstenite::tungstenite::Utf8Bytes;

use super::Key;
use super::price::Price;

/// The symbols of a feed that somebody reads, at a tick.
#[derive(Debug)]
pub(super) struct Board {
    key: Key,
    tick: u64,
    time_ms: u64,
    lines: HashMap<Arc<str>, Line>,
}

/// A symbol.
#[derive(Debug)]
struct Line {
    price: Price,
    /// What it costs, in cents.
    cents: u64,
    /// How many times that has changed.
    changes: u64,
    /// The JSON of its quote, written once for all.
    quote: String,
    readers: usize,
}

/// What a reader was told last: of each of its symbols in the order in which it asked for them.
#[derive(Debug)]
pub(super) struct Told(Vec<ToldOf>);

#[derive(Debug)]
struct ToldOf {
    symbol: Arc<str>,
    cents: u64,
    /// How many times the price had changed by then.
    changes: u64,
}

impl Board {
    /// A feed that begins at that time.
    pub(super) fn new(key: Key, time_ms: u64) -> Self {
        Self {
            key,
            tick: 0,
            time_ms,
            lines: HashMap::new(),
        }
    }

    /// Takes a reader in, and tells the snapshot that it begins with.
    pub(super) fn enter(&mut self, symbols: &[String]) -> (Told, Utf8Bytes) {
        let mut told = Vec::with_capacity(symbols.len());
        let mut quotes = Vec::with_capacity(symbols.len());
        for symbol in symbols {
            let (key, tick) = (self.key, self.tick);
            let symbol: Arc<str> = symbol.as_str().into();
            let line = self
                .lines
                .entry(Arc::clone(&symbol))
                .or_insert_with(|| Line::new(Price::at(key, &symbol, tick)));
            line.readers += 1;
            quotes.push(FullQuote {
                symbol: symbol.as_ref().to_owned(),
                price: units(line.cents),
                open: units(line.price.open()),
            });
            told.push(ToldOf {
                symbol,
                cents: line.cents,
                changes: line.changes,
            });
        }
        let snapshot = TickerMessage::Snapshot(Snapshot {
            tick: self.tick,
            time_ms: self.time_ms,
            interval_ms: self.key.interval_ms,
            seed: self.key.seed,
            quotes,
        });
        (Told(told), json(&snapshot).into())
    }

    /// How many of these symbols nobody reads.
    pub(super) fn missing(&self, symbols: &[String]) -> usize {
        let is_missing = |symbol: &&String| !self.lines.contains_key(symbol.as_str());
        symbols.iter().filter(is_missing).count()
    }

    /// Lets a reader go, and the symbols that nobody else reads. Tells how many those are.
    pub(super) fn leave(&mut self, told: &Told) -> usize {
        let before = self.lines.len();
        for ToldOf { symbol, .. } in &told.0 {
            if let Some(line) = self.lines.get_mut(symbol) {
                line.readers -= 1;
                if line.readers == 0 {
                    self.lines.remove(symbol);
                }
            }
        }
        before - self.lines.len()
    }

    /// Moves every price to the next tick. Tells whether one has changed.
    pub(super) fn advance(&mut self, time_ms: u64) -> bool {
        self.tick += 1;
        self.time_ms = time_ms;
        let mut has_changed = false;
        for (symbol, line) in &mut self.lines {
            has_changed |= line.advance(symbol);
        }
        has_changed
    }

    /// What a reader has not been told yet, as one message; `None` where every price is the one that it was
    /// told.
    pub(super) fn read(&self, told: &mut Told) -> Option<Utf8Bytes> {
        let mut quotes = String::new();
        let (mut changes, mut quoted) = (0, 0);
        for of in &told.0 {
            let line = self.lines.get(&of.symbol)?;
            changes += line.changes - of.changes;
            if line.cents != of.cents {
                if quoted > 0 {
                    quotes.push(',');
                }
                quotes.push_str(&line.quote);
                quoted += 1;
            }
        }
        if quoted == 0 {
            return None;
        }
        for of in &mut told.0 {
            let line = self.lines.get(&of.symbol)?;
            of.cents = line.cents;
            of.changes = line.changes;
        }
        let (tick, time_ms, skipped) = (self.tick, self.time_ms, changes - quoted);
        // As serde would write it, around quotes that are written already.
        Some(
            format!(
                r#"{{"type":"quotes","tick":{tick},"time_ms":{time_ms},"skipped":{skipped},"quotes":[{quotes}]}}"#
            )
            .into(),
        )
    }

    /// How many symbols somebody reads.
    #[cfg(test)]
    pub(super) fn len(&self) -> usize {
        self.lines.len()
    }
}

impl Line {
    fn new(price: Price) -> Self {
        Self {
            cents: price.now(),
            price,
            changes: 0,
            quote: String::new(),
            readers: 0,
        }
    }

    /// Moves to the next tick. Tells whether the price has changed.
    fn advance(&mut self, symbol: &str) -> bool {
        self.price.step();
        let cents = self.price.now();
        let has_changed = cents != self.cents;
        if has_changed {
            self.cents = cents;
            self.changes += 1;
            self.quote = json(&Quote {
                symbol: symbol.to_owned(),
                price: units(cents),
            });
        }
        has_changed
    }
}

/// Cents in what prices are told in.
fn units(cents: u64) -> f64 {
    cents as f64 / 100.0
}

fn json(value: &impl serde::Serialize) -> String {
    // Only maps with other keys than strings and a failing `Serialize` are errors; there are none.
    serde_json::to_string(value).unwrap_or_default()
}

#[cfg(test)]
mod tests;
