//! A feed as plain data: the current quote of every symbol that has a reader.
//!
//! What may not enter: locks, tasks, clocks.

use std::collections::HashMap;
use std::sync::Arc;

use protocol::ticker::{FullQuote, Quote, Snapshot, TickerMessage};
use tokio_tungstenite::tungstenite::Utf8Bytes;

use super::FeedKey;
use super::price::Price;

/// The symbols of a feed that have a reader, at a tick.
#[derive(Debug)]
pub(super) struct Board {
    key: FeedKey,
    tick: u64,
    time_ms: u64,
    rows: HashMap<Arc<str>, SymbolRow>,
}

/// The row of a symbol.
#[derive(Debug)]
struct SymbolRow {
    price: Price,
    /// Its price in cents.
    cents: u64,
    /// The number of times that its price has changed.
    changes: u64,
    /// Its quote as JSON, serialized once for all readers.
    quote: String,
    readers: usize,
}

/// The quotes that a reader was sent last, in the order of its request.
#[derive(Debug)]
pub(super) struct SentQuotes(Vec<SentQuote>);

#[derive(Debug)]
struct SentQuote {
    symbol: Arc<str>,
    cents: u64,
    /// The number of changes of the price by then.
    changes: u64,
}

impl Board {
    /// The board of a feed that begins at this time.
    pub(super) fn new(key: FeedKey, time_ms: u64) -> Self {
        Self {
            key,
            tick: 0,
            time_ms,
            rows: HashMap::new(),
        }
    }

    /// Adds a reader. Returns the snapshot that it begins with.
    pub(super) fn enter(&mut self, symbols: &[String]) -> (SentQuotes, Utf8Bytes) {
        let mut sent = Vec::with_capacity(symbols.len());
        let mut quotes = Vec::with_capacity(symbols.len());
        for symbol in symbols {
            let (key, tick) = (self.key, self.tick);
            let symbol: Arc<str> = symbol.as_str().into();
            let row = self
                .rows
                .entry(Arc::clone(&symbol))
                .or_insert_with(|| SymbolRow::new(Price::at(key, &symbol, tick)));
            row.readers += 1;
            quotes.push(FullQuote {
                symbol: symbol.as_ref().to_owned(),
                price: units(row.cents),
                open: units(row.price.open()),
            });
            sent.push(SentQuote {
                symbol,
                cents: row.cents,
                changes: row.changes,
            });
        }
        let snapshot = TickerMessage::Snapshot(Snapshot {
            tick: self.tick,
            time_ms: self.time_ms,
            interval_ms: self.key.interval_ms,
            seed: self.key.seed,
            quotes,
        });
        (SentQuotes(sent), json(&snapshot).into())
    }

    /// The number of these symbols that have no reader.
    pub(super) fn missing(&self, symbols: &[String]) -> usize {
        let is_missing = |symbol: &&String| !self.rows.contains_key(symbol.as_str());
        symbols.iter().filter(is_missing).count()
    }

    /// Removes a reader, and the symbols without another reader. Returns the number of removed symbols.
    pub(super) fn leave(&mut self, sent: &SentQuotes) -> usize {
        let before = self.rows.len();
        for SentQuote { symbol, .. } in &sent.0 {
            if let Some(row) = self.rows.get_mut(symbol) {
                row.readers -= 1;
                if row.readers == 0 {
                    self.rows.remove(symbol);
                }
            }
        }
        before - self.rows.len()
    }

    /// Moves every price to the next tick. Returns whether one has changed.
    pub(super) fn advance(&mut self, time_ms: u64) -> bool {
        self.tick += 1;
        self.time_ms = time_ms;
        let mut has_changed = false;
        for (symbol, row) in &mut self.rows {
            has_changed |= row.advance(symbol);
        }
        has_changed
    }

    /// The changed quotes since a reader's last message, as one message; `None` where its prices are current.
    pub(super) fn read(&self, sent: &mut SentQuotes) -> Option<Utf8Bytes> {
        let mut quotes = String::new();
        let (mut changes, mut quoted) = (0, 0);
        for quote in &sent.0 {
            let row = self.rows.get(&quote.symbol)?;
            changes += row.changes - quote.changes;
            if row.cents != quote.cents {
                if quoted > 0 {
                    quotes.push(',');
                }
                quotes.push_str(&row.quote);
                quoted += 1;
            }
        }
        if quoted == 0 {
            return None;
        }
        for quote in &mut sent.0 {
            let row = self.rows.get(&quote.symbol)?;
            quote.cents = row.cents;
            quote.changes = row.changes;
        }
        let (tick, time_ms, skipped) = (self.tick, self.time_ms, changes - quoted);
        // The JSON that serde would write, around quotes that are serialized already.
        Some(
            format!(
                r#"{{"type":"quotes","tick":{tick},"time_ms":{time_ms},"skipped":{skipped},"quotes":[{quotes}]}}"#
            )
            .into(),
        )
    }

    /// The number of symbols that have a reader.
    #[cfg(test)]
    pub(super) fn len(&self) -> usize {
        self.rows.len()
    }
}

impl SymbolRow {
    fn new(price: Price) -> Self {
        Self {
            cents: price.now(),
            price,
            changes: 0,
            quote: String::new(),
            readers: 0,
        }
    }

    /// Moves to the next tick. Returns whether the price has changed.
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

/// Cents as whole units of the currency.
fn units(cents: u64) -> f64 {
    cents as f64 / 100.0
}

fn json(value: &impl serde::Serialize) -> String {
    // Serialization fails only for maps with keys that are no strings; there are none.
    serde_json::to_string(value).unwrap_or_default()
}

#[cfg(test)]
mod tests;
