//! The price of a symbol at a tick.

use sha2::{Digest, Sha256};

use super::FeedKey;
use super::brownian::Brownian;

/// The standard deviation of the logarithm of a price after a year. Shares have 0.15 to 0.6 (Hull, *Options, Futures,
/// and Other Derivatives*, on volatility). 0.6 moves a price of 100.00 by 2 or 3 cents a second, which a person sees. It
/// moves it by less than a tenth of a cent a millisecond, so most ticks of a fast feed change nothing.
const VOLATILITY: f64 = 0.6;

/// The expected gain in a year. It is too small to see in a day, and keeps prices from fading in the long run.
const DRIFT: f64 = 0.05;

/// A year of trading in milliseconds: 252 days of six and a half hours.
const MS_OF_A_YEAR: f64 = 252.0 * 6.5 * 3_600_000.0;

/// The range of first prices, in cents.
const OPEN: std::ops::RangeInclusive<u64> = 5_000..=50_000;

/// The price of a symbol in whole cents. It moves as geometric Brownian motion.
#[derive(Debug)]
pub(super) struct Price {
    open: u64,
    /// The length of a tick, in years of trading.
    tick_years: f64,
    motion: Brownian,
}

impl Price {
    /// The price of a symbol in a feed, at a tick.
    pub(super) fn at(key: FeedKey, symbol: &str, tick: u64) -> Self {
        let digest = Sha256::new()
            .chain_update(key.seed.to_be_bytes())
            .chain_update(symbol)
            .finalize();
        let number = |from: usize| {
            let bytes = digest.iter().skip(from).take(8);
            bytes.fold(0, |number, byte| number << 8 | u64::from(*byte))
        };
        Self {
            open: OPEN.start() + number(0) % (OPEN.end() - OPEN.start() + 1),
            tick_years: key.interval_ms as f64 / MS_OF_A_YEAR,
            motion: Brownian::at(number(8), tick),
        }
    }

    /// Goes to the next tick.
    pub(super) fn step(&mut self) {
        self.motion.step();
    }

    /// The price at tick 0.
    pub(super) fn open(&self) -> u64 {
        self.open
    }

    /// The price at this tick; at least 1 cent.
    pub(super) fn now(&self) -> u64 {
        let years = self.motion.tick() as f64 * self.tick_years;
        let gained = (DRIFT - VOLATILITY * VOLATILITY / 2.0) * years
            + VOLATILITY * self.tick_years.sqrt() * self.motion.value();
        // The cast saturates.
        ((self.open as f64 * gained.exp()).round() as u64).max(1)
    }

    #[cfg(test)]
    pub(super) fn tick(&self) -> u64 {
        self.motion.tick()
    }
}

#[cfg(test)]
mod tests {
    use super::{FeedKey, OPEN, Price};

    fn prices(seed: u64, interval_ms: u64, symbol: &str) -> Vec<u64> {
        let mut price = Price::at(FeedKey { seed, interval_ms }, symbol, 0);
        assert_eq!(price.open(), price.now());
        (0..1000)
            .map(|_| {
                price.step();
                price.now()
            })
            .collect()
    }

    #[test]
    fn prices_of_one_seed_are_equal_and_of_others_differ() {
        assert_eq!(prices(7, 1000, "A"), prices(7, 1000, "A"));
        assert_ne!(prices(7, 1000, "A"), prices(8, 1000, "A"));
        assert_ne!(prices(7, 1000, "A"), prices(7, 1000, "B"));
    }

    /// Users' tests contain prices of a seed.
    #[test]
    fn prices_of_a_seed_are_those_of_earlier_versions() {
        assert_eq!(
            prices(7, 1000, "ULLIM")[..5],
            [17_707, 17_709, 17_711, 17_714, 17_721]
        );
    }

    #[test]
    fn prices_after_many_ticks_stay_positive() {
        for seed in 0..100 {
            let price = Price::at(
                FeedKey {
                    seed,
                    interval_ms: 60_000,
                },
                "A",
                1 << 30,
            );
            assert!(OPEN.contains(&price.open()));
            assert!(price.now() >= 1);
        }
    }

    #[test]
    fn prices_change_in_most_seconds_and_in_few_milliseconds() {
        let changes = |interval_ms| {
            let prices = prices(1, interval_ms, "A");
            prices.windows(2).filter(|pair| pair[0] != pair[1]).count()
        };
        assert!(changes(1000) > 700, "{}", changes(1000));
        assert!((1..500).contains(&changes(1)), "{}", changes(1));
    }
}
