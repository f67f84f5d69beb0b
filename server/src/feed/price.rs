//! What a symbol costs at a tick.

use sha2::{Digest, Sha256};

use super::Key;
use super::brownian::Brownian;

/// How much prices move: the standard deviation of the logarithm of a price after a year. Shares have 15 to 60
/// percent (Hull, *Options, Futures, and Other Derivatives*, on volatility). The upper end moves a price of
/// 100.00 by 2 or 3 cents in a second, which is seen, and by less than a tenth of one in a millisecond, so that
/// most ticks of a fast feed change nothing.
const VOLATILITY: f64 = 0.6;

/// What is expected to be gained in a year, which nobody sees in a day: prices are to go nowhere for as long as
/// somebody looks, and not to fade away.
const DRIFT: f64 = 0.05;

/// A year of trade: 252 days of six and a half hours.
const MS_OF_A_YEAR: f64 = 252.0 * 6.5 * 3_600_000.0;

/// What prices begin with, in cents.
const OPEN: std::ops::RangeInclusive<u64> = 5_000..=50_000;

/// The price of a symbol, which moves as geometric Brownian motion. Prices are in whole cents.
#[derive(Debug)]
pub(super) struct Price {
    open: u64,
    /// How long a tick is, in years.
    tick_years: f64,
    motion: Brownian,
}

impl Price {
    /// The price of a symbol in a feed, at a tick.
    pub(super) fn at(key: Key, symbol: &str, tick: u64) -> Self {
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

    /// At tick 0.
    pub(super) fn open(&self) -> u64 {
        self.open
    }

    /// At this tick. Nothing is ever free.
    pub(super) fn now(&self) -> u64 {
        let years = self.motion.tick() as f64 * self.tick_years;
        let gained = (DRIFT - VOLATILITY * VOLATILITY / 2.0) * years
            + VOLATILITY * self.tick_years.sqrt() * self.motion.value();
        // A number that is out of range becomes the nearest that is not.
        ((self.open as f64 * gained.exp()).round() as u64).max(1)
    }

    #[cfg(test)]
    pub(super) fn tick(&self) -> u64 {
        self.motion.tick()
    }
}

#[cfg(test)]
mod tests {
    use super::{Key, OPEN, Price};

    fn prices(seed: u64, interval_ms: u64, symbol: &str) -> Vec<u64> {
        let mut price = Price::at(Key { seed, interval_ms }, symbol, 0);
        assert_eq!(price.open(), price.now());
        (0..1000)
            .map(|_| {
                price.step();
                price.now()
            })
            .collect()
    }

    #[test]
    fn the_same_seed_gives_the_same_prices_and_another_seed_or_symbol_gives_others() {
        assert_eq!(prices(7, 1000, "A"), prices(7, 1000, "A"));
        assert_ne!(prices(7, 1000, "A"), prices(8, 1000, "A"));
        assert_ne!(prices(7, 1000, "A"), prices(7, 1000, "B"));
    }

    /// Who has written prices down in a test of theirs wants them to stay.
    #[test]
    fn prices_are_what_they_were_in_earlier_versions() {
        assert_eq!(
            prices(7, 1000, "ULLIM")[..5],
            [17_707, 17_709, 17_711, 17_714, 17_721]
        );
    }

    #[test]
    fn prices_begin_in_the_middle_and_stay_positive() {
        for seed in 0..100 {
            let price = Price::at(
                Key {
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
    fn a_second_is_seen_and_most_milliseconds_are_not() {
        let changes = |interval_ms| {
            let prices = prices(1, interval_ms, "A");
            prices.windows(2).filter(|pair| pair[0] != pair[1]).count()
        };
        assert!(changes(1000) > 700, "{}", changes(1000));
        assert!((1..500).contains(&changes(1)), "{}", changes(1));
    }
}
