//! Brownian motion over whole ticks that can start at any tick.
//!
//! Adding up one step per tick would make a late subscriber pay for the whole past of a feed. Lévy's construction does
//! not: it draws the value halfway between two ticks from the values at both (a Brownian bridge; Glasserman, *Monte
//! Carlo Methods in Financial Engineering*, 2003, section 3.1). Every tick has one random number, which follows from
//! the key and the tick. Starting at a tick takes twice as many of these numbers as the tick has binary digits. Each
//! further tick takes one on average.

use std::f64::consts::TAU;

use fastrand::Rng;

/// A path through the ticks 0, 1, 2, …; each step is normally distributed with mean 0 and variance 1.
#[derive(Debug)]
pub(super) struct Brownian {
    key: u64,
    here: Point,
    /// Points that are drawn already, the nearest last.
    ahead: Vec<Point>,
}

#[derive(Clone, Copy, Debug)]
struct Point {
    tick: u64,
    value: f64,
}

impl Brownian {
    /// The path of this key, at a tick.
    pub(super) fn at(key: u64, tick: u64) -> Self {
        let here = Point {
            tick: 0,
            value: 0.0,
        };
        let ahead = Vec::new();
        let mut path = Self { key, here, ahead };
        path.go_to(tick);
        path
    }

    /// Goes to the next tick.
    pub(super) fn step(&mut self) {
        self.go_to(self.here.tick + 1);
    }

    pub(super) fn tick(&self) -> u64 {
        self.here.tick
    }

    /// The distance from its value at tick 0.
    pub(super) fn value(&self) -> f64 {
        self.here.value
    }

    /// Goes to a tick that is not before the current one.
    fn go_to(&mut self, tick: u64) {
        while self.here.tick < tick {
            match self.ahead.last() {
                Some(&next) if next.tick <= tick => {
                    self.here = next;
                    self.ahead.pop();
                }
                Some(&next) => self.ahead.push(self.between(next)),
                None => self.ahead.push(self.beyond()),
            }
        }
    }

    /// The point halfway between here and there: the mean of both, with a quarter of the distance as its variance.
    fn between(&self, there: Point) -> Point {
        let distance = there.tick - self.here.tick;
        let tick = self.here.tick + distance / 2;
        let mean = f64::midpoint(self.here.value, there.value);
        let value = mean + (distance as f64).sqrt() / 2.0 * self.normal(tick);
        Point { tick, value }
    }

    /// The point at twice the current tick. It is needed where no point ahead is drawn: at 0 and at powers of two.
    fn beyond(&self) -> Point {
        let tick = (self.here.tick * 2).max(1);
        let distance = tick - self.here.tick;
        let value = self.here.value + (distance as f64).sqrt() * self.normal(tick);
        Point { tick, value }
    }

    /// The normally distributed random number of a tick, by the method of Box and Muller.
    fn normal(&self, tick: u64) -> f64 {
        // The golden ratio in 64 bits, as in SplitMix: seeds of neighbouring ticks differ in about half of their bits.
        let seed = self
            .key
            .wrapping_add(tick.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        let mut random = Rng::with_seed(seed);
        let (radius, angle) = (1.0 - random.f64(), random.f64());
        (-2.0 * radius.ln()).sqrt() * (TAU * angle).cos()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::Brownian;

    proptest! {
        #[test]
        fn value_after_steps_equals_a_start_at_that_tick(key: u64, tick in 0..3000_u64, steps in 1..300_u64) {
            let mut walked = Brownian::at(key, tick);
            for _ in 0..steps {
                walked.step();
            }
            prop_assert_eq!(walked.tick(), tick + steps);
            prop_assert_eq!(walked.value(), Brownian::at(key, tick + steps).value());
        }
    }

    #[test]
    fn at_a_tick_centuries_ahead_draws_few_points() {
        let centuries_of_milliseconds = 1 << 43;
        let late = Brownian::at(7, centuries_of_milliseconds - 1);
        assert!(late.ahead.len() < 64);
        assert!(late.value().is_finite());
    }

    #[test]
    fn steps_have_mean_0_variance_1_and_no_correlation() {
        const STEPS: usize = 1 << 16;
        let mut path = Brownian::at(1, 0);
        let mut before = 0.0;
        let steps: Vec<f64> = (0..STEPS)
            .map(|_| {
                path.step();
                let step = path.value() - before;
                before = path.value();
                step
            })
            .collect();
        let mean_of = |values: &mut dyn Iterator<Item = f64>| values.sum::<f64>() / STEPS as f64;
        let mean = mean_of(&mut steps.iter().copied());
        let variance = mean_of(&mut steps.iter().map(|step| step * step));
        let correlation = mean_of(&mut steps.windows(2).map(|pair| pair[0] * pair[1]));
        // Five times the standard error of each: 1 / 256, and √2 / 256 for the variance.
        assert!(mean.abs() < 0.02, "{mean}");
        assert!((variance - 1.0).abs() < 0.03, "{variance}");
        assert!(correlation.abs() < 0.02, "{correlation}");
    }
}
