//! `/ticker`: quotes that are only pushed.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use fastrand::Rng;
use futures_util::{SinkExt, StreamExt};
use protocol::catalogue::{self, ticker};
use protocol::parameter::BadParameter;
use protocol::query::Query;
use serde::Serialize;
use tokio::time::{MissedTickBehavior, interval};
use tokio_tungstenite::tungstenite::Error;

use super::{Goodbye, Socket, json};

/// A market that moves by itself.
#[derive(Clone, Debug)]
pub struct Ticker {
    symbols: Vec<String>,
    interval: Duration,
    count: Option<u64>,
    seed: u64,
}

/// One quote.
#[derive(Debug, Serialize)]
struct Quote<'a> {
    /// From 0, over all symbols.
    sequence: u64,
    symbol: &'a str,
    /// With two decimals.
    price: f64,
    /// Since the symbol's last quote.
    change: f64,
    /// When it was made, in milliseconds since 1970.
    time_ms: u64,
}

impl Ticker {
    /// What the catalogue says of it.
    pub const ENTRY: &catalogue::Endpoint = &ticker::ENDPOINT;

    /// A ticker as `query` asks for.
    ///
    /// # Errors
    ///
    /// A parameter that is out of its range.
    pub fn from_query(query: &Query<'_>) -> Result<Self, BadParameter> {
        Ok(Self {
            symbols: ticker::SYMBOLS.value(query)?,
            interval: Duration::from_millis(ticker::INTERVAL_MS.value(query)?),
            count: ticker::COUNT.value(query)?,
            seed: ticker::SEED.value(query)?,
        })
    }

    /// Pushes quotes until there have been enough or the client has left. What the client says
    /// is not heard.
    ///
    /// # Errors
    ///
    /// What broke the connection.
    pub async fn serve(self, mut socket: impl Socket) -> Result<Goodbye, Error> {
        let mut market = Market::new(self.seed, self.symbols.len());
        let mut ticks = interval(self.interval);
        // A client that was slow gets the next quote late, not all that it missed at once.
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut symbols = self.symbols.iter().enumerate().cycle();
        let mut sequence = 0;
        while self.count.is_none_or(|count| sequence < count) {
            tokio::select! {
                _ = ticks.tick() => {
                    let Some((index, symbol)) = symbols.next() else { break };
                    let (price, change) = market.quote(index);
                    let time_ms = SystemTime::now()
                        .duration_since(UNIX_EPOCH)
                        .map_or(0, |since| u64::try_from(since.as_millis()).unwrap_or(u64::MAX));
                    socket.send(json(&Quote { sequence, symbol, price, change, time_ms })).await?;
                    sequence += 1;
                }
                message = socket.next() => {
                    if message.transpose()?.is_none() {
                        break;
                    }
                }
            }
        }
        Ok(Goodbye::normal())
    }
}

/// A random walk for each symbol, in cents so that a price always has two decimals.
#[derive(Debug)]
struct Market {
    random: Rng,
    cents: Vec<i32>,
}

impl Market {
    fn new(seed: u64, symbols: usize) -> Self {
        let mut random = Rng::with_seed(seed);
        let cents = (0..symbols).map(|_| random.i32(5_000..50_000)).collect();
        Self { random, cents }
    }

    /// The next price of a symbol and its change, which is at most one percent and never to zero.
    fn quote(&mut self, index: usize) -> (f64, f64) {
        let Some(cents) = self.cents.get_mut(index) else {
            return (0.0, 0.0);
        };
        let step = (*cents / 100).max(1);
        let change = self.random.i32(-step..=step).max(1 - *cents);
        *cents = cents.saturating_add(change);
        (f64::from(*cents) / 100.0, f64::from(change) / 100.0)
    }
}
