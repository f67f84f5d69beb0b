//! Messages and bytes in each direction: in each second of the last minute, and in all.

use super::record::Direction;
use super::time::Time;

/// The number of seconds that are counted one by one.
pub const WINDOW_SECONDS: usize = 60;

/// The counts of one connection. They take a few kilobytes, however much traffic there is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rates {
    /// Second `s` of the clock is at `s % WINDOW_SECONDS`, until a later second replaces it.
    ring: [Bucket; WINDOW_SECONDS],
    totals: Traffic,
}

/// The counts of one second.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Bucket {
    second: i64,
    counts: Traffic,
}

/// The counts in both directions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Traffic {
    /// From the page to the peer.
    pub sent: Count,
    /// From the peer to the page.
    pub received: Count,
}

/// Messages and their payload bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Count {
    /// The number of messages.
    pub messages: u64,
    /// The number of payload bytes, of text in UTF-8.
    pub bytes: u64,
}

impl Traffic {
    /// The counts that were added to `earlier` ones.
    #[must_use]
    pub fn since(self, earlier: Self) -> Self {
        Self {
            sent: self.sent.since(earlier.sent),
            received: self.received.since(earlier.received),
        }
    }
}

impl Count {
    fn since(self, earlier: Self) -> Self {
        Self {
            messages: self.messages.saturating_sub(earlier.messages),
            bytes: self.bytes.saturating_sub(earlier.bytes),
        }
    }
}

impl Rates {
    /// Counts from 0.
    #[must_use]
    pub fn new() -> Self {
        Self {
            ring: [Bucket::default(); WINDOW_SECONDS],
            totals: Traffic::default(),
        }
    }

    /// Counts messages with this many payload bytes together.
    pub fn record(&mut self, direction: Direction, messages: u64, bytes: u64, now: Time) {
        let second = second_of(now);
        let bucket = &mut self.ring[place_of(second)];
        if bucket.second != second {
            *bucket = Bucket {
                second,
                counts: Traffic::default(),
            };
        }
        for counts in [&mut bucket.counts, &mut self.totals] {
            let count = match direction {
                Direction::Sent => &mut counts.sent,
                Direction::Received => &mut counts.received,
            };
            count.messages += messages;
            count.bytes += bytes;
        }
    }

    /// The counts of each of the last [`WINDOW_SECONDS`] seconds, the oldest first. The last second is not
    /// over, so the one before it gives the rate.
    #[must_use]
    pub fn per_second(&self, now: Time) -> [Traffic; WINDOW_SECONDS] {
        let mut second = second_of(now) - WINDOW_SECONDS as i64;
        std::array::from_fn(|_| {
            second += 1;
            let bucket = &self.ring[place_of(second)];
            if bucket.second == second {
                bucket.counts
            } else {
                Traffic::default()
            }
        })
    }

    /// The counts since the start.
    #[must_use]
    pub fn totals(&self) -> Traffic {
        self.totals
    }
}

impl Default for Rates {
    fn default() -> Self {
        Self::new()
    }
}

/// The counts of the last complete second: the rate.
#[must_use]
pub fn latest(per_second: &[Traffic; WINDOW_SECONDS]) -> Traffic {
    per_second[WINDOW_SECONDS - 2]
}

fn second_of(now: Time) -> i64 {
    (now.0 / 1_000.0).floor() as i64
}

fn place_of(second: i64) -> usize {
    second.rem_euclid(WINDOW_SECONDS as i64) as usize
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// A time some milliseconds after a full minute, as a browser has it.
    fn at(ms: f64) -> Time {
        Time(1_800_000_000_000.0 + ms)
    }

    fn count(messages: u64, bytes: u64) -> Count {
        Count { messages, bytes }
    }

    #[test]
    fn latest_is_the_second_before_the_running_one() {
        let mut rates = Rates::new();
        rates.record(Direction::Received, 3, 30, at(500.0));
        rates.record(Direction::Sent, 1, 5, at(999.9));
        let both = Traffic {
            sent: count(1, 5),
            received: count(3, 30),
        };
        assert_eq!(rates.per_second(at(999.9))[WINDOW_SECONDS - 1], both);
        assert_eq!(latest(&rates.per_second(at(999.9))), Traffic::default());
        assert_eq!(latest(&rates.per_second(at(1_000.0))), both);
        assert_eq!(latest(&rates.per_second(at(2_000.0))), Traffic::default());
    }

    #[test]
    fn per_second_after_a_minute_is_empty_and_totals_stay() {
        let mut rates = Rates::new();
        rates.record(Direction::Sent, 1, 5, at(0.0));
        assert_eq!(rates.per_second(at(59_999.0))[0].sent, count(1, 5));
        assert_eq!(
            rates.per_second(at(60_000.0)),
            [Traffic::default(); WINDOW_SECONDS],
            "its second is sixty seconds ago"
        );
        assert_eq!(rates.totals().sent, count(1, 5));
    }

    fn direction() -> impl Strategy<Value = Direction> {
        prop_oneof![Just(Direction::Sent), Just(Direction::Received)]
    }

    proptest! {
        #[test]
        fn rates_of_any_traffic_agree_with_a_full_record(
            records in prop::collection::vec(
                (direction(), 0_u64..1_000, 0_u64..1_000_000, 0_u32..40_000),
                0..60,
            ),
            rest_ms in 0_u32..90_000,
        ) {
            let mut rates = Rates::new();
            let mut ms = 0;
            let mut remembered = Vec::new();
            for (direction, messages, bytes, after_ms) in records {
                ms += after_ms;
                rates.record(direction, messages, bytes, at(f64::from(ms)));
                remembered.push((ms / 1_000, direction, messages, bytes));
            }
            let now_ms = ms + rest_ms;

            let sum = |of: Direction, is_meant: &dyn Fn(u32) -> bool| {
                let meant = remembered
                    .iter()
                    .filter(|(second, direction, ..)| *direction == of && is_meant(*second));
                meant.fold(count(0, 0), |sum, (_, _, messages, bytes)| {
                    count(sum.messages + messages, sum.bytes + bytes)
                })
            };
            let both = |is_meant: &dyn Fn(u32) -> bool| Traffic {
                sent: sum(Direction::Sent, is_meant),
                received: sum(Direction::Received, is_meant),
            };
            prop_assert_eq!(rates.totals(), both(&|_| true));
            let per_second = rates.per_second(at(f64::from(now_ms)));
            for (ago, counted) in per_second.iter().rev().enumerate() {
                let second = i64::from(now_ms / 1_000) - ago as i64;
                prop_assert_eq!(*counted, both(&|it| i64::from(it) == second), "{} s ago", ago);
            }
        }
    }
}
